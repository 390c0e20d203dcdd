"""Ruby: the official gems of OpenAI and Anthropic, ruby-openai, RubyLLM, langchainrb, and the HTTP
libraries."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.domain.call_site import Language
from migrate_check.inventory.signature import (
    Body,
    CallSignature,
    ClientSignature,
    HttpSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import each, methods

RUBY = frozenset({Language.RUBY})
_OPENAI = ("openai", "ruby-openai")
_ANTHROPIC = ("anthropic", "ruby-anthropic")
_LANGCHAIN = ("langchain", "langchainrb")

_CALL = CallSignature("openai", (), "", RUBY, _OPENAI)
_PLAIN = replace(_CALL, streams=Streams.NEVER)
_STREAM = replace(_CALL, streams=Streams.ALWAYS)
_BY_ID = replace(_PLAIN, body=Body.NONE, model=())

_OFFICIAL = (
    *methods(
        _CALL,
        {
            "openai-chat": ["chat.completions.create"],
            "openai-completions": ["completions.create"],
            "openai-responses": ["responses.create"],
            "audio-speech": ["audio.speech.create"],
            "audio-transcription": ["audio.transcriptions.create"],
        },
    ),
    *methods(
        _STREAM,
        {
            "openai-chat": each("chat.completions", "stream stream_raw"),
            "openai-completions": ["completions.create_streaming"],
            "openai-responses": each("responses", "stream stream_raw"),
            "images": ["images.generate_stream_raw"],
        },
    ),
    *methods(
        _PLAIN,
        {
            "embeddings": ["embeddings.create"],
            "images": ["images.generate"],
            "image-edits": ["images.edit"],
            "image-variations": each("images", "create_variation variations"),
            "audio-translation": ["audio.translations.create"],
            "moderations": ["moderations.create"],
            "openai-files": ["files.create"],
            "openai-batches": ["batches.create"],
            "openai-fine-tuning": ["fine_tuning.jobs.create"],
            "openai-vector-stores": ["vector_stores.create"],
            "openai-assistants": ["beta.assistants.create"],
            "openai-threads": each("beta.threads", "create create_and_run"),
            "openai-conversations": ["conversations.create"],
            "openai-videos": ["videos.create"],
        },
    ),
    *methods(
        _BY_ID,
        {
            "models": each("models", "list retrieve delete"),
            "openai-responses-stored": each("responses", "retrieve delete cancel"),
            "openai-files": each("files", "list retrieve delete content"),
            "openai-batches": each("batches", "list retrieve cancel"),
            "openai-fine-tuning": each("fine_tuning.jobs", "list retrieve cancel"),
        },
    ),
)

# Of ruby-openai; its `parameters:` is read as the fields themselves.
_RUBY_OPENAI = (
    *methods(_CALL, {"openai-chat": ["chat"], "openai-completions": ["completions"]}),
    *methods(
        _PLAIN,
        {
            "embeddings": ["embeddings"],
            "moderations": ["moderations"],
            "audio-speech": ["audio.speech"],
            "audio-transcription": ["audio.transcribe"],
            "audio-translation": ["audio.translate"],
            "openai-files": ["files.upload"],
            "openai-fine-tuning": ["finetunes.create"],
            "openai-assistants": ["assistants.create"],
            "openai-threads": each("threads", "create") + each("runs", "create"),
        },
    ),
)

_CLAUDE = CallSignature("anthropic", (), "", RUBY, _ANTHROPIC)
_ANTHROPIC_ROWS = (
    *methods(_CLAUDE, {"anthropic-messages": ["messages.create"]}),
    *methods(
        replace(_CLAUDE, streams=Streams.ALWAYS),
        {"anthropic-messages": each("messages", "stream stream_raw")},
    ),
    *methods(
        replace(_CLAUDE, streams=Streams.NEVER),
        {
            "anthropic-count-tokens": ["messages.count_tokens"],
            "anthropic-batches": ["messages.batches.create"],
        },
    ),
    *methods(
        _CLAUDE,
        {"anthropic-messages": ["messages"]},
    ),
)

_LLM = CallSignature("ruby_llm", (), "", RUBY, ("ruby_llm",), streams=Streams.USE)
_RUBY_LLM = (
    *methods(_LLM, {"unknown": ["chat"]}),
    *methods(
        replace(_LLM, streams=Streams.NEVER),
        {"embeddings": ["embed"], "images": ["paint"], "moderations": ["moderate"]},
    ),
)

_CHAIN = CallSignature("langchain", (), "", RUBY, _LANGCHAIN)
_LANGCHAINRB = (
    *methods(_CHAIN, {"unknown": ["chat", "complete"]}),
    *methods(replace(_CHAIN, streams=Streams.NEVER), {"embeddings": ["embed"]}),
)

_GEMINI = CallSignature(
    "gemini-ai", (), "", RUBY, ("gemini-ai",), body=Body.FIRST, spelling="gemini"
)
_GEMINI_ROWS = (
    *methods(replace(_GEMINI, streams=Streams.NEVER), {"gemini": ["generate_content"]}),
    *methods(replace(_GEMINI, streams=Streams.ALWAYS), {"gemini": ["stream_generate_content"]}),
)

_CLIENTS = (
    ClientSignature(
        "openai",
        ("OpenAI.Client", "openai.Client"),
        RUBY,
        _OPENAI,
        "openai",
        base_url=("base_url", "uri_base"),
        key=("api_key", "access_token"),
        timeout=("timeout", "request_timeout"),
        headers=("extra_headers", "default_headers"),
        base_url_env=("OPENAI_BASE_URL",),
        key_env=("OPENAI_API_KEY",),
    ),
    ClientSignature(
        "anthropic",
        ("Anthropic.Client", "anthropic.Client"),
        RUBY,
        _ANTHROPIC,
        "anthropic",
        base_url=("base_url", "uri_base"),
        key=("api_key", "access_token", "auth_token"),
        timeout=("timeout", "request_timeout"),
        headers=("extra_headers", "default_headers"),
        base_url_env=("ANTHROPIC_BASE_URL",),
        key_env=("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"),
    ),
    *(
        ClientSignature(
            "langchain",
            (f"LLM.{name}",),
            RUBY,
            _LANGCHAIN,
            provider,
            base_url=("uri_base", "llm_options", "url"),
        )
        for name, provider in (
            ("OpenAI", "openai"),
            ("Azure", "azure"),
            ("Anthropic", "anthropic"),
            ("GoogleGemini", "gemini"),
            ("GoogleVertexAI", "vertex"),
            ("MistralAI", "mistral"),
            ("AwsBedrock", "bedrock"),
        )
    ),
)

_VERBS = ("post", "get", "put", "patch", "delete")


def _http(library: str, module: str, *names: str, body: int | None = None) -> HttpSignature:
    return HttpSignature(
        "http",
        library,
        tuple(f"{prefix}{verb}" for prefix in names for verb in _VERBS),
        RUBY,
        (module,),
        json=("json", "body", "payload", "params"),
        body_position=body,
    )


_HTTP = (
    _http("faraday", "faraday", "Faraday.", body=1),
    _http("net/http", "net", "Net.HTTP.", body=1),
    HttpSignature(
        "http",
        "net/http",
        tuple(f"Net.HTTP.{verb.title()}" for verb in _VERBS),
        RUBY,
        ("net",),
        json=("body",),
    ),
    _http("httparty", "httparty", "HTTParty."),
    _http("rest-client", "rest-client", "RestClient.", body=1),
    _http("http.rb", "http", "HTTP."),
    _http("typhoeus", "typhoeus", "Typhoeus."),
    _http("excon", "excon", "Excon."),
)

TABLE = SignatureTable(
    calls=(*_OFFICIAL, *_RUBY_OPENAI, *_ANTHROPIC_ROWS, *_RUBY_LLM, *_LANGCHAINRB, *_GEMINI_ROWS),
    clients=_CLIENTS,
    http=_HTTP,
)

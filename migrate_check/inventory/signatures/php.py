"""PHP: openai-php and its Laravel facade, the SDKs for Anthropic, and the HTTP libraries."""

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

PHP = frozenset({Language.PHP})
_OPENAI = ("OpenAI",)
_ANTHROPIC = ("Anthropic",)

_CALL = CallSignature("openai", (), "", PHP, _OPENAI, Body.FIRST, Streams.NEVER)
_STREAM = replace(_CALL, streams=Streams.ALWAYS)
_SECOND = replace(_CALL, body=Body.SECOND)
_BY_ID = replace(_CALL, body=Body.NONE, model=())

_OPENAI_ROWS = (
    *methods(
        _CALL,
        {
            "openai-chat": ["chat.create"],
            "openai-completions": ["completions.create"],
            "openai-responses": ["responses.create"],
            "embeddings": ["embeddings.create"],
            "images": ["images.create"],
            "image-edits": ["images.edit"],
            "image-variations": ["images.variation"],
            "audio-speech": ["audio.speech"],
            "audio-transcription": ["audio.transcribe"],
            "audio-translation": ["audio.translate"],
            "moderations": ["moderations.create"],
            "openai-files": ["files.upload"],
            "openai-batches": ["batches.create"],
            "openai-fine-tuning": ["fineTuning.createJob"],
            "openai-assistants": ["assistants.create"],
            "openai-threads": each("threads", "create createAndRun"),
            "openai-vector-stores": ["vectorStores.create"],
            "openai-conversations": ["conversations.create"],
            "openai-realtime": each("realtime", "token transcribeToken"),
        },
    ),
    *methods(
        _STREAM,
        {
            "openai-chat": ["chat.createStreamed"],
            "openai-completions": ["completions.createStreamed"],
            "openai-responses": ["responses.createStreamed"],
            "audio-speech": ["audio.speechStreamed"],
            "audio-transcription": ["audio.transcribeStreamed"],
            "images": ["images.createStreamed"],
        },
    ),
    *methods(_SECOND, {"openai-threads": each("threads.runs", "create createStreamed")}),
    *methods(
        _BY_ID,
        {
            "models": each("models", "list retrieve delete"),
            "openai-responses-stored": each("responses", "retrieve cancel delete"),
            "openai-files": each("files", "list retrieve delete download"),
            "openai-batches": each("batches", "list retrieve cancel"),
            "openai-fine-tuning": each("fineTuning", "listJobs retrieveJob cancelJob"),
        },
    ),
)

_CLAUDE = CallSignature(
    "anthropic", (), "", PHP, _ANTHROPIC, Body.KEYWORDS, Streams.NEVER, spelling="snake"
)
_CLAUDE_ARRAY = replace(_CLAUDE, sdk="anthropic-php", body=Body.FIRST, spelling="same")
_ANTHROPIC_ROWS = (
    *methods(
        _CLAUDE,
        {
            "anthropic-messages": ["messages.create"],
            "anthropic-count-tokens": ["messages.countTokens"],
            "anthropic-batches": ["messages.batches.create"],
        },
    ),
    *methods(
        replace(_CLAUDE, streams=Streams.ALWAYS), {"anthropic-messages": ["messages.createStream"]}
    ),
    *methods(_CLAUDE_ARRAY, {"anthropic-messages": ["messages.create"]}),
    *methods(
        replace(_CLAUDE_ARRAY, streams=Streams.ALWAYS),
        {"anthropic-messages": ["messages.createStreamed"]},
    ),
)

_CLIENTS = (
    # The facade, set up by the application's configuration, which reads these.
    ClientSignature(
        "openai",
        ("Laravel.Facades.OpenAI",),
        PHP,
        _OPENAI,
        "openai",
        base_url_env=("OPENAI_BASE_URL",),
        key_env=("OPENAI_API_KEY",),
    ),
    ClientSignature(
        "openai",
        ("OpenAI.client", "OpenAI.Client", "ClientContract"),
        PHP,
        _OPENAI,
        "openai",
        key=("apiKey",),
        positional=("apiKey",),
        default_base_url="https://api.openai.com/v1",
    ),
    ClientSignature(
        "openai",
        ("OpenAI.factory",),
        PHP,
        _OPENAI,
        "openai",
        base_url=("withBaseUri",),
        key=("withApiKey",),
        headers=("headers",),
        default_base_url="https://api.openai.com/v1",
    ),
    ClientSignature(
        "anthropic",
        ("Anthropic.Client",),
        PHP,
        _ANTHROPIC,
        "anthropic",
        base_url=("baseUrl", "baseURL"),
        key=("apiKey", "authToken"),
        positional=("apiKey",),
        base_url_env=("ANTHROPIC_BASE_URL",),
        key_env=("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"),
    ),
    ClientSignature(
        "anthropic-php",
        ("Anthropic.client",),
        PHP,
        _ANTHROPIC,
        "anthropic",
        key=("apiKey",),
        positional=("apiKey",),
        default_base_url="https://api.anthropic.com/v1",
    ),
    ClientSignature(
        "anthropic-php",
        ("Anthropic.factory",),
        PHP,
        _ANTHROPIC,
        "anthropic",
        base_url=("withBaseUri",),
        key=("withApiKey",),
        headers=("headers",),
        default_base_url="https://api.anthropic.com/v1",
    ),
)

_VERBS = ("post", "get", "put", "patch", "delete")
_HTTP = (
    HttpSignature(
        "http",
        "laravel",
        tuple(f"Http.{verb}" for verb in _VERBS),
        PHP,
        ("Illuminate.Support.Facades.Http", "Illuminate.Http.Client"),
        body_position=1,
    ),
    HttpSignature(
        "http",
        "guzzle",
        tuple(f"client.{verb}{suffix}" for verb in _VERBS for suffix in ("", "Async")),
        PHP,
        ("GuzzleHttp",),
        options_position=1,
    ),
    HttpSignature(
        "http",
        "guzzle",
        ("client.request", "client.requestAsync"),
        PHP,
        ("GuzzleHttp", "Symfony.Component.HttpClient", "Symfony.Contracts.HttpClient"),
        url_position=1,
        options_position=2,
    ),
    HttpSignature("http", "curl", ("curl_exec",), PHP),
)

TABLE = SignatureTable(calls=(*_OPENAI_ROWS, *_ANTHROPIC_ROWS), clients=_CLIENTS, http=_HTTP)

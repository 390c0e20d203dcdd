"""Rust: async-openai, openai-api-rs, genai, rig, Anthropic's crates, Bedrock, reqwest."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.domain.call_site import Language, Rollback
from migrate_check.inventory.signature import (
    Body,
    CallSignature,
    ClientSignature,
    HttpSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import each, methods

RUST = frozenset({Language.RUST})
_ASYNC = ("async_openai",)
_COMMUNITY = ("openai_api_rs",)
_GENAI = ("genai",)
_RIG = ("rig", "rig_core")
_RIG_CLIENTS = tuple(f"{crate}.{part}" for crate in _RIG for part in ("providers", "client"))
"""Not what is built around an agent: `ChatBotBuilder::new().agent(agent)`."""
_ANTHROPIC = ("anthropic", "anthropic_sdk", "clust", "misanthropy", "anthropic_ai_sdk")
_BEDROCK = ("aws_sdk_bedrockruntime",)


def _row(sdk: str, modules: tuple[str, ...], streams: Streams, body: Body) -> CallSignature:
    return CallSignature(sdk, (), "", RUST, modules, body, streams, is_async=True)


_ASYNC_ROUTES = {
    "openai-chat": ["chat.create", "chat.create_byot"],
    "openai-completions": ["completions.create"],
    "openai-responses": ["responses.create", "responses.create_byot"],
    "embeddings": ["embeddings.create"],
    "images": ["images.create", "images.generate"],
    "image-edits": ["images.create_edit", "images.edit"],
    "image-variations": ["images.create_variation"],
    "audio-speech": ["audio.speech", "audio.speech.create"],
    "audio-transcription": ["audio.transcribe", "audio.transcription.create"],
    "audio-translation": ["audio.translate", "audio.translation.create"],
    "moderations": ["moderations.create"],
    "openai-files": ["files.create"],
    "openai-batches": ["batches.create"],
    "openai-fine-tuning": ["fine_tuning.create"],
    "openai-assistants": ["assistants.create"],
    "openai-threads": [
        *each("threads", "create create_and_run"),
        "threads.runs.create",
        "threads.messages.create",
    ],
    "openai-vector-stores": ["vector_stores.create"],
}
_ASYNC_STREAMS = {
    "openai-chat": ["chat.create_stream", "chat.create_stream_byot"],
    "openai-completions": ["completions.create_stream"],
    "openai-responses": ["responses.create_stream", "responses.create_stream_byot"],
    "openai-threads": ["threads.runs.create_stream", "threads.create_and_run_stream"],
    "audio-speech": ["audio.speech.create_stream"],
}
_ASYNC_BY_ID = {
    "models": each("models", "list retrieve delete"),
    "openai-responses-stored": each("responses", "retrieve delete cancel"),
    "openai-files": each("files", "list retrieve delete content"),
    "openai-batches": each("batches", "list retrieve cancel"),
    "openai-assistants": each("assistants", "list retrieve delete"),
    "openai-threads": [
        *each("threads", "retrieve delete"),
        *each("threads.runs", "list retrieve cancel"),
        *each("threads.messages", "list retrieve"),
    ],
    "openai-vector-stores": each("vector_stores", "list retrieve delete"),
}
_COMMUNITY_ROUTES = {
    "openai-chat": ["chat_completion"],
    "openai-completions": ["completion"],
    "embeddings": ["embedding"],
    "images": ["image_generation"],
    "audio-speech": ["audio_speech"],
    "audio-transcription": ["audio_transcription"],
}
_GENAI_ROW = replace(
    _row("genai", _GENAI, Streams.NEVER, Body.KEYWORDS),
    route="unknown",
    positional=("model", "messages", "options"),
)
_RIG_ROW = replace(
    _row("rig", _RIG_CLIENTS, Streams.USE, Body.KEYWORDS),
    positional=("model",),
    renames={
        "preamble": "messages",
        "context": "messages",
        "dynamic_context": "messages",
        "tool": "tools",
        "dynamic_tools": "tools",
        "name": "",
        "default_max_turns": "",
        "max_turns": "",
        "retrieved_tools": "tools",
        "description": "",
    },
)
_BEDROCK_ROW = replace(
    _row("bedrock", _BEDROCK, Streams.NEVER, Body.KEYWORDS),
    model=("model_id",),
    renames={"accept": "", "content_type": "", "trace": ""},
    spelling="camel",
    provider="bedrock",
)

_CALLS = (
    *methods(_row("async-openai", _ASYNC, Streams.NEVER, Body.FIRST), _ASYNC_ROUTES),
    *methods(_row("async-openai", _ASYNC, Streams.ALWAYS, Body.FIRST), _ASYNC_STREAMS),
    *methods(_row("async-openai", _ASYNC, Streams.NEVER, Body.NONE), _ASYNC_BY_ID),
    *methods(_row("openai-api-rs", _COMMUNITY, Streams.NEVER, Body.FIRST), _COMMUNITY_ROUTES),
    *methods(_GENAI_ROW, {"unknown": ["exec_chat"], "embeddings": ["embed"]}),
    *methods(replace(_GENAI_ROW, streams=Streams.ALWAYS), {"unknown": ["exec_chat_stream"]}),
    *methods(_RIG_ROW, {"unknown": ["agent", "extractor", "completion_model"]}),
    *methods(
        _row("anthropic", _ANTHROPIC, Streams.NEVER, Body.FIRST),
        {
            "anthropic-messages": ["messages", "create_message", "create_a_message", "complete"],
        },
    ),
    *methods(
        _row("anthropic", _ANTHROPIC, Streams.ALWAYS, Body.FIRST),
        {
            "anthropic-messages": ["create_message_streaming", "create_a_message_stream"],
        },
    ),
    *methods(
        _BEDROCK_ROW,
        {"bedrock-converse": ["converse.send"], "bedrock-invoke": ["invoke_model.send"]},
    ),
    *methods(
        replace(_BEDROCK_ROW, streams=Streams.ALWAYS),
        {
            "bedrock-converse": ["converse_stream.send"],
            "bedrock-invoke": ["invoke_model_with_response_stream.send"],
        },
    ),
)

_NEW = ("Client.new", "Client.with_config", "Client")
_CLIENTS = (
    ClientSignature(
        "async-openai",
        ("Client.new", "Client.with_config", "Client.build", "Client"),
        RUST,
        _ASYNC,
        "openai",
        is_async=True,
        base_url=("api_base",),
        key=("api_key",),
        base_url_env=("OPENAI_BASE_URL",),
        key_env=("OPENAI_API_KEY",),
    ),
    ClientSignature(
        "openai-api-rs",
        ("OpenAIClient.builder", "OpenAIClient", "Client.new"),
        RUST,
        _COMMUNITY,
        "openai",
        base_url=("endpoint",),
        base_url_env=("OPENAI_API_BASE",),
    ),
    ClientSignature("genai", ("Client.default", "Client.builder", "Client"), RUST, _GENAI, None),
    ClientSignature(
        "rig",
        ("Client.from_env", "Client.new", "Client.builder", "Client"),
        RUST,
        _RIG,
        "openai",
        positional=("api_key",),
        key_env=("OPENAI_API_KEY",),
    ),
    ClientSignature(
        "anthropic",
        (*_NEW, "Client.from_env", "Client.from_api_key", "Anthropic.new", "AnthropicClient.new"),
        RUST,
        _ANTHROPIC,
        "anthropic",
        positional=("api_key",),
        key_env=("ANTHROPIC_API_KEY",),
    ),
    ClientSignature(
        "bedrock",
        ("Client.new", "Client.from_conf", "Client"),
        RUST,
        _BEDROCK,
        "bedrock",
        base_url=("endpoint_url",),
        default_rollback=Rollback.B,
    ),
)
_VERBS = ("post", "get", "put", "patch", "delete")
_HOLDERS = ("client", "http", "http_client", "reqwest", "new", "build", "Client", "c")
_HTTP = (
    HttpSignature(
        "http",
        "reqwest",
        tuple(f"blocking.{verb}" for verb in _VERBS),
        RUST,
        ("reqwest.blocking",),
        json=("json", "body", "form"),
    ),
    HttpSignature(
        "http",
        "reqwest",
        tuple(f"{holder}.{verb}" for holder in _HOLDERS for verb in _VERBS),
        RUST,
        ("reqwest", "reqwest_middleware"),
        json=("json", "body", "form"),
        is_async=True,
    ),
    HttpSignature(
        "http",
        "ureq",
        tuple(f"ureq.{verb}" for verb in _VERBS),
        RUST,
        ("ureq",),
        json=("send_json", "send_string", "send"),
    ),
)

TABLE = SignatureTable(calls=_CALLS, clients=_CLIENTS, http=_HTTP)

"""The OpenAI SDK for Python, with the names it had before 1.0."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.inventory.signature import (
    Body,
    CallSignature,
    ClientSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import PYTHON, each, methods

MODULES = ("openai",)

_IN_PATH = dict.fromkeys(
    (
        *("thread_id", "message_id", "run_id", "vector_store_id", "conversation_id", "eval_id"),
        *("video_id", "container_id", "upload_id"),
    ),
    "",
)
"""Arguments that become part of the URL."""
_CREATE = CallSignature("openai", (), "", PYTHON, MODULES, renames=_IN_PATH)
_NEVER = replace(_CREATE, streams=Streams.NEVER)
_ALWAYS = replace(_CREATE, streams=Streams.ALWAYS)
_BY_ID = CallSignature("openai", (), "", PYTHON, MODULES, Body.NONE, Streams.NEVER, model=())
_DISTINCTIVE = CallSignature("openai", (), "", PYTHON, MODULES, distinctive=True)
_DISTINCTIVE_STREAM = CallSignature(
    "openai", (), "", PYTHON, MODULES, streams=Streams.ALWAYS, distinctive=True
)

BODY_ROUTES = {
    "openai-completions": ["completions.create"],
    "openai-responses": ["responses.create", "responses.parse"],
    "openai-threads": [
        *each("threads.runs", "create create_and_poll submit_tool_outputs"),
        *each("threads", "create_and_run create_and_run_poll"),
    ],
    "audio-speech": ["audio.speech.create"],
    "audio-transcription": ["audio.transcriptions.create"],
}
"""Routes with a field `stream`."""

STREAM_ROUTES = {
    "openai-responses": ["responses.stream"],
    "openai-threads": [
        *each("threads.runs", "stream create_and_stream"),
        "threads.create_and_run_stream",
    ],
    "openai-realtime": ["realtime.connect"],
}

PLAIN_ROUTES = {
    "embeddings": ["embeddings.create"],
    "images": ["images.generate"],
    "image-edits": ["images.edit"],
    "image-variations": ["images.create_variation"],
    "audio-translation": ["audio.translations.create"],
    "moderations": ["moderations.create"],
    "openai-files": ["files.create"],
    "openai-uploads": each("uploads", "create upload_file_chunked"),
    "openai-batches": ["batches.create"],
    "openai-fine-tuning": ["fine_tuning.jobs.create"],
    "openai-vector-stores": [
        *each("vector_stores", "create update search"),
        *each("vector_stores.files", "create create_and_poll upload upload_and_poll"),
        *each("vector_stores.file_batches", "create create_and_poll upload_and_poll"),
    ],
    "openai-assistants": each("assistants", "create update"),
    "openai-threads": [
        *each("threads", "create update"),
        *each("threads.messages", "create update"),
    ],
    "openai-conversations": [*each("conversations", "create update"), "conversations.items.create"],
    "openai-containers": ["containers.create", "containers.files.create"],
    "openai-evals": [*each("evals", "create update"), "evals.runs.create"],
    "openai-videos": each("videos", "create create_and_poll remix"),
    "openai-realtime": [
        "realtime.sessions.create",
        "realtime.client_secrets.create",
        "realtime.transcription_sessions.create",
    ],
}

BY_ID_ROUTES = {
    "models": each("models", "list retrieve delete"),
    "openai-responses-stored": [
        *each("responses", "retrieve delete cancel"),
        "responses.input_items.list",
    ],
    "openai-files": each(
        "files", "retrieve list delete content wait_for_processing retrieve_content"
    ),
    "openai-uploads": [*each("uploads", "complete cancel"), "uploads.parts.create"],
    "openai-batches": each("batches", "retrieve list cancel"),
    "openai-fine-tuning": each("fine_tuning.jobs", "retrieve list cancel list_events pause resume"),
    "openai-vector-stores": [
        *each("vector_stores", "retrieve list delete"),
        *each("vector_stores.files", "retrieve list delete poll content"),
        *each("vector_stores.file_batches", "retrieve cancel poll"),
    ],
    "openai-assistants": each("assistants", "retrieve list delete"),
    "openai-threads": [
        *each("threads", "retrieve delete"),
        *each("threads.messages", "retrieve list delete"),
        *each("threads.runs", "retrieve list cancel poll"),
        *each("threads.runs.steps", "retrieve list"),
    ],
    "openai-conversations": [
        *each("conversations", "retrieve delete"),
        *each("conversations.items", "retrieve list delete"),
    ],
    "openai-containers": [*each("containers", "retrieve list delete"), "containers.files.list"],
    "openai-evals": [*each("evals", "retrieve list delete"), *each("evals.runs", "retrieve list")],
    "openai-videos": each("videos", "retrieve list delete download_content poll"),
}

_SINCE_1 = (
    *methods(_DISTINCTIVE, {"openai-chat": ["chat.completions.create", "chat.completions.parse"]}),
    *methods(_DISTINCTIVE_STREAM, {"openai-chat": ["chat.completions.stream"]}),
    *methods(_CREATE, BODY_ROUTES),
    *methods(_ALWAYS, STREAM_ROUTES),
    *methods(_NEVER, PLAIN_ROUTES),
    *methods(_BY_ID, BY_ID_ROUTES),
)

_V0 = CallSignature(
    "openai",
    (),
    "",
    PYTHON,
    MODULES,
    provider="openai",
    model=("model", "engine", "deployment_id"),
    renames={
        "request_timeout": "",
        "api_key": "",
        "api_base": "",
        "api_type": "",
        "api_version": "",
    },
)
_V0_ROUTES = {
    "openai-chat": ["ChatCompletion.create"],
    "openai-completions": ["Completion.create"],
    "embeddings": ["Embedding.create"],
    "images": ["Image.create"],
    "image-edits": ["Image.create_edit"],
    "image-variations": ["Image.create_variation"],
    "audio-transcription": ["Audio.transcribe"],
    "audio-translation": ["Audio.translate"],
    "moderations": ["Moderation.create"],
    "models": ["Model.list", "Model.retrieve"],
    "openai-files": ["File.create"],
    "openai-fine-tuning": ["FineTune.create", "FineTuningJob.create"],
}


def _later(tail: str) -> str:
    """`ChatCompletion.acreate`."""
    resource, _, name = tail.partition(".")
    return f"{resource}.a{name}"


def _v0_rows() -> tuple[CallSignature, ...]:
    rows: list[CallSignature] = []
    later = {route: [_later(tail) for tail in tails] for route, tails in _V0_ROUTES.items()}
    rows += methods(_V0, _V0_ROUTES)
    asynchronous = CallSignature(
        "openai",
        (),
        "",
        PYTHON,
        MODULES,
        provider="openai",
        is_async=True,
        model=_V0.model,
        renames=_V0.renames,
    )
    rows += methods(asynchronous, later)
    return tuple(rows)


_CLIENTS = (
    ClientSignature(
        "openai",
        ("OpenAI", "Client"),
        PYTHON,
        MODULES,
        "openai",
        base_url_env=("OPENAI_BASE_URL",),
        key_env=("OPENAI_API_KEY",),
    ),
    ClientSignature(
        "openai",
        ("AsyncOpenAI", "AsyncClient"),
        PYTHON,
        MODULES,
        "openai",
        is_async=True,
        base_url_env=("OPENAI_BASE_URL",),
        key_env=("OPENAI_API_KEY",),
    ),
    ClientSignature(
        "openai",
        ("AzureOpenAI",),
        PYTHON,
        MODULES,
        "azure",
        base_url=("azure_endpoint", "base_url"),
        key=("api_key", "azure_ad_token", "azure_ad_token_provider"),
        base_url_env=("AZURE_OPENAI_ENDPOINT",),
        key_env=("AZURE_OPENAI_API_KEY",),
    ),
    ClientSignature(
        "openai",
        ("AsyncAzureOpenAI",),
        PYTHON,
        MODULES,
        "azure",
        is_async=True,
        base_url=("azure_endpoint", "base_url"),
        key=("api_key", "azure_ad_token", "azure_ad_token_provider"),
        base_url_env=("AZURE_OPENAI_ENDPOINT",),
        key_env=("AZURE_OPENAI_API_KEY",),
    ),
)

TABLE = SignatureTable(calls=(*_SINCE_1, *_v0_rows()), clients=_CLIENTS)

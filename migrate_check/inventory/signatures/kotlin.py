"""Kotlin: openai-kotlin and Ktor; what it shares with Java is in `java` and `jvm_frameworks`."""

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
from migrate_check.inventory.signatures.rows import methods

KOTLIN = frozenset({Language.KOTLIN})
_MODULES = ("com.aallam.openai",)
_ROW = CallSignature(
    "openai-kotlin",
    (),
    "",
    KOTLIN,
    _MODULES,
    Body.FIRST,
    Streams.NEVER,
    is_async=True,
    spelling="snake",
    renames={"requestOptions": ""},
)
_ROUTES = {
    "openai-chat": ["chatCompletion"],
    "openai-completions": ["completion"],
    "embeddings": ["embeddings"],
    "images": ["imageURL", "imageJSON"],
    "image-edits": ["imageEdit"],
    "audio-speech": ["speech"],
    "audio-transcription": ["transcription"],
    "audio-translation": ["translation"],
    "moderations": ["moderations"],
    "openai-fine-tuning": ["fineTuningJob"],
    "openai-assistants": ["assistant"],
    "openai-threads": ["thread", "createRun", "createThreadRun"],
    "openai-batches": ["batch"],
}
_STREAMS = {"openai-chat": ["chatCompletions"], "openai-completions": ["completions"]}
_VERBS = ("post", "get", "put", "preparePost", "request")
_HOLDERS = ("client", "httpClient", "http", "ktor", "ktorClient")

TABLE = SignatureTable(
    calls=(
        *methods(_ROW, _ROUTES),
        *methods(replace(_ROW, streams=Streams.ALWAYS, is_async=False), _STREAMS),
    ),
    clients=(
        ClientSignature(
            "openai-kotlin",
            ("OpenAI",),
            KOTLIN,
            _MODULES,
            "openai",
            base_url=("host.baseUrl",),
            key=("token",),
            retries=("retry.maxRetries",),
            headers=("headers",),
            default_base_url="https://api.openai.com/v1",
        ),
    ),
    http=(
        HttpSignature(
            "http",
            "ktor",
            tuple(f"{holder}.{verb}" for holder in _HOLDERS for verb in _VERBS),
            KOTLIN,
            ("io.ktor.client",),
            json=("setBody", "body"),
            options_position=1,
            is_async=True,
        ),
    ),
)

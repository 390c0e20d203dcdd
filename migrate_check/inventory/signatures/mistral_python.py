"""Mistral's SDK for Python, with the client it had before 1.0."""

from __future__ import annotations

from migrate_check.inventory.signature import (
    Body,
    CallSignature,
    ClientSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import PYTHON, methods

MODULES = ("mistralai",)


def _row(streams: Streams, is_async: bool, body: Body = Body.KEYWORDS) -> CallSignature:
    model = () if body is Body.NONE else ("model", "agent_id")
    return CallSignature(
        "mistral", (), "", PYTHON, MODULES, body, streams, is_async=is_async, model=model
    )


_PLAIN = {
    "openai-chat": ["chat.complete", "chat.parse"],
    "mistral-fim": ["fim.complete"],
    "mistral-agents": ["agents.complete"],
    "embeddings": ["embeddings.create"],
    "mistral-ocr": ["ocr.process"],
    "moderations": ["classifiers.moderate", "classifiers.moderate_chat"],
    "openai-files": ["files.upload"],
    "openai-fine-tuning": ["fine_tuning.jobs.create"],
    "openai-batches": ["batch.jobs.create"],
    "audio-transcription": ["audio.transcriptions.complete"],
}
_STREAMED = {
    "openai-chat": ["chat.stream", "chat.parse_stream"],
    "mistral-fim": ["fim.stream"],
    "mistral-agents": ["agents.stream"],
}
_READ = {"models": ["models.list", "models.retrieve"]}


def _later(routes: dict[str, list[str]]) -> dict[str, list[str]]:
    return {route: [f"{tail}_async" for tail in tails] for route, tails in routes.items()}


_OLD = {"openai-chat": ["chat"], "embeddings": ["embeddings"], "mistral-fim": ["completion"]}
_OLD_STREAMED = {"openai-chat": ["chat_stream"], "mistral-fim": ["completion_stream"]}

_CALLS = (
    *methods(_row(Streams.NEVER, False), _PLAIN),
    *methods(_row(Streams.NEVER, True), _later(_PLAIN)),
    *methods(_row(Streams.ALWAYS, False), _STREAMED),
    *methods(_row(Streams.ALWAYS, True), _later(_STREAMED)),
    *methods(_row(Streams.NEVER, False, Body.NONE), _READ),
    *methods(_row(Streams.NEVER, True, Body.NONE), _later(_READ)),
    *methods(_row(Streams.NEVER, False), _OLD),
    *methods(_row(Streams.ALWAYS, False), _OLD_STREAMED),
)

_CLIENTS = (
    ClientSignature(
        "mistral",
        ("Mistral",),
        PYTHON,
        MODULES,
        "mistral",
        base_url=("server_url", "server"),
        timeout=("timeout_ms",),
        retries=("retry_config",),
        headers=(),
        key_env=("MISTRAL_API_KEY",),
        default_base_url="https://api.mistral.ai",
    ),
    ClientSignature(
        "mistral",
        ("MistralClient", "MistralAsyncClient"),
        PYTHON,
        MODULES,
        "mistral",
        base_url=("endpoint",),
        key_env=("MISTRAL_API_KEY",),
        positional=("api_key",),
        default_base_url="https://api.mistral.ai",
    ),
)

TABLE = SignatureTable(calls=_CALLS, clients=_CLIENTS)

"""Mistral's SDK for JavaScript, with the client it had before 1.0."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.inventory.signature import (
    Body,
    CallSignature,
    ClientSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import SCRIPT, each, methods

MODULES = ("@mistralai/mistralai", "@mistralai/mistralai-azure", "@mistralai/mistralai-gcp")
_PLAIN = CallSignature(
    "mistral",
    (),
    "",
    SCRIPT,
    MODULES,
    Body.FIRST,
    Streams.NEVER,
    is_async=True,
    model=("model", "agentId"),
    spelling="snake",
)
_STREAM = replace(_PLAIN, streams=Streams.ALWAYS)
_BY_ID = replace(_PLAIN, body=Body.NONE, model=())

_CALLS = (
    *methods(
        _PLAIN,
        {
            "openai-chat": each("chat", "complete parse"),
            "mistral-fim": ["fim.complete"],
            "mistral-agents": ["agents.complete"],
            "embeddings": ["embeddings.create"],
            "mistral-ocr": ["ocr.process"],
            "moderations": each("classifiers", "moderate moderateChat"),
            "openai-files": ["files.upload"],
            "openai-fine-tuning": ["fineTuning.jobs.create"],
            "openai-batches": ["batch.jobs.create"],
            "audio-transcription": ["audio.transcriptions.complete"],
        },
    ),
    *methods(
        _STREAM,
        {
            "openai-chat": each("chat", "stream parseStream"),
            "mistral-fim": ["fim.stream"],
            "mistral-agents": ["agents.stream"],
            "audio-transcription": ["audio.transcriptions.stream"],
        },
    ),
    *methods(_BY_ID, {"models": each("models", "list retrieve")}),
    *methods(_PLAIN, {"openai-chat": ["chat"], "embeddings": ["embeddings"]}),
    *methods(_STREAM, {"openai-chat": ["chatStream"]}),
)

_CLIENTS = (
    ClientSignature(
        "mistral",
        ("Mistral",),
        SCRIPT,
        MODULES,
        "mistral",
        is_async=True,
        base_url=("serverURL", "server"),
        key=("apiKey",),
        timeout=("timeoutMs",),
        retries=("retryConfig",),
        headers=(),
        key_env=("MISTRAL_API_KEY",),
        default_base_url="https://api.mistral.ai",
    ),
    ClientSignature(
        "mistral",
        ("MistralClient", "default", "@mistralai/mistralai"),
        SCRIPT,
        MODULES,
        "mistral",
        is_async=True,
        base_url=("endpoint",),
        key=("apiKey",),
        retries=("maxRetries",),
        headers=(),
        key_env=("MISTRAL_API_KEY",),
        positional=("apiKey", "endpoint", "maxRetries", "timeout"),
        default_base_url="https://api.mistral.ai",
    ),
)

TABLE = SignatureTable(calls=_CALLS, clients=_CLIENTS)

"""The Anthropic SDK for Node and browsers, with its packages for Bedrock, Vertex and Foundry."""

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

MODULES = (
    "@anthropic-ai/sdk",
    "@anthropic-ai/bedrock-sdk",
    "@anthropic-ai/vertex-sdk",
    "@anthropic-ai/foundry-sdk",
)
_FIELD = CallSignature(
    "anthropic",
    (),
    "",
    SCRIPT,
    MODULES,
    Body.FIRST,
    is_async=True,
    renames={"betas": "header:anthropic-beta"},
)
_PLAIN = replace(_FIELD, streams=Streams.NEVER)
_BY_ID = replace(_PLAIN, body=Body.NONE, model=())

_CALLS = (
    *methods(
        _FIELD,
        {
            "anthropic-messages": each("messages", "create parse toolRunner"),
            "unknown": ["completions.create"],
        },
    ),
    *methods(replace(_FIELD, streams=Streams.ALWAYS), {"anthropic-messages": ["messages.stream"]}),
    *methods(
        _PLAIN,
        {
            "anthropic-count-tokens": ["messages.countTokens"],
            "anthropic-batches": ["messages.batches.create"],
            "anthropic-files": ["files.upload"],
        },
    ),
    *methods(
        _BY_ID,
        {
            "anthropic-batches": each("messages.batches", "retrieve list cancel delete results"),
            "anthropic-files": each("files", "list delete download retrieveMetadata"),
            "models": each("models", "list retrieve"),
        },
    ),
)

_ANTHROPIC = ClientSignature(
    "anthropic",
    ("Anthropic", "default", "@anthropic-ai/sdk"),
    SCRIPT,
    ("@anthropic-ai/sdk",),
    "anthropic",
    is_async=True,
    base_url=("baseURL",),
    key=("apiKey", "authToken"),
    retries=("maxRetries",),
    headers=("defaultHeaders",),
    base_url_env=("ANTHROPIC_BASE_URL",),
    key_env=("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"),
)
_CLIENTS = (
    _ANTHROPIC,
    replace(
        _ANTHROPIC,
        names=(
            "AnthropicBedrock",
            "AnthropicBedrockMantle",
            "default",
            "@anthropic-ai/bedrock-sdk",
        ),
        modules=("@anthropic-ai/bedrock-sdk",),
        provider="bedrock",
        key=("awsAccessKey", "awsSessionToken", "apiKey"),
        base_url_env=("ANTHROPIC_BEDROCK_BASE_URL",),
        key_env=("AWS_ACCESS_KEY_ID",),
    ),
    replace(
        _ANTHROPIC,
        names=("AnthropicVertex", "default", "@anthropic-ai/vertex-sdk"),
        modules=("@anthropic-ai/vertex-sdk",),
        provider="vertex",
        key=("accessToken", "googleAuth"),
        base_url_env=("ANTHROPIC_VERTEX_BASE_URL",),
        key_env=("GOOGLE_APPLICATION_CREDENTIALS",),
    ),
    replace(
        _ANTHROPIC,
        names=("AnthropicFoundry", "default", "@anthropic-ai/foundry-sdk"),
        modules=("@anthropic-ai/foundry-sdk",),
        provider="azure",
        base_url_env=("ANTHROPIC_FOUNDRY_BASE_URL",),
        key_env=("ANTHROPIC_FOUNDRY_API_KEY",),
    ),
)

TABLE = SignatureTable(calls=_CALLS, clients=_CLIENTS)

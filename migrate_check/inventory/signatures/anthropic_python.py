"""The Anthropic SDK for Python."""

from __future__ import annotations

from migrate_check.inventory.signature import (
    Body,
    CallSignature,
    ClientSignature,
    SignatureTable,
    Streams,
)
from migrate_check.inventory.signatures.rows import PYTHON, each, methods

MODULES = ("anthropic",)
_RENAMES = {"betas": "header:anthropic-beta", "output_format": "output_format"}

_FIELD = CallSignature("anthropic", (), "", PYTHON, MODULES, renames=_RENAMES)
_ALWAYS = CallSignature(
    "anthropic", (), "", PYTHON, MODULES, streams=Streams.ALWAYS, renames=_RENAMES
)
_NEVER = CallSignature(
    "anthropic", (), "", PYTHON, MODULES, streams=Streams.NEVER, renames=_RENAMES
)
_BY_ID = CallSignature("anthropic", (), "", PYTHON, MODULES, Body.NONE, Streams.NEVER, model=())

_CALLS = (
    *methods(
        _FIELD,
        {
            "anthropic-messages": each("messages", "create parse tool_runner"),
            "unknown": ["completions.create"],
        },
    ),
    *methods(_ALWAYS, {"anthropic-messages": ["messages.stream"]}),
    *methods(
        _NEVER,
        {
            "anthropic-count-tokens": ["messages.count_tokens"],
            "anthropic-batches": ["messages.batches.create"],
            "anthropic-files": ["files.upload"],
        },
    ),
    *methods(
        _BY_ID,
        {
            "anthropic-batches": each("messages.batches", "retrieve list cancel delete results"),
            "anthropic-files": each("files", "list delete download retrieve_metadata"),
            "models": each("models", "list retrieve"),
        },
    ),
)


def _client(names: tuple[str, ...], provider: str, is_async: bool) -> ClientSignature:
    by_provider = {
        "anthropic": (("ANTHROPIC_BASE_URL",), ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")),
        "bedrock": (("ANTHROPIC_BEDROCK_BASE_URL",), ("AWS_ACCESS_KEY_ID",)),
        "vertex": (("ANTHROPIC_VERTEX_BASE_URL",), ("GOOGLE_APPLICATION_CREDENTIALS",)),
        "azure": (("ANTHROPIC_FOUNDRY_BASE_URL",), ("ANTHROPIC_FOUNDRY_API_KEY",)),
    }
    base_url_env, key_env = by_provider[provider]
    return ClientSignature(
        "anthropic",
        names,
        PYTHON,
        MODULES,
        provider,
        is_async=is_async,
        key=("api_key", "auth_token", "aws_access_key", "access_token"),
        base_url_env=base_url_env,
        key_env=key_env,
    )


_CLIENTS = (
    _client(("Anthropic", "Client"), "anthropic", False),
    _client(("AsyncAnthropic", "AsyncClient"), "anthropic", True),
    _client(("AnthropicBedrock", "AnthropicBedrockMantle"), "bedrock", False),
    _client(("AsyncAnthropicBedrock", "AsyncAnthropicBedrockMantle"), "bedrock", True),
    _client(("AnthropicVertex",), "vertex", False),
    _client(("AsyncAnthropicVertex",), "vertex", True),
    _client(("AnthropicFoundry",), "azure", False),
    _client(("AsyncAnthropicFoundry",), "azure", True),
)

TABLE = SignatureTable(calls=_CALLS, clients=_CLIENTS)

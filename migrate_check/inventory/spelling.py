"""Names in code → names on the wire."""

from __future__ import annotations

import re

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_VARIANT = re.compile(r"Of[A-Z]")
_TOP_LEVEL = frozenset(
    {"tools", "toolConfig", "safetySettings", "cachedContent", "systemInstruction", "labels"}
    | {"contents", "stream", "model", "ttl", "displayName", "expireTime", "serviceTier", "store"}
)
GEMINI_BODIES = frozenset({"gemini", "gemini-live"})
"""Routes whose parameters stand under `generationConfig`."""
_NO_FIELDS = frozenset({"httpOptions", "shouldReturnHttpResponse", "automaticFunctionCalling"})


def snake(name: str) -> str:
    """`maxTokens` and `MaxTokens` → `max_tokens`."""
    return _HUMP.sub("_", name).lower()


def camel(name: str) -> str:
    """`max_output_tokens` and `MaxOutputTokens` → `maxOutputTokens`."""
    first, *rest = name.split("_")
    return first[:1].lower() + first[1:] + "".join(part[:1].upper() + part[1:] for part in rest)


def nested_name(name: str, spelling: str) -> str:
    """A name one level down; empty: a variant of a union, as Go writes them, `OfString`."""
    if spelling == "gemini" or spelling == "camel":
        return camel(name)
    if spelling != "snake":
        return name
    return "" if _VARIANT.match(name) else snake(name)


def wire_name(name: str, spelling: str, route: str) -> str:
    """A field's name on the wire; empty: no field."""
    if spelling == "snake":
        return snake(name)
    if spelling == "camel":
        return camel(name)
    if spelling != "gemini":
        return name
    name = {"stop": "stop_sequences", "max_tokens": "max_output_tokens"}.get(name, name)
    spelled = camel(name)
    if spelled in _NO_FIELDS:
        return ""
    if spelled in _TOP_LEVEL or route not in GEMINI_BODIES:
        return spelled
    return f"generationConfig.{spelled}"

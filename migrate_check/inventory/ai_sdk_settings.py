"""Settings of the AI SDK's calls: what each route gets of them, and under which names.

Settings that the SDK does not send to a route (it warns and drops them) are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from migrate_check.domain.call_site import UNKNOWN_ROUTE, Certainty
from migrate_check.inventory.neutral import (
    Entry,
    Expr,
    Invoke,
    Items,
    Member,
    Opaque,
    Record,
    Text,
)
from migrate_check.inventory.resolver.built import Built, Given
from migrate_check.inventory.resolver.records import Records
from migrate_check.inventory.spelling import camel, snake

_SAMPLING = {
    "temperature": "temperature",
    "topP": "top_p",
    "maxOutputTokens": "max_tokens",
    "maxTokens": "max_tokens",
}
_CHAT = _SAMPLING | {
    "presencePenalty": "presence_penalty",
    "frequencyPenalty": "frequency_penalty",
    "seed": "seed",
    "stopSequences": "stop",
    "toolChoice": "tool_choice",
}
_GENERATION = (
    *("temperature", "topP", "topK", "maxOutputTokens", "stopSequences", "seed"),
    *("presencePenalty", "frequencyPenalty"),
)
_EVERYWHERE = {
    "prompt": "prompt",
    "messages": "messages",
    "system": "system",
    "value": "input",
    "values": "input",
    "text": "input",
    "audio": "file",
    "tools": "tools",
    "voice": "voice",
    "n": "n",
    "size": "size",
    "speed": "speed",
    "instructions": "instructions",
    "topN": "top_n",
    "query": "query",
    "documents": "documents",
    "outputFormat": "response_format",
    "language": "language",
}
SETTINGS: Mapping[str, Mapping[str, str]] = {
    "openai-responses": {
        **_SAMPLING,
        "maxOutputTokens": "max_output_tokens",
        "maxTokens": "max_output_tokens",
        "toolChoice": "tool_choice",
    },
    "openai-chat": _CHAT,
    "openai-completions": _CHAT,
    "anthropic-messages": _SAMPLING
    | {"topK": "top_k", "stopSequences": "stop_sequences", "toolChoice": "tool_choice"},
    "gemini": {
        **{name: f"generationConfig.{name}" for name in _GENERATION},
        "maxTokens": "generationConfig.maxOutputTokens",
        "toolChoice": "toolConfig",
    },
    "bedrock-converse": {
        "temperature": "inferenceConfig.temperature",
        "topP": "inferenceConfig.topP",
        "maxOutputTokens": "inferenceConfig.maxTokens",
        "maxTokens": "inferenceConfig.maxTokens",
        "stopSequences": "inferenceConfig.stopSequences",
        "tools": "toolConfig",
        "toolChoice": "toolConfig",
    },
    "images": {"seed": "seed", "aspectRatio": "aspect_ratio"},
    UNKNOWN_ROUTE: _CHAT | {"topK": "top_k"},
}
"""Route → setting of the SDK → wire name. What is not listed is not sent."""
_OBJECTS = {
    "openai-chat": "response_format",
    "openai-responses": "text",
    "gemini": "generationConfig.responseSchema",
    UNKNOWN_ROUTE: "response_format",
    "anthropic-messages": "output_config",
    "bedrock-converse": "toolConfig",
}
"""Where a schema goes."""
_OR_A_TOOL = frozenset({"anthropic-messages", "bedrock-converse"})
"""Routes where it depends on model and schema whether it goes there or into a tool."""
_METADATA = frozenset(
    {"providerOptions", "experimental_providerMetadata", "experimental_providerOptions"}
)
_NESTED = frozenset({"reasoning", "text"})
_SCHEMAS = frozenset({"schema", "enum", "output", "experimental_output"})
_KINDS_OF_OUTPUT = frozenset({"object", "array", "enum"})
_OPTIONS = {
    "openai-responses": {
        "reasoningEffort": "reasoning.effort",
        "reasoningSummary": "reasoning.summary",
        "textVerbosity": "text.verbosity",
        "strictJsonSchema": "",
        "logprobs": "top_logprobs",
    },
    "openai-chat": {
        "textVerbosity": "verbosity",
        "strictJsonSchema": "",
        "structuredOutputs": "",
        "extraBody": "",
    },
    "anthropic-messages": {
        "sendReasoning": "",
        "structuredOutputMode": "",
        "disableParallelToolUse": "tool_choice",
        "effort": "output_config",
        "anthropicBeta": "header:anthropic-beta",
    },
    "gemini": {
        "structuredOutputs": "",
        "safetySettings": "safetySettings",
        "cachedContent": "cachedContent",
        "labels": "labels",
    },
}
"""Route → name under `providerOptions.<provider>` → wire name, where spelling does not say it."""


def on_the_wire(built: Built, route: str, records: Records) -> tuple[Built, dict[str, str]]:
    """A call's settings that are sent, and their wire names; the model keeps its own."""
    names = _EVERYWHERE | dict(SETTINGS.get(route, {}))
    found = Built(holes=list(built.holes), params=list(built.params))
    wires: dict[str, str] = {}
    for name, given in built.entries.items():
        if name in _METADATA:
            wires |= _add_options(found, given, route, records)
            continue
        if name == "headers":
            wires |= _add_headers(found, given, records)
            continue
        wire = name if name == "model" else names.get(name)
        if name in _SCHEMAS and not _is_kind(given.expr, name):
            certainty = Certainty.MAYBE if route in _OR_A_TOOL else given.certainty
            wire = _OBJECTS.get(route)
            given = replace(given, expr=Opaque("schema", given.line), certainty=certainty)
        if wire is not None:
            found.put(name, _as_list(given, route, records) if name == "tools" else given)
            wires[name] = wire
    return found, wires


def _add_headers(found: Built, given: Given, records: Records) -> dict[str, str]:
    wires: dict[str, str] = {}
    for header, inner in records.of(given.expr, given.place).entries.items():
        wire = f"header:{header.lower()}"
        found.put(wire, inner)
        wires[wire] = wire
    return wires


def _add_options(found: Built, given: Given, route: str, records: Records) -> dict[str, str]:
    """`providerOptions: {anthropic: {thinking: {…}}}`."""
    wires: dict[str, str] = {}
    by_provider = records.of(given.expr, given.place)
    found.holes += by_provider.holes
    for options in by_provider.entries.values():
        inner = records.of(options.expr, options.place)
        found.holes += inner.holes
        for name, value in inner.entries.items():
            wire = _option(name, route)
            outer = wire.partition(".")[0]
            if outer in _NESTED and wire != outer:
                found.put(outer, replace(value, expr=Opaque(outer, value.line)))
                wires[outer] = outer
            if wire:
                found.put(name, replace(value, expr=_spelled(value.expr, route)))
                wires[name] = wire
    return wires


def _option(name: str, route: str) -> str:
    known = _OPTIONS.get(route, {}).get(name)
    if known is not None:
        return known
    return f"generationConfig.{camel(name)}" if route == "gemini" else snake(name)


def _spelled(expr: Expr, route: str) -> Expr:
    """Keys of an option's record as the route spells them."""
    if route == "gemini" or not isinstance(expr, Record):
        return expr
    entries = (
        Entry(Text(snake(entry.key.value), entry.key.line), entry.value)
        if isinstance(entry.key, Text)
        else entry
        for entry in expr.entries
    )
    return Record(tuple(entries), expr.line)


def _as_list(given: Given, route: str, records: Records) -> Given:
    """The SDK's tools are a record by name; on the wire they are a list."""
    tools = records.of(given.expr, given.place).entries.values()
    items = tuple(_tool(tool.expr, route, given.line) for tool in tools)
    whole = Items(items, given.line) if items else Opaque("tools", given.line)
    return replace(given, also=(), expr=whole)


def _tool(expr: Expr, route: str, line: int) -> Expr:
    kind = _own_tool(expr)
    content = Opaque("", line)
    if route == "gemini":
        return Record((Entry(Text(kind or "functionDeclarations", line), content),), line)
    named = Entry(Text("name", line), content)
    return Record((Entry(Text("type", line), Text(snake(kind or "function"), line)), named), line)


def _own_tool(expr: Expr) -> str | None:
    """`webSearchPreview` of `openai.tools.webSearchPreview({…})`."""
    if not isinstance(expr, Invoke) or not isinstance(expr.callee, Member):
        return None
    of = expr.callee.of
    return expr.callee.name if isinstance(of, Member) and of.name == "tools" else None


def _is_kind(expr: Expr, name: str) -> bool:
    """`output: "array"` says how a schema is meant, and is none; without one, JSON is asked for."""
    return name == "output" and isinstance(expr, Text) and expr.value in _KINDS_OF_OUTPUT

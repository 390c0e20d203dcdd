"""Ways into the bodies that faults edit."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.lab.formats.format import as_object, objects
from migrate_check.lab.sse import JsonObject


def choices_of(reply: JsonObject) -> list[JsonObject]:
    """`choices` of an OpenAI reply or chunk; edits reach the reply."""
    return objects(reply.get("choices"))


def calls_of(reply: JsonObject) -> Iterator[JsonObject]:
    """Tool calls of an OpenAI reply or chunk, whole or partial."""
    for choice in choices_of(reply):
        for part in ("message", "delta"):
            yield from objects(as_object(choice.get(part)).get("tool_calls"))


def function_of(call: JsonObject) -> JsonObject:
    """`function` of a tool call; {} where a delta has none."""
    return as_object(call.get("function"))


def error_of(document: JsonObject) -> JsonObject:
    """`error` of either envelope; edits reach the document."""
    return as_object(document.get("error"))

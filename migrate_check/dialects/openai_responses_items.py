"""Output items of the Responses API: what a caller reads from them, and their contract."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.json_fields import (
    Field,
    as_array,
    as_object,
    as_text,
    check_fields,
    optional,
    required,
    type_name,
)
from migrate_check.dialects.json_text import json_text
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ToolCall

Item = dict[str, Json]

# Calls that the caller must answer: their input's field, and the type of the answer.
ANSWERED = {
    "function_call": ("arguments", "function_call_output"),
    "custom_tool_call": ("input", "custom_tool_call_output"),
}
_PLAIN_TYPES = frozenset(
    (
        *("message", "reasoning", "compaction", "program", "additional_tools", "mcp_list_tools"),
        *("mcp_approval_request", "mcp_approval_response"),
    )
)
_SUFFIXES = ("_call", "_output")
_PART_TEXT = {"output_text": "text", "refusal": "refusal", "reasoning_text": "text"}


class ItemFields:
    """The documented fields of items and their parts, with the places that messages name."""

    __slots__ = ("item", "part", "place")

    def __init__(self, place: str) -> None:
        self.place = place
        inner = place + "."
        self.item: dict[str, tuple[Field, ...]] = {
            "message": (
                required(inner, "id", str),
                required(inner, "status", str),
                required(inner, "role", str),
                required(inner, "content", list),
            ),
            "reasoning": (
                required(inner, "id", str),
                required(inner, "summary", list),
                optional(inner, "content", list),
                optional(inner, "encrypted_content", str),
            ),
            "function_call": (
                required(inner, "call_id", str),
                required(inner, "name", str),
                required(inner, "arguments", str),
            ),
            "custom_tool_call": (
                required(inner, "call_id", str),
                required(inner, "name", str),
                required(inner, "input", str),
            ),
        }
        within = f"{inner}content[]."
        self.part: dict[str, tuple[Field, ...]] = {
            "output_text": (required(within, "text", str), required(within, "annotations", list)),
            "refusal": (required(within, "refusal", str),),
            "reasoning_text": (required(within, "text", str),),
        }


def check_item(item: Item, fields: ItemFields, log: AnomalyLog) -> None:
    """An item has a known type and that type's fields, and so have its parts."""
    kind = as_text(item.get("type"))
    place = fields.place
    if kind is None:
        log.add(AnomalyKind.FIELD_REQUIRED_MISSING, f"{place}.type", "absent")
        return
    if kind not in _PLAIN_TYPES and not kind.endswith(_SUFFIXES):
        log.add(AnomalyKind.ENUM_UNKNOWN, f"{place}.type", f'"{kind}"')
    # The call's own anomalies speak of arguments that are no text.
    known = fields.item.get(kind, ())
    check_fields(item, tuple(f for f in known if f.name != "arguments"), log)
    if kind == "function_call":
        _check_arguments(item, f"{place}.arguments", log)
    elif kind == "message" and item.get("role") not in (None, "assistant"):
        log.add(AnomalyKind.ROLE_INVALID, f"{place}.role", repr(item["role"]))
    for part in map(as_object, as_array(item.get("content"))):
        _check_part(part, fields, log)


def _check_arguments(item: Item, place: str, log: AnomalyLog) -> None:
    if "arguments" not in item:
        log.add(AnomalyKind.FIELD_REQUIRED_MISSING, place, "absent")
    elif not isinstance(item["arguments"], str):
        detail = f"is {type_name(item['arguments'])}"
        log.add(AnomalyKind.TOOL_ARGUMENTS_NOT_STRING, place, detail)


def _check_part(part: Item, fields: ItemFields, log: AnomalyLog) -> None:
    kind = as_text(part.get("type"))
    place = f"{fields.place}.content[].type"
    if kind is None:
        log.add(AnomalyKind.FIELD_REQUIRED_MISSING, place, "absent")
    elif kind not in fields.part:
        log.add(AnomalyKind.ENUM_UNKNOWN, place, f'"{kind}"')
    else:
        check_fields(part, fields.part[kind], log)


def text_of(items: Sequence[Item], kind: str) -> str:
    """All texts of one kind of part in messages, joined: `output_text` or `refusal`."""
    name = _PART_TEXT[kind]
    return "".join(
        as_text(part.get(name)) or ""
        for item in items
        if item.get("type") == "message"
        for part in map(as_object, as_array(item.get("content")))
        if part.get("type") == kind
    )


def reasoning_of(items: Sequence[Item]) -> str | None:
    """Summaries and open reasoning, joined; None where nothing of either is shown."""
    found: list[str] = []
    for item in items:
        if item.get("type") == "reasoning":
            for name in ("summary", "content"):
                parts = map(as_object, as_array(item.get(name)))
                found += [as_text(part.get("text")) or "" for part in parts]
    return "".join(found) or None


def calls_of(items: Sequence[Item]) -> tuple[ToolCall, ...]:
    """Calls that wait for the caller's result, in order."""
    return tuple(_call(item) for item in items if as_text(item.get("type")) in ANSWERED)


def _call(item: Item) -> ToolCall:
    given = item.get(ANSWERED[str(item["type"])][0])
    text = given if isinstance(given, str) else json_text(given)
    return ToolCall(
        as_text(item.get("call_id")), as_text(item.get("name")), "" if given is None else text
    )


def freeform_of(items: Sequence[Item]) -> frozenset[str]:
    """Names of custom tools among the calls: their input is any text."""
    names = (item.get("name") for item in items if item.get("type") == "custom_tool_call")
    return frozenset(name for name in names if isinstance(name, str))


def signatures_of(items: Sequence[Item]) -> tuple[str, ...]:
    """Encrypted content, which a client hands back unread."""
    found = (item.get("encrypted_content") for item in items)
    return tuple(text for text in found if isinstance(text, str) and text)


def tools_within(items: Sequence[Json]) -> Iterator[Item]:
    """Definitions of tools that items bring along: results of a tool search, additional tools."""
    for item in map(as_object, items):
        if item.get("type") in ("tool_search_output", "additional_tools"):
            yield from map(as_object, as_array(item.get("tools")))

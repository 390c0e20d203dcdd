"""The fields of a request body by the names that call sites have: see `RequestField.name`."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping

from migrate_check.domain.json_value import Json

_OWN = frozenset({"function", "custom"})
"""Types of tools that the caller runs."""
_CLOSED = frozenset({"contents", "documents", "functions", "input", "messages", "system", "tools"})
"""Lists and texts of the caller's own: nothing in them is a field, but for marks and tool types."""


def sent_fields(
    route: str, body: Mapping[str, Json] | None, headers: tuple[tuple[str, str], ...] = ()
) -> dict[str, frozenset[str]]:
    """Wire name → values as compact JSON. Keys one level down are named `above.key`."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, value in (body or {}).items():
        key = _camel(name) if route == "gemini" else name
        found[key].add(_compact(value))
        if isinstance(value, dict) and key not in _CLOSED:
            for inner, of_inner in value.items():
                nested = _camel(inner) if route == "gemini" else inner
                found[f"{key}.{nested}"].add(_compact(of_inner))
    for tool in _list((body or {}).get("tools")):
        for kind in _built_in(route, tool):
            found[f"tools:{kind}"].add(_compact(tool))
    if any(_has_mark((body or {}).get(part)) for part in ("messages", "system", "tools")):
        found["cache_control"].add('{"type":"ephemeral"}')
    for header, text in headers:
        found[f"header:{header.lower()}"].add(_compact(text))
    return {name: frozenset(values) for name, values in found.items()}


def content_kinds(body: Json) -> frozenset[str]:
    """Types of what is asked beyond text, such as `image_url`: code does not tell of them."""
    return frozenset(_kinds(body))


_OTHER_CONTENT = frozenset(
    {"document", "file", "fileData", "image", "image_url", "inlineData", "inline_data"}
    | {"input_audio", "input_file", "input_image"}
)


def _kinds(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        kind = value.get("type")
        if isinstance(kind, str) and kind in _OTHER_CONTENT:
            yield kind
        yield from (key for key in value if key in _OTHER_CONTENT)
        for inner in value.values():
            yield from _kinds(inner)
    elif isinstance(value, list):
        for item in value:
            yield from _kinds(item)


def _built_in(route: str, tool: Json) -> Iterator[str]:
    if not isinstance(tool, dict):
        return
    if route == "gemini":
        yield from (
            _camel(key) for key in tool if _camel(key) not in ("functionDeclarations", "type")
        )
    elif isinstance(tool.get("type"), str) and tool["type"] not in _OWN:
        yield str(tool["type"])


def _has_mark(value: Json) -> bool:
    if isinstance(value, dict):
        return "cache_control" in value or any(_has_mark(each) for each in value.values())
    return isinstance(value, list) and any(_has_mark(each) for each in value)


def _camel(name: str) -> str:
    """Gemini takes both spellings."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _compact(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

"""The request fields of a body that stands in a script or a file as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from migrate_check.domain.call_site import Certainty, Fact, RequestField
from migrate_check.inventory.loose_json import Loose, Unknown

_CONTENT = frozenset(
    {"contents", "file", "image", "input", "messages", "prompt", "system", "systemInstruction"}
)
_NOT_ENTERED = _CONTENT | {"tools", "functions", "toolConfig", "requests"}
_GEMINI_CONFIG = "generationConfig"
_LONGEST = 80


def body_fields(body: Mapping[str, Loose], route: str, line: int) -> list[RequestField]:
    """All fields of the body but the model, in order of name; nested ones one level down."""
    found: dict[str, RequestField] = {}
    for written, value in body.items():
        name = _camel(written) if route.startswith("gemini") else written
        if name == "model":
            continue
        for field in _fields(name, value, line):
            own = written if name != written and field.name == name else ""
            found[field.name] = RequestField(
                field.name, field.value, field.certainty, field.line, own
            )
    if _has_key([body.get(key) for key in ("messages", "system", "tools")], "cache_control"):
        found.setdefault("cache_control", _field("cache_control", Unknown(), line))
    return [found[name] for name in sorted(found)]


def _fields(name: str, value: Loose, line: int) -> Iterator[RequestField]:
    if name != _GEMINI_CONFIG or not isinstance(value, dict):
        yield _field(name, value, line)
    if name == "tools" and isinstance(value, list):
        for tool in value:
            for kind in _built_in(tool):
                yield _field(f"tools:{kind}", Unknown(), line)
    elif isinstance(value, dict) and name not in _NOT_ENTERED:
        for key, inner in value.items():
            key = _camel(key) if name == _GEMINI_CONFIG else key
            yield _field(f"{name}.{key}", inner, line)


def _field(name: str, value: Loose, line: int) -> RequestField:
    return RequestField(name, _literal(name, value), Certainty.LITERAL, line)


def _literal(name: str, value: Loose) -> str | None:
    if name in _CONTENT or not _is_plain(value):
        return None
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if len(text) <= _LONGEST else None


def _is_plain(value: Loose) -> bool:
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return not isinstance(value, Unknown) and not (isinstance(value, str) and is_open(value))


OPEN, CLOSE = "\ue000", "\ue001"
"""Around the name of a variable that a text depends on."""


def is_open(text: str) -> bool:
    """Whether the text has parts that are not known."""
    return OPEN in text


_OF_FUNCTIONS = frozenset(
    {
        "cacheControl",
        "description",
        "function",
        "functionDeclarations",
        "inputSchema",
        "name",
        "parameters",
    }
)


def _built_in(tool: Loose) -> Iterator[str]:
    """Types of tools that the provider runs; a function of one's own has none."""
    if not isinstance(tool, dict):
        return
    kind = tool.get("type")
    if isinstance(kind, str):
        if kind not in ("function", "custom"):
            yield kind
        return
    yield from sorted({_camel(key) for key in tool} - _OF_FUNCTIONS)


def _has_key(value: Loose, key: str) -> bool:
    waiting: list[Loose] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if key in item:
                return True
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return False


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)


def body_model(body: Mapping[str, Loose]) -> Fact:
    """The model as the body names it."""
    value = body.get("model")
    if isinstance(value, str) and not is_open(value):
        return Fact(value, Certainty.LITERAL, "literal")
    return Fact(None, Certainty.UNKNOWN, "not named" if value is None else "not seen in the code")

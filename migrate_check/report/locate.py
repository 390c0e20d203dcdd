"""Finding the place a finding talks about in a JSON document.

A location such as `choices[].delta.role` is a path without indices; in streams the event's name,
or `chunk`, stands before it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from migrate_check.domain.json_value import Json

Place: TypeAlias = tuple[str | int, ...]
"""Keys and indices from the root."""
_SEGMENT = re.compile(r"\[\d*\]|[^.\[\]]+")
_DEPTH_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Match:
    """The deepest place on the way to a location."""

    place: Place
    matched: int
    """Segments of the location that exist."""
    whole: bool


def segments(location: str) -> tuple[str, ...]:
    """`choices[].delta.role` as its steps; `[]` is any element."""
    return tuple("[]" if one.startswith("[") else one for one in _SEGMENT.findall(location))


def locate(document: Json, path: Sequence[str]) -> Match:
    """The first place in document order that goes furthest along the path."""
    best = _follow(document, path[:_DEPTH_LIMIT], ())
    return Match(best, len(best), bool(path) and len(best) == len(path))


def _follow(value: Json, path: Sequence[str], place: Place) -> Place:
    if not path:
        return place
    if path[0] == "[]" and isinstance(value, list):
        best = place
        for index, item in enumerate(value):
            found = _follow(item, path[1:], (*place, index))
            if len(found) > len(best):
                best = found
            if len(best) == len(place) + len(path):
                break
        return best
    if isinstance(value, dict) and path[0] in value:
        return _follow(value[path[0]], path[1:], (*place, path[0]))
    return place


def printed(
    value: Json, place: Place = (), label: str = "", tail: str = ""
) -> Iterator[tuple[Place, str]]:
    """The document as indented lines, each with the place of the value that it belongs to."""
    indent = "  " * len(place)
    if isinstance(value, (dict, list)) and value and len(place) < _DEPTH_LIMIT:
        opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
        yield place, f"{indent}{label}{opening}"
        entries: list[tuple[str | int, Json]] = list(
            value.items() if isinstance(value, dict) else enumerate(value)
        )
        for number, (key, item) in enumerate(entries, start=1):
            name = f"{_text(key)}: " if isinstance(key, str) else ""
            yield from printed(item, (*place, key), name, "," if number < len(entries) else "")
        yield place, f"{indent}{closing}{tail}"
    else:
        yield place, f"{indent}{label}{_text(value)}{tail}"


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)

"""Which fields of which JSON types a body has, wherever they are."""

from __future__ import annotations

from collections.abc import Iterable

from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ShapePath

_TYPE_NAMES: dict[type, str] = {
    dict: "object",
    list: "array",
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
}
# Deeper nesting is no wire format's, and would meet Python's recursion limit.
_DEPTH_LIMIT = 64


class _Place:
    """A path: the types seen there, and how often objects had it."""

    __slots__ = ("children", "item", "objects", "seen", "types")

    def __init__(self) -> None:
        self.types: set[type] = set()
        self.children: dict[str, _Place] = {}
        self.item: _Place | None = None
        self.objects = 0
        self.seen = 0


def shape_of(roots: Iterable[tuple[str, Json]], opaque: frozenset[str]) -> frozenset[ShapePath]:
    """Shape of an answer: one root named "" for a body, one per event for a stream.

    Roots of one name are siblings of each other, as are the elements of an array: a key that only
    some of them have is also `absent`. `opaque` paths are leaves.
    """
    places: dict[str, _Place] = {}
    for name, value in roots:
        place = places.get(name)
        if place is None:
            place = places[name] = _Place()
        _walk(value, place, 0)
    found: list[ShapePath] = []
    for name, place in places.items():
        _list(place, name, opaque, found)
    return frozenset(found)


def _walk(value: Json, place: _Place, depth: int) -> None:
    place.types.add(type(value))
    if depth > _DEPTH_LIMIT:
        return
    if isinstance(value, dict):
        _walk_object(value, place, depth)
    elif isinstance(value, list) and value:
        item = place.item
        if item is None:
            item = place.item = _Place()
        for child in value:
            _walk(child, item, depth + 1)


def _walk_object(value: dict[str, Json], place: _Place, depth: int) -> None:
    place.objects += 1
    children = place.children
    for key, child in value.items():
        below = children.get(key)
        if below is None:
            below = children[key] = _Place()
        below.seen += 1
        if type(child) is dict or type(child) is list:
            _walk(child, below, depth + 1)
        else:
            below.types.add(type(child))


def _list(place: _Place, path: str, opaque: frozenset[str], found: list[ShapePath]) -> None:
    if path:
        found.extend([ShapePath(path, _TYPE_NAMES[kind]) for kind in place.types])
    if path in opaque:
        return
    prefix = f"{path}." if path else ""
    for key, child in place.children.items():
        below = prefix + key
        if child.seen < place.objects:
            found.append(ShapePath(below, "absent"))
        _list(child, below, opaque, found)
    if place.item is not None:
        _list(place.item, f"{path}[]", opaque, found)

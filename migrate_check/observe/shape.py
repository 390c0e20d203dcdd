"""Which fields of which JSON types a body has, wherever they are.

A value is first reduced to its structure: keys and types without values. Answers to one case share
a handful of structures, so the paths of each are worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ShapePath

Structure: TypeAlias = "type | tuple[tuple[str, Structure], ...] | frozenset[Structure]"
"""A scalar's Python type, an object's keys with their structures, or an array's distinct items."""

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


def shape_of(roots: Iterable[tuple[str, Json]], opaque: frozenset[str]) -> frozenset[ShapePath]:
    """Shape of an answer: one root named "" for a body, one per event for a stream.

    Roots of one name are siblings of each other, as are the elements of an array: a key that only
    some of them have is also `absent`. `opaque` paths are leaves.
    """
    return _paths(frozenset([(name, _structure(value, 0)) for name, value in roots]), opaque)


def _structure(value: Json, depth: int) -> Structure:
    if depth <= _DEPTH_LIMIT:
        below = depth + 1
        if isinstance(value, dict):
            return tuple(
                [
                    (
                        key,
                        _structure(child, below)
                        if type(child) is dict or type(child) is list
                        else type(child),
                    )
                    for key, child in value.items()
                ]
            )
        if isinstance(value, list):
            return frozenset([_structure(child, below) for child in value])
    return type(value)


class _Place:
    """A path: the types seen there, and how many of the objects above had it."""

    __slots__ = ("children", "item", "objects", "seen", "types")

    def __init__(self) -> None:
        self.types: set[type] = set()
        self.children: dict[str, _Place] = {}
        self.item: _Place | None = None
        self.objects = 0
        self.seen = 0


@lru_cache(maxsize=4096)
def _paths(roots: frozenset[tuple[str, Structure]], opaque: frozenset[str]) -> frozenset[ShapePath]:
    places: dict[str, _Place] = {}
    for name, structure in roots:
        _place_structure(structure, places.setdefault(name, _Place()))
    found: list[ShapePath] = []
    for name, place in places.items():
        _list_paths(place, name, opaque, found)
    return frozenset(found)


def _place_structure(structure: Structure, place: _Place) -> None:
    if isinstance(structure, tuple):
        place.types.add(dict)
        place.objects += 1
        for key, child in structure:
            below = place.children.setdefault(key, _Place())
            below.seen += 1
            _place_structure(child, below)
    elif isinstance(structure, frozenset):
        place.types.add(list)
        for child in structure:
            place.item = place.item or _Place()
            _place_structure(child, place.item)
    else:
        place.types.add(structure)


def _list_paths(place: _Place, path: str, opaque: frozenset[str], found: list[ShapePath]) -> None:
    if path:
        found.extend(ShapePath(path, _TYPE_NAMES[kind]) for kind in place.types)
    if path in opaque:
        return
    prefix = f"{path}." if path else ""
    for key, child in place.children.items():
        below = prefix + key
        if child.seen < place.objects:
            found.append(ShapePath(below, "absent"))
        _list_paths(child, below, opaque, found)
    if place.item is not None:
        _list_paths(place.item, f"{path}[]", opaque, found)

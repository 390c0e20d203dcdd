"""Frozen dataclasses as JSON and back: attribute names are the keys, in order of definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from migrate_check.domain.json_value import Json


def plain(value: Any) -> Json:
    """Dataclasses, enums, tuples and mappings of them as JSON."""
    if isinstance(value, Enum):
        return plain(value.value)
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    known: Json = value
    return known


def typed(kind: Any, value: Json) -> Any:
    """The value of that type that `plain` made `value` of. The document is valid already."""
    if get_origin(kind) is UnionType:
        kinds = [one for one in get_args(kind) if one is not NoneType]
        return None if value is None else typed(kinds[0], value)
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(typed(get_args(kind)[0], item) for item in value)
    if is_dataclass(kind) and isinstance(kind, type) and isinstance(value, dict):
        types = _types(kind)
        return kind(**{name: typed(types[name], item) for name, item in value.items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)

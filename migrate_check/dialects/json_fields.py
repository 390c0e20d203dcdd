"""Reading of untrusted JSON objects: typed access, and tables of documented fields."""

from __future__ import annotations

from typing import NamedTuple

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json

_NAMES = {
    dict: "object",
    list: "array",
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
}
_ABSENT = object()


def as_object(value: Json) -> dict[str, Json]:
    """The object itself; anything else is an empty one."""
    return value if isinstance(value, dict) else {}


def as_array(value: Json) -> list[Json]:
    """The array itself; anything else is an empty one."""
    return value if isinstance(value, list) else []


def as_text(value: Json) -> str | None:
    """The string itself, else None."""
    return value if isinstance(value, str) else None


def as_integer(value: Json) -> int | None:
    """The integer itself, else None; a boolean is no integer."""
    return value if type(value) is int else None


def type_name(value: object) -> str:
    """JSON's name of the value's type."""
    return _NAMES.get(type(value), "unknown")


class Field(NamedTuple):
    """A documented field: where it is, and the Python types that it may have."""

    name: str
    types: frozenset[type]
    location: str


def required(prefix: str, name: str, *types: type) -> Field:
    """A field that every such object has. `NoneType` among the types allows null."""
    return Field(name, frozenset(types), prefix + name)


def optional(prefix: str, name: str, *types: type) -> Field:
    """A field that may be absent or null."""
    return Field(name, frozenset((*types, type(None), object)), prefix + name)


def check_fields(document: dict[str, Json], fields: tuple[Field, ...], log: AnomalyLog) -> None:
    """Note documented fields that are missing or have another type; other fields are free."""
    for name, types, location in fields:
        # The sentinel's type is `object`, which only optional fields allow.
        value: object = document.get(name, _ABSENT)
        if type(value) not in types:
            if value is _ABSENT:
                log.add(AnomalyKind.FIELD_REQUIRED_MISSING, location, "absent")
            else:
                log.add(AnomalyKind.FIELD_WRONG_TYPE, location, f"is {type_name(value)}")

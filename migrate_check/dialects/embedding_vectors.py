"""Vectors as embedding answers carry them: lists of numbers, or base64 of float32."""

from __future__ import annotations

import base64
import binascii
import struct

from migrate_check.dialects.json_fields import as_array, type_name
from migrate_check.domain.json_value import Json

FLOAT = "float"
BASE64 = "base64"
_BYTES_PER_NUMBER = 4
_NUMBERS = frozenset((int, float))
_NOTHING: tuple[float, ...] = ()


def read_vector(value: Json) -> tuple[str, tuple[float, ...]]:
    """Encoding and values. The values are empty where nothing can be decoded."""
    if isinstance(value, str):
        return BASE64, _from_base64(value)
    if isinstance(value, list):
        return FLOAT, _from_list(value)
    return type_name(value), _NOTHING


def _from_base64(text: str) -> tuple[float, ...]:
    """Little-endian float32, as numpy and the official SDKs read them."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return _NOTHING
    count, rest = divmod(len(data), _BYTES_PER_NUMBER)
    return _NOTHING if rest else struct.unpack(f"<{count}f", data)


def _from_list(items: list[Json]) -> tuple[float, ...]:
    if not set(map(type, items)) <= _NUMBERS:
        return _NOTHING
    try:
        return tuple(map(float, items))  # type: ignore[arg-type]  # the line above proves it
    except OverflowError:
        return _NOTHING


def inputs_of(value: Json) -> int | None:
    """How many vectors a request's `input` asks for; None where it is nothing that may be sent.

    A list of integers is one text, given as tokens.
    """
    if isinstance(value, str):
        return 1
    items = as_array(value)
    kinds = set(map(type, items))
    if kinds == {int}:
        return 1
    return len(items) if kinds in ({str}, {list}) else None

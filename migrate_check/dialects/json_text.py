"""JSON text to values and back: strict, fast, and total on what providers really send."""

from __future__ import annotations

import json
from typing import NoReturn

import orjson

from migrate_check.domain.json_value import Json


def parse_json(text: str | bytes) -> Json:
    """The document. Raises ValueError for anything else, NaN, Infinity and bad UTF-8 included.

    Lone surrogates (`"\\ud83d"`) are accepted, as every JavaScript and Python client accepts them;
    orjson refuses them, hence the slower second try.
    """
    try:
        document: Json = orjson.loads(text)
    except orjson.JSONDecodeError:
        return _parse_leniently(text)
    return document


def _parse_leniently(text: str | bytes) -> Json:
    try:
        document: Json = json.loads(text, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return document


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def json_text(value: Json) -> str:
    """Compact JSON text; lone surrogates and big numbers are kept. Empty if nested too deeply."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        pass
    try:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=True)
    except RecursionError:
        return ""

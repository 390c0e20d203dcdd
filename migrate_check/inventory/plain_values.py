"""Plain values of the code as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable

from migrate_check.inventory.neutral import Expr, Flag, Items, Null, Number, Record, Text

LONGEST_VALUE = 80


def as_json(expr: Expr, level: int = 0) -> str | None:
    """A plain value as JSON, up to 80 characters."""
    value = _value(expr, level)
    if value is _NO_VALUE:
        return None
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else None


_NO_VALUE = object()


def _value(expr: Expr, level: int) -> object:
    match expr:
        case Text():
            return expr.value
        case Number():
            return _number(expr.text)
        case Flag():
            return expr.value
        case Null():
            return None
        case Items() if level < 4 and len(expr.items) <= 20:
            return _all(_value(item, level + 1) for item in expr.items)
        case Record() if level < 4 and len(expr.entries) <= 20:
            return _record(expr, level)
    return _NO_VALUE


def _record(expr: Record, level: int) -> object:
    found: dict[str, object] = {}
    for entry in expr.entries:
        value = _value(entry.value, level + 1)
        if not isinstance(entry.key, Text) or value is _NO_VALUE:
            return _NO_VALUE
        found[entry.key.value] = value
    return found


def _all(values: Iterable[object]) -> object:
    listed = list(values)
    return _NO_VALUE if any(value is _NO_VALUE for value in listed) else listed


def _number(text: str) -> object:
    plain = text.replace("_", "").replace(" ", "")
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        return float(plain)
    except ValueError:
        return _NO_VALUE

"""JSON that a program writes out as text, with its own values in between, as a record."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Sequence

from migrate_check.inventory.neutral import (
    Entry,
    Expr,
    Flag,
    Items,
    Null,
    Number,
    Opaque,
    Record,
    Template,
    Text,
)
from migrate_check.inventory.readers.strings import join

LONGEST = 100_000
"""Characters of a text that is read; longer ones are data, no request."""
_DEEPEST = 40
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"?', re.DOTALL)
_HOLE = re.compile("\ufdd0(\\d+)\ufdd1")


def json_record(expr: Text | Template) -> Record | None:
    """The object that the text writes; None where it is none."""
    parts = expr.parts if isinstance(expr, Template) else (expr,)
    if not isinstance(parts[0], Text) or not parts[0].value.lstrip().startswith("{"):
        return None
    text = _written(parts)
    try:
        value = json.loads(text, strict=False) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        return None
    found = _shown(value, parts, expr.line, 0)
    return found if isinstance(found, Record) else None


def _written(parts: Sequence[Expr]) -> str:
    """Values as marks: within quotes as they are, else in quotes of their own."""
    text = ""
    for at, part in enumerate(parts):
        if isinstance(part, Text):
            text += part.value
        else:
            mark = f"\ufdd0{at}\ufdd1"
            text += mark if _within_quotes(text) else f'"{mark}"'
    return text


def _within_quotes(text: str) -> bool:
    last = next(iter(deque(_QUOTED.finditer(text), maxlen=1)), None)
    if last is None or last.end() < len(text):
        return False
    return not (len(last[0]) > 1 and re.search(r'(?<!\\)(?:\\\\)*"$', last[0][1:]))


def _shown(value: object, parts: Sequence[Expr], line: int, level: int) -> Expr:
    if level > _DEEPEST:
        return Opaque("too deep", line)
    if isinstance(value, dict):
        entries = (
            Entry(Text(str(key), line), _shown(item, parts, line, level + 1))
            for key, item in value.items()
        )
        return Record(tuple(entries), line)
    if isinstance(value, list):
        return Items(tuple(_shown(item, parts, line, level + 1) for item in value), line)
    if isinstance(value, bool):
        return Flag(value, line)
    if value is None:
        return Null(line)
    if isinstance(value, int | float):
        return Number(str(value), line)
    return _text(str(value), parts, line)


def _text(value: str, parts: Sequence[Expr], line: int) -> Expr:
    """A string, with the program's values where their marks are."""
    pieces: list[Expr] = []
    for at, piece in enumerate(_HOLE.split(value)):
        if at % 2 == 0:
            pieces += [Text(piece, line)] if piece else []
        elif int(piece) < len(parts):
            pieces.append(parts[int(piece)])
    return pieces[0] if len(pieces) == 1 else join(tuple(pieces), line)

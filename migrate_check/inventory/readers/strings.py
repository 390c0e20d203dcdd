"""String literals: escapes, and parts put together."""

from __future__ import annotations

import re
import textwrap

from migrate_check.inventory.neutral import Expr, Template, Text

_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n|.))")
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "\n": "", "\r\n": ""}


def unescape(text: str) -> str:
    """The value of a literal's inside, by the escapes that most languages share."""
    return _ESCAPE.sub(_escaped, text) if "\\" in text else text


def _escaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is None:
        return _SHORT.get(match[4], match[4])
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"


def join(parts: tuple[Expr, ...], line: int) -> Expr:
    """Parts as one string: neighbouring texts become one, one text alone is a `Text`."""
    flat: list[Expr] = []
    for part in parts:
        inner = part.parts if isinstance(part, Template) else (part,)
        for piece in inner:
            last = flat[-1] if flat else None
            if isinstance(last, Text) and isinstance(piece, Text):
                flat[-1] = Text(last.value + piece.value, last.line)
            else:
                flat.append(piece)
    if not flat:
        return Text("", line)
    first = flat[0]
    return first if len(flat) == 1 and isinstance(first, Text) else Template(tuple(flat), line)


def text_block(text: str) -> str:
    """The inside of a block with its own lines, without the indent that all lines share."""
    first, newline, rest = text.partition("\n")
    if not newline or first.strip():
        return text
    return textwrap.dedent(rest).rstrip(" \t")

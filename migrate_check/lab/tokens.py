"""A simple stable tokenizer: pieces of about four bytes whose concatenation is the text."""

from __future__ import annotations

import re

_TOKEN = re.compile(r" ?[^\W\d_]{1,7}| ?\d{1,3}|[^\w\s]{1,2}|\s+|.", re.DOTALL)
_WIDE = re.compile(r"[^\x00-\x7f]")


def split(text: str) -> tuple[str, ...]:
    """Tokens in order; joined they are the text again. Wide characters are tokens of their own."""
    if text.isascii():
        return tuple(_TOKEN.findall(text))
    tokens: list[str] = []
    for piece in _TOKEN.findall(text):
        tokens += list(piece) if _WIDE.search(piece) else [piece]
    return tuple(tokens)


def count(text: str) -> int:
    """Number of tokens."""
    return len(split(text))

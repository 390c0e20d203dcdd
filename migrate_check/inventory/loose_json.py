"""JSON as scripts write it: bare variables, jq's object notation, commas and comments too many.

Whatever is no plain value is UNKNOWN; nothing raises, however broken or deep the text is.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TypeAlias

_DEEPEST = 40
_TOKEN = re.compile(
    r"""\s*(?:(?P<string>"(?:\\.|[^"\\])*")|(?P<single>'(?:\\.|[^'\\])*')|(?P<mark>[{}\[\]:,])"""
    r"""|(?P<open>\()|(?P<word>[^\s{}\[\]:,"'()]+)|(?P<other>.))""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that the text does not say."""

    written: str = ""


UNKNOWN = Unknown()
Loose: TypeAlias = "dict[str, Loose] | list[Loose] | str | int | float | bool | Unknown | None"


def parse_loose(text: str) -> Loose:
    """The value that the text writes; UNKNOWN where it begins with none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return _Parser(text).value(0)
    return _plain(value, 0)


def _plain(value: object, depth: int) -> Loose:
    if depth > _DEEPEST:
        return UNKNOWN
    if isinstance(value, dict):
        return {str(key): _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value]
    if value is None or isinstance(value, str | int | float):
        return value
    return UNKNOWN


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = [
            (found.lastgroup or "other", found[found.lastgroup or "other"])
            for found in _TOKEN.finditer(text.strip())
        ]
        self._at = 0

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        self._at += 1
        return token

    def value(self, depth: int) -> Loose:
        """The next value; what follows it up to the next comma or bracket makes it UNKNOWN."""
        kind, text = self._next()
        value: Loose
        if depth > _DEEPEST:
            value = UNKNOWN
        elif text == "{" and kind == "mark":
            value = self._object(depth)
        elif text == "[" and kind == "mark":
            value = self._array(depth)
        else:
            value = _scalar(kind, text)
        return UNKNOWN if self._rest() else value

    def _rest(self) -> bool:
        """Skips to the end of the expression; whether there was more of it."""
        more = False
        depth = 0
        while self._at < len(self._tokens):
            kind, text = self._peek()
            if depth == 0 and (kind == "mark" and text in ",]}"):
                break
            depth += (text in ("{", "[") and kind == "mark") or kind == "open"
            depth -= (text in ("}", "]") and kind == "mark") or text == ")"
            more = True
            self._at += 1
        return more

    def _object(self, depth: int) -> Loose:
        found: dict[str, Loose] = {}
        while (token := self._next())[1] != "}" and token[0] != "end":
            kind, text = token
            if kind == "mark":
                continue
            key = _key(kind, text)
            if self._peek() == ("mark", ":"):
                self._next()
                found[key] = self.value(depth + 1)
            else:
                # jq: `{$model}` and `{model}` stand for a variable and a field of that name.
                found[key] = Unknown(text)
                self._rest()
        return found

    def _array(self, depth: int) -> Loose:
        found: list[Loose] = []
        while self._peek() != ("mark", "]") and self._peek()[0] != "end":
            if self._peek() == ("mark", ","):
                self._next()
            else:
                found.append(self.value(depth + 1))
                if self._peek() == ("mark", "}"):
                    self._next()
        self._next()
        return found


def _key(kind: str, text: str) -> str:
    if kind in ("string", "single"):
        value = _scalar(kind, text)
        return value if isinstance(value, str) else text
    return text.lstrip("$.")


def _scalar(kind: str, text: str) -> Loose:
    if kind == "string":
        try:
            value = json.loads(text, strict=False)
        except ValueError:
            value = text[1:-1]
        return value if isinstance(value, str) else UNKNOWN
    if kind == "single":
        return text[1:-1]
    if kind == "word":
        return _word(text)
    return UNKNOWN


def _word(text: str) -> Loose:
    words: dict[str, bool | None] = {"true": True, "false": False, "null": None}
    if text in words:
        return words[text]
    if re.fullmatch(r"-?\d+", text) and len(text) < 20:
        return int(text)
    if re.fullmatch(r"-?\d*\.?\d+(?:[eE][-+]?\d+)?", text) and len(text) < 40:
        return float(text)
    return Unknown(text)

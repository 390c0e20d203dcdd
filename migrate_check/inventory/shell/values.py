"""What a word of a script is worth: its text, and of each part of it how it is known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from migrate_check.domain.call_site import Certainty, Fact
from migrate_check.inventory.body_fields import CLOSE, OPEN

DOUBT = (Certainty.LITERAL, Certainty.RESOLVED, Certainty.MAYBE, Certainty.UNKNOWN)
"""From sure to not known."""
REFERENCE = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
COMMAND = "(command)"
"""Name of the reference that stands for a command's output."""


@dataclass(frozen=True, slots=True)
class Value:
    """A text in which what is not known stands as a reference to a variable."""

    text: str
    certainty: Certainty = Certainty.LITERAL
    origin: str = "literal"
    env: tuple[str, ...] = ()
    parts: tuple[Value, ...] = ()
    """What it is put together from, none of them with parts itself; empty: of one piece."""
    words: tuple[Value, ...] = ()
    """The items, of an array."""
    written_at: int | None = None
    """Line where the text begins, where it stands elsewhere than at its use."""

    @property
    def references(self) -> tuple[str, ...]:
        """Names of the variables that are not known, COMMAND for the output of a command."""
        return tuple(REFERENCE.findall(self.text))

    @property
    def known(self) -> bool:
        """Whether all of the text is known."""
        return OPEN not in self.text

    def shown(self) -> str:
        """The text with references as a shell writes them."""
        return REFERENCE.sub(r"$\1", self.text)

    def cut(self, start: int, end: int | None = None) -> Value:
        """A piece of it, which is known as its own parts are."""
        end = len(self.text) if end is None else end
        if not self.parts:
            return replace(self, text=self.text[start:end], words=())
        found: list[Value] = []
        at = 0
        for part in self.parts:
            low, high = max(start - at, 0), min(end - at, len(part.text))
            if low < high:
                found.append(replace(part, text=part.text[low:high]))
            at += len(part.text)
        return joined(found)

    def about(self, text: str) -> Value:
        """The piece that reads so; all of it, should it be written in another way."""
        at = self.text.find(text) if text else -1
        return replace(self, text=text, parts=()) if at < 0 else self.cut(at, at + len(text))

    def fact(self) -> Fact:
        """As a fact; a text with references has no value."""
        if self.known:
            return Fact(self.text or None, self.certainty, self.origin, self.env)
        return Fact(None, Certainty.UNKNOWN, self.origin, self.env)


def reference(name: str) -> Value:
    """A variable that the script does not set: of the environment, or an argument."""
    text = f"{OPEN}{name}{CLOSE}"
    if is_argument(name):
        return Value(text, Certainty.UNKNOWN, f"argument ${name}")
    if name == COMMAND:
        return Value(text, Certainty.UNKNOWN, "the output of a command")
    return Value(text, Certainty.UNKNOWN, f"environment variable {name}", (name,))


def is_argument(name: str) -> bool:
    """Whether it is a script's or function's own argument."""
    return name.isdigit() or name in ("@", "*")


def defaulted(name: str, default: Value) -> Value:
    """`${NAME:-default}` where the script does not set it."""
    if is_argument(name):
        origin = f"argument ${name}, by default"
        return replace(default, certainty=Certainty.MAYBE, origin=origin, parts=())
    origin = f'environment variable {name}, default "{default.shown()[:60]}"'
    certainty = max(Certainty.RESOLVED, default.certainty, key=DOUBT.index)
    return Value(default.text, certainty, origin, (name, *default.env))


def joined(values: Iterable[Value]) -> Value:
    """Values put together to one word."""
    given = [value for value in values if value.text]
    if len(given) < 2:
        return given[0] if given else Value("")
    parts = tuple(part for value in given for part in (value.parts or (value,)))
    worst = max(parts, key=lambda part: DOUBT.index(part.certainty))
    env = tuple(dict.fromkeys(name for part in parts for name in part.env))
    written = next((v.written_at for v in given if v.written_at is not None), None)
    text = "".join(part.text for part in parts)
    return Value(text, worst.certainty, worst.origin, env, parts, (), written)

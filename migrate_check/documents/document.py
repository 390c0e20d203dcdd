"""A parsed file or set of options that can say where each of its values was written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from migrate_check.domain.errors import UsageError
from migrate_check.domain.json_value import Json

KeyPath: TypeAlias = tuple[str | int, ...]
"""Keys and indices from the root: `("cases", 0, "request")`."""

_KEY_LIKE = re.compile(r"\b(?:sk|pk|rk|tr|mt|gsk|xai|AIza)[-_][A-Za-z0-9_-]{8,}")


@dataclass(frozen=True, slots=True)
class Document:
    """A value with its places. `error` is raised for what is wrong in it."""

    value: Json
    source: str
    """Path as the user gave it."""
    places: Mapping[KeyPath, str]
    """`file:line`, or the option that gave the value."""
    error: type[UsageError]

    def place(self, path: KeyPath) -> str:
        """Where the value, or else the nearest value around it, was written."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.places:
                return self.places[path[:end]]
        return self.source

    def fail(self, path: KeyPath, message: str) -> UsageError:
        """The error to raise: `file:line: message`, one line, with what looks like a key masked."""
        line = " ".join(f"{self.place(path)}: {message}".split())
        return self.error(_KEY_LIKE.sub("***", line))


def dotted(path: KeyPath) -> str:
    """`cases[0].request` for messages."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text

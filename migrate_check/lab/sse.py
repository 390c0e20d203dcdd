"""Server-sent events as the lab writes and edits them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TypeAlias

from migrate_check.domain.json_value import Json
from migrate_check.lab.wire import Pieces

JsonObject: TypeAlias = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its name, if it has one, and its data, which is one line."""

    name: str | None
    data: str

    @property
    def document(self) -> JsonObject | None:
        """The data when it is a JSON object, else None. A new object at each call."""
        try:
            value = json.loads(self.data)
        except ValueError:
            return None
        return value if isinstance(value, dict) else None

    def encode(self) -> bytes:
        """The bytes on the wire, blank line included."""
        head = "" if self.name is None else f"event: {self.name}\n"
        return f"{head}data: {self.data}\n\n".encode()


Events: TypeAlias = AsyncIterator[Event]


def dump(value: Json) -> str:
    """JSON as providers write it: compact, and not escaped to ASCII."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


async def encoded(events: Events) -> Pieces:
    """Each event as one piece."""
    async for event in events:
        yield event.encode()


async def decoded(pieces: Pieces) -> Events:
    """Events of a stream that uses line feeds, as the lab's provider does."""
    rest = b""
    async for piece in pieces:
        *blocks, rest = (rest + piece).split(b"\n\n")
        for block in blocks:
            yield _event(block.decode())


def _event(block: str) -> Event:
    fields = dict(line.split(": ", 1) for line in block.split("\n"))
    return Event(fields.get("event"), fields["data"])

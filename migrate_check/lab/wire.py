"""What the lab's servers and proxy pass to each other: a request, an answer, an application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from migrate_check.domain.exchange import Headers, header

Pieces: TypeAlias = AsyncIterator[bytes]
"""A body in pieces; each piece is one write and one HTTP chunk."""


@dataclass(frozen=True, slots=True)
class LabRequest:
    """A complete request as it came in."""

    method: str
    target: str
    """Path and query."""
    headers: Headers
    body: bytes

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    def header(self, name: str) -> str | None:
        """Value by case-insensitive name, else None."""
        return header(self.headers, name)


@dataclass(frozen=True, slots=True)
class Answer:
    """A response. Bytes are sent with a content length, pieces with chunked encoding."""

    status: int
    headers: Headers
    body: bytes | Pieces

    def with_headers(self, *added: tuple[str, str], without: tuple[str, ...] = ()) -> Answer:
        """The same answer with headers appended; those of the same name and `without` go."""
        dropped = {name.lower() for name, _ in added} | {name.lower() for name in without}
        kept = tuple(pair for pair in self.headers if pair[0].lower() not in dropped)
        return replace(self, headers=kept + added)


class CutOff(Exception):
    """Raised by a body to break the connection off without ending the response properly."""


App: TypeAlias = Callable[[LabRequest], Awaitable[Answer]]
"""An HTTP application. It never raises for what a client sends."""

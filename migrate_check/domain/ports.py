"""What the workflows need from the outside world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from migrate_check.domain.exchange import Exchange, Headers, Side
from migrate_check.domain.plan import ExchangePair


class Clock(Protocol):
    """Time, so that tests can set it."""

    def now_iso(self) -> str:
        """UTC, ISO 8601 with milliseconds."""

    def monotonic_ns(self) -> int:
        """Monotonic nanoseconds."""


@dataclass(frozen=True, slots=True, repr=False)
class Outgoing:
    """A request ready to be sent. Holds secrets: never keep or print it."""

    method: str
    url: str
    headers: Headers
    body: bytes
    hang_up_after: int | None = None
    """Close the connection after so many network chunks of a successful answer."""
    take: str = ""
    """Tells requests of equal bytes apart in a recording, where their answers must not swap."""


class Sender(Protocol):
    """Sends one request and returns what came of it; never raises for what the network does."""

    async def send(self, side: Side, request: Outgoing) -> Exchange:
        """Send; the returned exchange is redacted."""

    async def close(self) -> None:
        """Release connections, or write the cassette."""


class PairSink(Protocol):
    """Receives each pair as soon as both sides are done."""

    def add(self, pair: ExchangePair) -> None:
        """Keep it. Called in order of completion."""

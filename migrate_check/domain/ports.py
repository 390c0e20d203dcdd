"""What the workflows need from the outside world."""

from __future__ import annotations

from typing import Protocol

from migrate_check.domain.exchange import Exchange, Headers, Side
from migrate_check.domain.plan import ExchangePair


class Clock(Protocol):
    """Time, so that tests can set it."""

    def now_iso(self) -> str:
        """UTC, ISO 8601 with milliseconds."""

    def monotonic_ns(self) -> int:
        """Monotonic nanoseconds."""


class Sender(Protocol):
    """Sends one request and returns what came of it; never raises for what the network does."""

    async def send(
        self, side: Side, method: str, url: str, headers: Headers, body: bytes
    ) -> Exchange:
        """Send; the returned exchange is redacted."""

    async def close(self) -> None:
        """Release connections, or write the cassette."""


class PairSink(Protocol):
    """Receives each pair as soon as both sides are done."""

    def add(self, pair: ExchangePair) -> None:
        """Keep it. Called in order of completion."""

"""Collects one answer as it arrives, within bounded memory."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from migrate_check.domain.exchange import (
    Chunk,
    Exchange,
    Headers,
    Request,
    Response,
    TransportFailure,
)
from migrate_check.domain.ports import Clock

MAX_CHUNKS = 100_000
"""Further chunks are merged into the last one: a body in single bytes must not eat the memory."""

KEPT_OF_TOO_LARGE = 64 * 1024
"""Bytes of a body above the limit that stay as evidence."""


class End(Enum):
    """Whether more of the body is wanted."""

    NOT_YET = "not yet"
    WHOLE = "whole"
    TOO_LARGE = "too large"
    HUNG_UP = "hung up"


@dataclass(frozen=True, slots=True)
class Head:
    """Status line and header lines as received."""

    status: int
    http_version: str
    headers: Headers


class Capture:
    """One request's stamps and the part of the answer that has arrived so far.

    Offsets count from `mark_sent`: the moment before the first byte of the request is written to
    a connection that stands already. So name look-up, TCP and TLS handshakes are outside, the
    upload of the request is inside, and an answer that overtakes the upload is still positive.
    """

    def __init__(self, clock: Clock, max_body_bytes: int, hang_up_after: int | None = None) -> None:
        self._clock = clock
        self._limit = max_body_bytes
        self._hang_up_after = hang_up_after
        self._started_at = clock.now_iso()
        self._sent_ns: int | None = None
        self._head_ns: int | None = None
        self._head: Head | None = None
        self._body = bytearray()
        self._chunks: list[Chunk] = []

    def mark_sent(self) -> None:
        """Call before the request's first byte is written; the last call counts."""
        self._sent_ns = self._clock.monotonic_ns()

    def mark_head(self) -> None:
        """Call when the response head has arrived; the last call counts."""
        self._head_ns = self._offset_ns()

    def head(self, head: Head) -> None:
        """Keep the response head."""
        self._head = head

    def add(self, data: bytes) -> End:
        """Keep a piece of the body, and tell whether to stop here.

        An error is read whole even where a success would be hung up on: it is what gets judged.
        """
        offset_ns = self._offset_ns() or 0
        self._body += data
        if len(self._chunks) < MAX_CHUNKS:
            self._chunks.append(Chunk(offset_ns, len(data)))
        else:
            self._chunks[-1] = Chunk(offset_ns, self._chunks[-1].length + len(data))
        if len(self._body) > self._limit:
            self._cut()
            return End.TOO_LARGE
        return End.HUNG_UP if self._enough() else End.NOT_YET

    def _enough(self) -> bool:
        after, head = self._hang_up_after, self._head
        success = head is not None and 200 <= head.status < 300
        return after is not None and success and len(self._chunks) >= after

    def _cut(self) -> None:
        """Drop all but the beginning of the body."""
        del self._body[KEPT_OF_TOO_LARGE:]
        kept: list[Chunk] = []
        left = len(self._body)
        for chunk in self._chunks:
            if left == 0:
                break
            kept.append(Chunk(chunk.offset_ns, min(chunk.length, left)))
            left -= kept[-1].length
        self._chunks = kept

    def exchange(self, request: Request, failure: TransportFailure | None) -> Exchange:
        """What came of `request`; call at the last byte or at the failure."""
        return Exchange(request, self._response(), failure, self._started_at, self._offset_ns())

    def _response(self) -> Response | None:
        if self._head is None:
            return None
        return Response(
            status=self._head.status,
            http_version=self._head.http_version,
            headers=self._head.headers,
            body=bytes(self._body),
            chunks=tuple(self._chunks),
            head_ns=self._head_ns,
        )

    def _offset_ns(self) -> int | None:
        if self._sent_ns is None:
            return None
        return self._clock.monotonic_ns() - self._sent_ns

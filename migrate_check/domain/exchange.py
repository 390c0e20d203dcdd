"""What went over the wire: one request and its response or transport failure, per side."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

Headers = tuple[tuple[str, str], ...]
"""Header lines as sent or received: order, case and repetitions kept."""


class Side(StrEnum):
    """Whose answer it is: the reference or the one under test."""

    BASELINE = "baseline"
    CANDIDATE = "candidate"


class FailureKind(StrEnum):
    """Why there is no complete response. An HTTP error status is not among them: it is data."""

    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT_CONNECT = "timeout(connect)"
    TIMEOUT_READ = "timeout(read)"
    TIMEOUT_TOTAL = "timeout(total)"
    RESET = "reset"
    TRUNCATED = "truncated"
    PROTOCOL = "protocol"
    TOO_LARGE = "too-large"
    NOT_SENT = "not-sent"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class TransportFailure:
    """An answer that never came, or broke off.

    `detail` is safe to show (no secrets). `NOT_SENT` means that a later turn could not be built
    from what this side answered before; `CANCELLED` that we hung up, because the case says so.
    """

    kind: FailureKind
    detail: str


@dataclass(frozen=True, slots=True)
class Request:
    """A request as sent, with secrets already replaced by redaction marks."""

    method: str
    url: str
    headers: Headers
    body: bytes


class Chunk(NamedTuple):
    """One piece of the body as the network delivered it."""

    offset_ns: int
    """Arrival, in monotonic nanoseconds since the request was sent."""
    length: int
    """Bytes of the raw body."""


@dataclass(frozen=True, slots=True)
class Response:
    """A response, complete or cut off: `Exchange.failure` tells which.

    `body` holds the raw bytes after transfer decoding and before content decoding.
    `chunks` is empty where arrival was not measured (replay of a cassette).
    """

    status: int
    http_version: str
    headers: Headers
    body: bytes
    chunks: tuple[Chunk, ...]
    head_ns: int | None
    """Arrival of the response head, in nanoseconds since the request was sent."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came of it. `response` may be partial when `failure` is set."""

    request: Request
    response: Response | None
    failure: TransportFailure | None
    started_at: str
    """UTC, ISO 8601."""
    end_ns: int | None
    """Last byte or failure, in nanoseconds since the request was sent; None when not measured."""


def header(headers: Headers, name: str) -> str | None:
    """The value of a header by case-insensitive name; repetitions joined by comma, else None."""
    wanted = name.lower()
    values = [value for key, value in headers if key.lower() == wanted]
    return ", ".join(values) if values else None

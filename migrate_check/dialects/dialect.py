"""What every wire format provides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from migrate_check.domain.anomaly import Anomaly
from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ApiError, Asked, Reply, StreamEvent
from migrate_check.domain.scenario import NextTurn, Route


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one body says in this dialect."""

    reply: Reply | None
    error: ApiError | None
    anomalies: tuple[Anomaly, ...]
    content_events: tuple[int, ...] = ()
    """Indices of the stream events that carried content, for timing."""


UNREAD = Parsed(reply=None, error=None, anomalies=())
"""A body in which a dialect reads nothing."""


class Dialect(Protocol):
    """A wire format. Pure: bytes and values in, values out."""

    route: Route
    path: str
    """From the server's root: `/v1/chat/completions`. `{model}` stands for the model's id."""
    stream_path: str
    """The path that streams; the same one where the body asks for the stream."""
    method: str
    """`POST`, or `GET` for lists."""
    stream_field: str | None
    """The boolean of the body that asks for a stream; None where the path does, or nothing."""
    fixed_headers: Headers
    """Sent with every request, such as `anthropic-version`."""
    opaque_paths: frozenset[str]
    """Subtrees that hold the caller's or the model's own data; shapes stop there."""

    def key_headers(self, key: str) -> Headers:
        """Credentials as this dialect's official SDK sends them."""

    def asked(self, body: Json, url: str = "") -> Asked:
        """What a request demands. Tolerates any JSON; `url` matters where it asks for a stream."""

    def parse_document(self, document: Json, status: int, asked: Asked) -> Parsed:
        """An unstreamed body that is JSON, of any status."""

    def parse_bytes(self, data: bytes, content_type: str, asked: Asked) -> Parsed:
        """A successful body that is neither JSON nor a stream: sound, an image, plain text."""

    def parse_stream(self, events: tuple[StreamEvent, ...], asked: Asked) -> Parsed:
        """A whole stream, run through the dialect's automaton. Total: any events are accepted."""

    def next_body(
        self, sent: dict[str, Json], answer: Json | tuple[StreamEvent, ...], turn: NextTurn
    ) -> dict[str, Json] | None:
        """The next turn's request body: the side's own assistant message unchanged, then `turn`.

        None when the answer has no assistant message, or no call for the tool results.
        """

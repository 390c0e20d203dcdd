"""What all dialects do with a body: error or reply, and a stream through its automaton."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.api_errors import is_error_document, read_error
from migrate_check.dialects.dialect import Parsed
from migrate_check.dialects.json_fields import as_object, type_name
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ApiError, Asked, Reply, StreamEvent


class Reading(NamedTuple):
    """How one dialect reads an unstreamed body."""

    envelope: str
    """Of its errors."""
    foreign: Callable[[dict[str, Json]], str | None]
    """Says what object of another dialect a document is."""
    reply: Callable[[dict[str, Json], Asked, AnomalyLog], Reply | None]


class Automaton(Protocol):
    """A dialect's stream, event by event."""

    error: ApiError | None
    content_events: list[int]

    def take(self, position: int, event: StreamEvent) -> None:
        """The next event."""

    def finish(self) -> Reply | None:
        """After the last event."""


def read_document(document: Json, status: int, asked: Asked, reading: Reading) -> Parsed:
    """An unstreamed body that is JSON, of any status."""
    log = AnomalyLog()
    success = 200 <= status < 300
    if not success or is_error_document(document):
        if success:
            log.add(AnomalyKind.ERROR_IN_2XX, "error", f"status {status}")
        return Parsed(None, read_error(document, reading.envelope, False, log), log.anomalies())
    reply: Reply | None = None
    foreign = reading.foreign(as_object(document))
    if not isinstance(document, dict):
        log.add(AnomalyKind.FIELD_WRONG_TYPE, "body", f"is {type_name(document)}")
    elif foreign:
        log.add(AnomalyKind.OBJECT_FOREIGN, "body", foreign)
    else:
        reply = reading.reply(document, asked, log)
    return Parsed(reply, None, log.anomalies())


def read_stream(events: tuple[StreamEvent, ...], stream: Automaton, log: AnomalyLog) -> Parsed:
    """A whole stream; `log` is the one that the automaton writes to."""
    for position, event in enumerate(events):
        stream.take(position, event)
    reply = stream.finish()
    if reply is None and stream.error is None and not log.anomalies():
        log.add(AnomalyKind.STREAM_EMPTY, "stream", "no event of this format")
    return Parsed(reply, stream.error, log.anomalies(), tuple(stream.content_events))

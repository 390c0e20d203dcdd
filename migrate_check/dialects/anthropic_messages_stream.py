"""The automaton of a Messages stream.

`message_start`, then blocks one after the other (`content_block_start`, deltas that fit the block,
`content_block_stop`), then `message_delta` with the stop reason, then `message_stop`. `ping` may
come anywhere. An `error` event ends it all.
"""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.anthropic_blocks import StreamedBlocks
from migrate_check.dialects.anthropic_usage import check_usage
from migrate_check.dialects.anthropic_words import (
    check_calls,
    check_message_head,
    check_signatures,
    check_stop,
    foreign_object,
    message_fields,
    read_message,
)
from migrate_check.dialects.api_errors import ANTHROPIC, is_error_document, read_error
from migrate_check.dialects.json_fields import (
    as_integer,
    as_object,
    as_text,
    check_fields,
    required,
    type_name,
)
from migrate_check.dialects.tool_calls import ToolPlaces
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ApiError, Asked, Reply, StreamEvent

_BLOCK = "content_block_start.content_block"
PLACES = ToolPlaces(
    call=_BLOCK,
    id=_BLOCK + ".id",
    name=_BLOCK + ".name",
    arguments="content_block_delta.delta.partial_json",
    text="content_block_delta.delta.text",
)
_START_FIELDS = message_fields("message_start.message.")
_SIGNATURE = "content_block_delta.delta.signature"
_STOP_REASON = "message_delta.delta.stop_reason"
_BLOCK_EVENTS = frozenset(("content_block_start", "content_block_delta", "content_block_stop"))
_EVENTS = _BLOCK_EVENTS | {"message_start", "message_delta", "message_stop", "ping"}
_DELTA_FIELDS = (
    required("message_delta.", "delta", dict),
    required("message_delta.", "usage", dict),
)
_DELTA_USAGE_FIELDS = (required("message_delta.usage.", "output_tokens", int),)


class MessageStream:
    """Takes the events of one stream in order; `finish` says what a whole stream lacks."""

    __slots__ = (
        "_asked",
        "_ended",
        "_log",
        "_pings",
        "_usage",
        "blocks",
        "content_events",
        "error",
        "message",
    )

    def __init__(self, asked: Asked, log: AnomalyLog) -> None:
        self._asked = asked
        self._log = log
        self._ended = False
        self._pings = 0
        self._usage: dict[str, Json] = {}
        self.message: dict[str, Json] | None = None
        """The message as announced, with what `message_delta` adds. None before its start."""
        self.blocks = StreamedBlocks(log)
        self.content_events: list[int] = []
        self.error: ApiError | None = None

    def take(self, position: int, event: StreamEvent) -> None:
        """The next event."""
        document = event.document
        if event.name == "ping" or as_object(document).get("type") == "ping":
            self._pings += 1
        elif self._ended:
            self._after_end(event)
        elif event.data.strip() == "[DONE]":
            self._log.add(AnomalyKind.EVENT_UNKNOWN, "[DONE]", "OpenAI's end of stream")
        elif isinstance(document, dict):
            self._take_document(position, event.name, document)
        elif document is None and event.data.strip() != "null":
            self._log.add(AnomalyKind.EVENT_NOT_JSON, "data", repr(event.data[:80]))
        else:
            self._log.add(AnomalyKind.FIELD_WRONG_TYPE, "data", f"is {type_name(document)}")

    def finish(self) -> Reply | None:
        """After the last event: the reply, None when no message event came."""
        if self.message is None and not self.blocks.assembled():
            return None
        if self.error is None:
            self._check_end()
        if self._usage:
            check_usage(self._usage, bool(self.content_events), self._log)
        blocks = self.blocks.assembled()
        reply = read_message(self.message or {}, blocks, self._usage or None)
        check_stop(reply.finish_reason, bool(reply.tool_calls), _STOP_REASON, self._log)
        check_calls(reply, self._asked, PLACES, self._log)
        check_signatures(blocks, reply.finish_reason, _SIGNATURE, self._log)
        return reply

    def _after_end(self, event: StreamEvent) -> None:
        if as_object(event.document).get("type") == "message_stop":
            self._log.add(AnomalyKind.STREAM_TERMINAL_REPEATED, "message_stop", "twice")
        else:
            detail = repr(event.data[:80])
            self._log.add(AnomalyKind.STREAM_DATA_AFTER_END, "message_stop", detail)

    def _take_document(self, position: int, name: str | None, document: dict[str, Json]) -> None:
        foreign = foreign_object(document)
        if is_error_document(document) or name == "error":
            self._log.add(AnomalyKind.STREAM_ERROR_EVENT, "error", "error event in the stream")
            self.error = self.error or read_error(document, ANTHROPIC, True, self._log)
        elif foreign:
            self._log.add(AnomalyKind.OBJECT_FOREIGN, "data", foreign)
        else:
            self._take_typed(position, name, document)

    def _take_typed(self, position: int, name: str | None, document: dict[str, Json]) -> None:
        kind = self._kind(name, document)
        if kind not in _EVENTS:
            self._log.add(AnomalyKind.EVENT_UNKNOWN, "data.type", f'"{kind}"')
            return
        if self.message is None and kind != "message_start":
            self._log.add(AnomalyKind.STREAM_START_MISSING, "message_start", f"{kind} came first")
        if kind in _BLOCK_EVENTS:
            self._take_block_event(position, kind, document)
        elif kind == "message_start":
            self._start(document)
        elif kind == "message_delta":
            self._delta(document)
        else:
            self._ended = True

    def _kind(self, name: str | None, document: dict[str, Json]) -> str:
        """The event's type, after its two names were compared."""
        kind = as_text(document.get("type"))
        if kind is None:
            self._log.add(AnomalyKind.FIELD_REQUIRED_MISSING, "data.type", "absent")
            # The SDKs go by the event's name.
            kind = name or ""
        if name is None:
            self._log.add(AnomalyKind.EVENT_NAME_MISSING, "event", f"before data of {kind}")
        elif name != kind:
            self._log.add(AnomalyKind.EVENT_NAME_MISMATCH, "event", f"{name} with data of {kind}")
        return kind

    def _take_block_event(self, position: int, kind: str, document: dict[str, Json]) -> None:
        reason = as_text((self.message or {}).get("stop_reason"))
        if reason and kind != "content_block_stop":
            place = "message_delta"
            self._log.add(
                AnomalyKind.STREAM_CONTENT_AFTER_FINISH, place, f'{kind} after "{reason}"'
            )
        if self.blocks.take(kind, document):
            self.content_events.append(position)

    def _start(self, document: dict[str, Json]) -> None:
        if self.message is not None:
            self._log.add(AnomalyKind.STREAM_START_REPEATED, "message_start", "a second one")
            return
        message = as_object(document.get("message"))
        if not message:
            place = "message_start.message"
            self._log.add(AnomalyKind.FIELD_REQUIRED_MISSING, place, "absent or empty")
        else:
            check_fields(message, _START_FIELDS, self._log)
            check_message_head(message, "message_start.message.", self._log)
        if message.get("id") == "":
            self._log.add(AnomalyKind.STREAM_ID_EMPTY, "message_start.message.id", '""')
        self.message = dict(message)
        self._merge_usage(message, "message_start.message.usage")

    def _delta(self, document: dict[str, Json]) -> None:
        if self.message is None:
            self.message = {}
        check_fields(document, _DELTA_FIELDS, self._log)
        self.blocks.check_all_stopped("message_delta")
        delta = as_object(document.get("delta"))
        reason, known = as_text(delta.get("stop_reason")), self.message.get("stop_reason")
        if reason and known:
            detail = f'"{known}", then "{reason}"'
            self._log.add(AnomalyKind.STREAM_FINISH_REPEATED, _STOP_REASON, detail)
        elif reason is not None:
            self.message["stop_reason"] = reason
        if isinstance(document.get("usage"), dict):
            check_fields(as_object(document["usage"]), _DELTA_USAGE_FIELDS, self._log)
        self._merge_usage(document, "message_delta.usage")

    def _merge_usage(self, holder: dict[str, Json], place: str) -> None:
        """The later count wins, as in the SDKs: counts are cumulative."""
        usage = holder.get("usage")
        if not isinstance(usage, dict):
            self._log.add(AnomalyKind.USAGE_MISSING, place, f"is {type_name(usage)}")
            return
        for name, value in usage.items():
            if value is not None:
                self._usage[name] = value

    def _check_end(self) -> None:
        self.blocks.check_all_stopped("end")
        message = self.message or {}
        if not message.get("stop_reason"):
            self._log.add(AnomalyKind.STREAM_FINISH_MISSING, _STOP_REASON, "never set")
        if not self._ended:
            self._log.add(AnomalyKind.STREAM_TERMINAL_MISSING, "message_stop", "absent")
        if self._usage and as_integer(self._usage.get("input_tokens")) is None:
            place = "message_start.message.usage.input_tokens"
            self._log.add(AnomalyKind.FIELD_REQUIRED_MISSING, place, "on no event")

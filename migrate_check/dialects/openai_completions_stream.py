"""The older completions' stream: the same object again and again, each with a piece of text."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.api_errors import OPENAI, is_error_document, read_error
from migrate_check.dialects.json_fields import (
    as_array,
    as_integer,
    as_object,
    as_text,
    check_fields,
    optional,
    required,
)
from migrate_check.dialects.openai_completions_words import (
    FINISH,
    FINISH_REASONS,
    OBJECT,
    foreign_object,
    reply_of,
)
from migrate_check.dialects.openai_usage import check_usage, read_usage
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ApiError, Asked, Reply, StreamEvent, Usage

_DONE = "[DONE]"
_CHUNK_FIELDS = (
    required("chunk.", "id", str),
    required("chunk.", "object", str),
    required("chunk.", "created", int),
    required("chunk.", "model", str),
    required("chunk.", "choices", list),
)
_CHOICE_FIELDS = (
    required("chunk.choices[].", "text", str),
    optional("chunk.choices[].", "finish_reason", str),
)


class CompletionStream:
    """Takes events one by one. The first choice is what a caller reads."""

    def __init__(self, asked: Asked, log: AnomalyLog) -> None:
        self.error: ApiError | None = None
        self.content_events: list[int] = []
        self._asked = asked
        self._log = log
        self._first: dict[str, Json] = {}
        self._texts: dict[int, list[str]] = {}
        self._finished: dict[int, str] = {}
        self._usage: Usage | None = None
        self._ended = False

    def take(self, position: int, event: StreamEvent) -> None:
        """The next event."""
        if self._ended:
            self._log.add(AnomalyKind.STREAM_DATA_AFTER_END, "after [DONE]", event.data)
        elif event.data == _DONE:
            self._ended = True
        elif event.document is None:
            self._log.add(AnomalyKind.EVENT_NOT_JSON, "chunk", event.data)
        elif is_error_document(event.document):
            self._log.add(AnomalyKind.STREAM_ERROR_EVENT, "stream", event.data)
            self.error = read_error(event.document, OPENAI, True, self._log)
        else:
            self._chunk(position, as_object(event.document))

    def finish(self) -> Reply | None:
        """After the last event."""
        if self.error is None and self._first:
            self._check_end()
        if not self._first:
            return None
        first = min(self._texts, default=0)
        text = "".join(self._texts.get(first, ()))
        reply = reply_of(self._first, text, self._finished.get(first), len(self._texts))
        return replace(reply, usage=self._usage)

    def _chunk(self, position: int, chunk: dict[str, Json]) -> None:
        foreign = foreign_object(chunk)
        if foreign:
            self._log.add(AnomalyKind.OBJECT_FOREIGN, "chunk", foreign)
            return
        check_fields(chunk, _CHUNK_FIELDS, self._log)
        name = chunk.get("object")
        if isinstance(name, str) and name != OBJECT:
            self._log.add(AnomalyKind.ENUM_UNKNOWN, "chunk.object", f'"{name}"')
        if self._first and chunk.get("id") != self._first.get("id"):
            self._log.add(AnomalyKind.STREAM_ID_CHANGED, "chunk.id", "another id")
        self._first = self._first or chunk
        for choice in map(as_object, as_array(chunk.get("choices"))):
            self._choice(position, choice)
        self._count(chunk)

    def _choice(self, position: int, choice: dict[str, Json]) -> None:
        check_fields(choice, _CHOICE_FIELDS, self._log)
        index = as_integer(choice.get("index"))
        if index is None:
            self._log.add(AnomalyKind.STREAM_INDEX_MISSING, "chunk.choices[].index", "absent")
        number, text = index or 0, as_text(choice.get("text")) or ""
        pieces = self._texts.setdefault(number, [])
        if text:
            if number in self._finished:
                place = "chunk.choices[].text"
                self._log.add(AnomalyKind.STREAM_CONTENT_AFTER_FINISH, place, repr(text))
            self.content_events.append(position)
            pieces.append(text)
        self._finish(number, as_text(choice.get("finish_reason")))

    def _finish(self, number: int, reason: str | None) -> None:
        if not reason:
            return
        # OpenAI repeats the reason on an empty last chunk.
        if self._finished.get(number, reason) != reason:
            self._log.add(AnomalyKind.STREAM_FINISH_REPEATED, FINISH, f'"{reason}"')
        if reason not in FINISH_REASONS:
            self._log.add(AnomalyKind.ENUM_UNKNOWN, FINISH, f'"{reason}"')
        self._finished.setdefault(number, reason)

    def _count(self, chunk: dict[str, Json]) -> None:
        usage = chunk.get("usage")
        if not isinstance(usage, dict):
            return
        self._usage = read_usage(usage)
        if not as_array(chunk.get("choices")):
            check_usage(usage, any(self._texts.values()), self._log)
            if not self._asked.include_usage:
                self._log.add(AnomalyKind.USAGE_UNASKED, "usage", "a chunk with usage alone")

    def _check_end(self) -> None:
        if not self._ended:
            self._log.add(AnomalyKind.STREAM_DONE_MISSING, "end of stream", "no [DONE]")
        if not self._texts or self._texts.keys() - self._finished.keys():
            self._log.add(AnomalyKind.STREAM_FINISH_MISSING, FINISH, "on no chunk")
        if self._asked.include_usage and self._usage is None:
            self._log.add(AnomalyKind.USAGE_MISSING, "usage", "on no chunk, though asked for")

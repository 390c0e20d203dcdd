"""The automaton of a Gemini stream.

Every event is a whole answer with a piece of the content, unnamed. One chunk of each candidate has
a finish reason, the last one. Usage is on every chunk, and the last one counts. Nothing marks the
end: `[DONE]` is another format's, and Google's own SDK fails to parse it.
"""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.api_errors import GEMINI, is_error_document, read_error
from migrate_check.dialects.gemini_reply import FINISH_PLACE, GeminiAnswer
from migrate_check.dialects.gemini_words import foreign_object
from migrate_check.dialects.json_fields import type_name
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ApiError, Asked, Reply, StreamEvent


class ContentStream:
    """Takes the events of one stream in order; `finish` says what a whole stream lacks."""

    __slots__ = ("_asked", "_log", "answer", "content_events", "error")

    def __init__(self, asked: Asked, log: AnomalyLog) -> None:
        self._asked = asked
        self._log = log
        self.answer = GeminiAnswer(log)
        self.content_events: list[int] = []
        self.error: ApiError | None = None

    def take(self, position: int, event: StreamEvent) -> None:
        """The next event."""
        document = event.document
        if document is None and event.data.strip() != "null":
            self._log.add(AnomalyKind.EVENT_NOT_JSON, "data", repr(event.data[:80]))
        elif is_error_document(document):
            self._log.add(AnomalyKind.STREAM_ERROR_EVENT, "error", "error event in the stream")
            self.error = self.error or read_error(document, GEMINI, True, self._log)
        else:
            self.take_chunk(position, document)

    def take_chunk(self, position: int, document: Json) -> None:
        """A chunk, from an event or from an array of all chunks."""
        if not isinstance(document, dict):
            self._log.add(AnomalyKind.FIELD_WRONG_TYPE, "data", f"is {type_name(document)}")
        elif foreign := foreign_object(document):
            self._log.add(AnomalyKind.OBJECT_FOREIGN, "data", foreign)
        elif self.answer.take(document):
            self.content_events.append(position)

    def finish(self) -> Reply | None:
        """After the last event: the reply, None when no chunk came."""
        answer = self.answer
        if not answer.chunks:
            return None
        if answer.finish is None and answer.blocked is None and self.error is None:
            self._log.add(AnomalyKind.STREAM_FINISH_MISSING, FINISH_PLACE, "on no chunk")
        return answer.reply(self._asked)

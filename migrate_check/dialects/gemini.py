"""Gemini: `generateContent` and its streams, on Google AI and on Vertex AI."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.api_errors import GEMINI, is_error_document
from migrate_check.dialects.dialect import UNREAD, Parsed
from migrate_check.dialects.gemini_reply import GeminiAnswer, read_reply
from migrate_check.dialects.gemini_request import build_next, read_asked
from migrate_check.dialects.gemini_stream import ContentStream
from migrate_check.dialects.gemini_words import foreign_object
from migrate_check.dialects.json_fields import as_array, as_object
from migrate_check.dialects.reading import Reading, read_document, read_stream
from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, StreamEvent
from migrate_check.domain.scenario import NextTurn, Route

_READING = Reading(GEMINI, foreign_object, read_reply)
_OPAQUE = (
    "candidates[].content.parts[].functionCall.args",
    "candidates[].content.parts[].toolCall.args",
    "candidates[].content.parts[].toolResponse.response",
    "candidates[].groundingMetadata",
)


class Gemini:
    """`POST /v1beta/models/{model}:generateContent` and `:streamGenerateContent`."""

    route = Route.GEMINI
    path = "/v1beta/models/{model}:generateContent"
    stream_path = "/v1beta/models/{model}:streamGenerateContent?alt=sse"
    method = "POST"
    stream_field: str | None = None
    fixed_headers: Headers = ()
    opaque_paths = frozenset(prefix + path for path in _OPAQUE for prefix in ("", "chunk.", "[]."))

    def key_headers(self, key: str) -> Headers:
        """Google's own header."""
        return (("x-goog-api-key", key),)

    def asked(self, body: Json, url: str = "") -> Asked:
        """What a request demands. Tolerates any JSON."""
        return read_asked(body, url)

    def parse_document(self, document: Json, status: int, asked: Asked) -> Parsed:
        """A body that is JSON: one answer, an error, or the array that a stream is without SSE."""
        if isinstance(document, list) and 200 <= status < 300 and not is_error_document(document):
            return _read_array(document, asked)
        parsed = read_document(document, status, asked, _READING)
        if not asked.array or parsed.reply is None:
            return parsed
        detail = "is object, where the stream was asked for as an array"
        wrong = Anomaly(AnomalyKind.FIELD_WRONG_TYPE, "body", detail)
        return Parsed(parsed.reply, None, (wrong, *parsed.anomalies))

    def parse_bytes(self, data: bytes, content_type: str, asked: Asked) -> Parsed:
        """This format has no such answers."""
        return UNREAD

    def parse_stream(self, events: tuple[StreamEvent, ...], asked: Asked) -> Parsed:
        """A whole stream, run through the automaton."""
        log = AnomalyLog()
        return read_stream(events, ContentStream(asked, log), log)

    def next_body(
        self, sent: dict[str, Json], answer: Json | tuple[StreamEvent, ...], turn: NextTurn
    ) -> dict[str, Json] | None:
        """The next turn's request body; None when the answer has no content to go on from."""
        content = _content_of(answer)
        return build_next(sent, content, turn) if content.get("parts") else None


def _read_array(documents: list[Json], asked: Asked) -> Parsed:
    log = AnomalyLog()
    if not (asked.array or asked.stream):
        log.add(AnomalyKind.FIELD_WRONG_TYPE, "body", "is array, where one answer was asked for")
    stream = ContentStream(asked, log)
    for position, document in enumerate(documents):
        stream.take(position, StreamEvent(None, "", document, None))
    reply = stream.finish()
    if reply is None and stream.error is None and not log.anomalies():
        log.add(AnomalyKind.STREAM_EMPTY, "stream", "an array without an answer")
    return Parsed(reply, stream.error, log.anomalies())


def _content_of(answer: Json | tuple[StreamEvent, ...]) -> dict[str, Json]:
    """The model's content as it goes back: as it came, or its pieces joined."""
    if isinstance(answer, dict):
        first = as_array(answer.get("candidates"))[:1]
        return as_object(as_object(first[0]).get("content")) if first else {}
    documents = [event.document for event in answer] if isinstance(answer, tuple) else answer
    joined = GeminiAnswer(AnomalyLog())
    for document in as_array(documents):
        joined.take(as_object(document))
    return {"role": "model", "parts": [*joined.content.parts]}

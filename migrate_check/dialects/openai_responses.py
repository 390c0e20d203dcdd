"""OpenAI Responses."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.api_errors import OPENAI
from migrate_check.dialects.dialect import UNREAD, Parsed
from migrate_check.dialects.json_fields import as_array, as_object, as_text
from migrate_check.dialects.openai_responses_items import Item
from migrate_check.dialects.openai_responses_reply import failure_of, read_reply
from migrate_check.dialects.openai_responses_request import build_next, read_asked
from migrate_check.dialects.openai_responses_stream import ResponseStream
from migrate_check.dialects.openai_responses_words import foreign_object
from migrate_check.dialects.reading import Reading, read_document, read_stream
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, StreamEvent
from migrate_check.domain.scenario import NextTurn, Route

_READING = Reading(OPENAI, foreign_object, read_reply)
_RESPONSES = ("", *(f"response.{when}.response." for when in ("created", "in_progress", "queued")))
_ENDS = tuple(f"response.{when}.response." for when in ("completed", "incomplete", "failed"))


class OpenAIResponses:
    """`POST /v1/responses`."""

    route = Route.OPENAI_RESPONSES
    path = "/v1/responses"
    stream_path = path
    method = "POST"
    stream_field: str | None = "stream"
    fixed_headers: Headers = ()
    opaque_paths = frozenset(
        # What the caller sent comes back in the response, and what tools were given or found.
        prefix + name
        for prefix in (*_RESPONSES, *_ENDS)
        for name in ("metadata", "tools[].parameters", "text.format.schema", "prompt.variables")
    ) | frozenset(
        f"{item}.{name}"
        for item in (
            *(f"{prefix}output[]" for prefix in (*_RESPONSES, *_ENDS)),
            *("response.output_item.added.item", "response.output_item.done.item"),
        )
        for name in ("arguments", "tools", "results", "outputs", "action", "operation", "queries")
    )

    def key_headers(self, key: str) -> Headers:
        """Bearer token."""
        return (("Authorization", f"Bearer {key}"),)

    def asked(self, body: Json, url: str = "") -> Asked:
        """What a request demands. Tolerates any JSON."""
        return read_asked(body)

    def parse_document(self, document: Json, status: int, asked: Asked) -> Parsed:
        """An unstreamed body that is JSON, of any status."""
        response = as_object(document)
        if not 200 <= status < 300 or response.get("object") != "response":
            return read_document(document, status, asked, _READING)
        log = AnomalyLog()
        error = failure_of(response, False, log)
        if error is not None:
            log.add(AnomalyKind.ERROR_IN_2XX, "error", f"status {status}")
            return Parsed(None, error, log.anomalies())
        return Parsed(read_reply(response, asked, log), None, log.anomalies())

    def parse_bytes(self, data: bytes, content_type: str, asked: Asked) -> Parsed:
        """This format has no such answers."""
        return UNREAD

    def parse_stream(self, events: tuple[StreamEvent, ...], asked: Asked) -> Parsed:
        """A whole stream, run through the automaton."""
        log = AnomalyLog()
        return read_stream(events, ResponseStream(asked, log), log)

    def next_body(
        self, sent: dict[str, Json], answer: Json | tuple[StreamEvent, ...], turn: NextTurn
    ) -> dict[str, Json] | None:
        """The next turn's request body; None when the answer has nothing to go on from."""
        identity, output = _streamed(answer) if isinstance(answer, tuple) else _whole(answer)
        return build_next(sent, identity, output, turn) if output else None


def _whole(document: Json) -> tuple[str | None, list[Item]]:
    response = as_object(document)
    output = [as_object(item) for item in as_array(response.get("output"))]
    return as_text(response.get("id")), output


def _streamed(events: tuple[StreamEvent, ...]) -> tuple[str | None, list[Item]]:
    """As clients do: the final response, else the items that the stream made."""
    stream = ResponseStream(read_asked(None), AnomalyLog())
    for position, event in enumerate(events):
        stream.take(position, event)
    return stream.identity, stream.output()

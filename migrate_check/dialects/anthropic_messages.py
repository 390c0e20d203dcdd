"""Anthropic Messages."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.anthropic_messages_reply import read_reply
from migrate_check.dialects.anthropic_messages_request import build_next, read_asked
from migrate_check.dialects.anthropic_messages_stream import MessageStream
from migrate_check.dialects.anthropic_words import RAW_INPUT, foreign_object
from migrate_check.dialects.api_errors import ANTHROPIC
from migrate_check.dialects.dialect import UNREAD, Parsed
from migrate_check.dialects.json_fields import as_array, as_object
from migrate_check.dialects.reading import Reading, read_document, read_stream
from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, StreamEvent
from migrate_check.domain.scenario import NextTurn, Route

_READING = Reading(ANTHROPIC, foreign_object, read_reply)


class AnthropicMessages:
    """`POST /v1/messages`."""

    route = Route.ANTHROPIC_MESSAGES
    path = "/v1/messages"
    stream_path = path
    method = "POST"
    stream_field: str | None = "stream"
    fixed_headers: Headers = (("anthropic-version", "2023-06-01"),)
    opaque_paths = frozenset(
        (
            "content[].input",
            "content[].content",
            "content_block_start.content_block.input",
            "content_block_start.content_block.content",
        )
    )

    def key_headers(self, key: str) -> Headers:
        """Anthropic's own header."""
        return (("x-api-key", key),)

    def asked(self, body: Json, url: str = "") -> Asked:
        """What a request demands. Tolerates any JSON."""
        return read_asked(body)

    def parse_document(self, document: Json, status: int, asked: Asked) -> Parsed:
        """An unstreamed body that is JSON, of any status."""
        return read_document(document, status, asked, _READING)

    def parse_bytes(self, data: bytes, content_type: str, asked: Asked) -> Parsed:
        """This format has no such answers."""
        return UNREAD

    def parse_stream(self, events: tuple[StreamEvent, ...], asked: Asked) -> Parsed:
        """A whole stream, run through the automaton."""
        log = AnomalyLog()
        return read_stream(events, MessageStream(asked, log), log)

    def next_body(
        self, sent: dict[str, Json], answer: Json | tuple[StreamEvent, ...], turn: NextTurn
    ) -> dict[str, Json] | None:
        """The next turn's request body; None when the answer has no content to go on from."""
        if isinstance(answer, tuple):
            content = _streamed_content(answer)
        else:
            content = as_array(as_object(answer).get("content"))
        return build_next(sent, content, turn) if content else None


def _streamed_content(events: tuple[StreamEvent, ...]) -> list[Json]:
    stream = MessageStream(read_asked(None), AnomalyLog())
    for position, event in enumerate(events):
        stream.take(position, event)
    content: list[Json] = []
    for block in stream.blocks.assembled():
        block.pop(RAW_INPUT, None)
        content.append(block)
    return content

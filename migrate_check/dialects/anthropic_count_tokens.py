"""Anthropic's token counter: what a Messages request would cost, without answering it."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.anthropic_messages import AnthropicMessages
from migrate_check.dialects.anthropic_words import foreign_object
from migrate_check.dialects.api_errors import ANTHROPIC
from migrate_check.dialects.dialect import Parsed
from migrate_check.dialects.json_fields import (
    as_integer,
    as_object,
    check_fields,
    optional,
    required,
)
from migrate_check.dialects.reading import Reading, read_document
from migrate_check.dialects.usage_rules import check_negative
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, Reply, StreamEvent, Usage
from migrate_check.domain.scenario import NextTurn, Route

_FIELDS = (required("", "input_tokens", int), optional("", "context_management", dict))


class AnthropicCountTokens(AnthropicMessages):
    """`POST /v1/messages/count_tokens`: a Messages request in, one number out."""

    route = Route.ANTHROPIC_COUNT_TOKENS
    path = "/v1/messages/count_tokens"
    stream_path = path
    stream_field: str | None = None
    opaque_paths: frozenset[str] = frozenset()

    def parse_document(self, document: Json, status: int, asked: Asked) -> Parsed:
        """An unstreamed body that is JSON, of any status."""
        return read_document(document, status, asked, _READING)

    def parse_stream(self, events: tuple[StreamEvent, ...], asked: Asked) -> Parsed:
        """A count is never streamed, so a stream is another route's."""
        log = AnomalyLog()
        log.add(AnomalyKind.OBJECT_FOREIGN, "body", "a stream where one number is due")
        return Parsed(reply=None, error=None, anomalies=log.anomalies())

    def next_body(
        self, sent: dict[str, Json], answer: Json | tuple[StreamEvent, ...], turn: NextTurn
    ) -> dict[str, Json] | None:
        """None: a count has nothing to go on from."""
        return None


def _foreign(document: dict[str, Json]) -> str | None:
    if document.get("type") == "message" or "content" in document:
        return '"message" of Anthropic Messages'
    return foreign_object(document)


def _read_count(document: dict[str, Json], asked: Asked, log: AnomalyLog) -> Reply:
    """The count as a reply's input tokens; what was counted is not answered."""
    check_fields(document, _FIELDS, log)
    check_negative(document, "", log)
    counted = as_integer(document.get("input_tokens"))
    if counted == 0 and as_object(asked.body).get("messages"):
        log.add(AnomalyKind.USAGE_ZERO, "input_tokens", "0 for a prompt with messages")
    return Reply(choices=1, usage=Usage(counted, None, None, None, None, None))


_READING = Reading(ANTHROPIC, _foreign, _read_count)

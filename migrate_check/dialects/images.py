"""OpenAI Images: generation."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.api_errors import OPENAI, is_error_document, read_error
from migrate_check.dialects.dialect import Parsed
from migrate_check.dialects.images_reply import (
    check_image,
    foreign_object,
    image_reply,
    read_packed,
    read_reply,
    token_usage,
)
from migrate_check.dialects.json_fields import as_object, as_text
from migrate_check.dialects.media_urls import host_of
from migrate_check.dialects.openai_chat_request import read_asked
from migrate_check.dialects.openai_family import OpenAIFamily
from migrate_check.dialects.reading import Reading, read_document
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, StreamEvent
from migrate_check.domain.scenario import Route

_READING = Reading(OPENAI, foreign_object, read_reply)
_COMPLETED = "image_generation.completed"


class Images(OpenAIFamily):
    """`POST /v1/images/generations`."""

    route = Route.IMAGES
    path = "/v1/images/generations"
    stream_path = path
    stream_field: str | None = "stream"

    def asked(self, body: Json, url: str = "") -> Asked:
        """What a request demands; the host tells which URLs of an answer can be reached."""
        return replace(read_asked(body), host=host_of(url))

    def parse_document(self, document: Json, status: int, asked: Asked) -> Parsed:
        """An answer of any status."""
        return read_document(document, status, asked, _READING)

    def parse_stream(self, events: tuple[StreamEvent, ...], asked: Asked) -> Parsed:
        """Previews, and the finished image in the last event."""
        log = AnomalyLog()
        for position, event in enumerate(events):
            document = as_object(event.document)
            if event.document is not None and is_error_document(event.document):
                log.add(AnomalyKind.STREAM_ERROR_EVENT, "stream", event.data)
                error = read_error(event.document, OPENAI, True, log)
                return Parsed(None, error, log.anomalies())
            if document.get("type") == _COMPLETED:
                media = read_packed(as_text(document.get("b64_json")) or "", "b64_json", log)
                check_image(media, as_object(asked.body), log)
                usage = as_object(document.get("usage"))
                reply = image_reply((media,), token_usage(usage) if usage else None)
                return Parsed(reply, None, log.anomalies(), (position,))
        log.add(AnomalyKind.STREAM_TERMINAL_MISSING, "end of stream", f"no {_COMPLETED}")
        return Parsed(None, None, log.anomalies())

"""OpenAI transcription: a form with sound in, a text out, in one of five forms."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.api_errors import OPENAI, is_error_document, read_error
from migrate_check.dialects.dialect import UNREAD, Parsed
from migrate_check.dialects.images_reply import image_reply, token_usage
from migrate_check.dialects.json_fields import (
    as_array,
    as_object,
    as_text,
    check_fields,
    optional,
    required,
)
from migrate_check.dialects.openai_chat_request import read_asked
from migrate_check.dialects.openai_family import OpenAIFamily
from migrate_check.dialects.reading import Reading, read_document
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, Reply, StreamEvent, Usage
from migrate_check.domain.scenario import Route

_DELTA, _DONE = "transcript.text.delta", "transcript.text.done"
_FIELDS = (
    required("", "text", str),
    optional("", "language", str),
    optional("", "duration", int, float, str),
    optional("", "segments", list),
    optional("", "words", list),
)
_SEGMENT_FIELDS = (
    required("segments[].", "start", int, float),
    required("segments[].", "end", int, float),
    required("segments[].", "text", str),
)
_WORD_FIELDS = (
    required("words[].", "word", str),
    required("words[].", "start", int, float),
    required("words[].", "end", int, float),
)
_TEXTS = frozenset(("text", "srt", "vtt"))
_MARKS = {"srt": "-->", "vtt": "WEBVTT"}


def read_reply(document: dict[str, Json], asked: Asked, log: AnomalyLog) -> Reply | None:
    """The text, with what verbose answers say of times."""
    body = as_object(asked.body)
    wanted = as_text(body.get("response_format")) or "json"
    if wanted in _TEXTS:
        log.add(AnomalyKind.TRANSCRIPT_FORM_WRONG, "body", f"JSON where {wanted} was asked for")
    check_fields(document, _FIELDS, log)
    text = as_text(document.get("text"))
    if text is None:
        return None
    if wanted == "verbose_json":
        _check_times(document, as_array(body.get("timestamp_granularities")), log)
    return _said(text, _usage(document))


def _check_times(document: dict[str, Json], granularities: list[Json], log: AnomalyLog) -> None:
    for name, fields in (("segments", _SEGMENT_FIELDS), ("words", _WORD_FIELDS)):
        entries = document.get(name)
        # Silence has neither; then the text is empty too.
        due = name.removesuffix("s") in (granularities or ["segment"]) and document.get("text")
        if due and not entries:
            log.add(AnomalyKind.TRANSCRIPT_TIMES_MISSING, name, "absent or empty")
        for entry in as_array(entries):
            check_fields(as_object(entry), fields, log)


def _usage(document: dict[str, Json]) -> Usage | None:
    usage = as_object(document.get("usage"))
    return token_usage(usage) if "total_tokens" in usage else None


def _said(text: str, usage: Usage | None) -> Reply:
    return replace(image_reply((), usage), text=text)


_READING = Reading(OPENAI, lambda document: None, read_reply)


class AudioTranscription(OpenAIFamily):
    """`POST /v1/audio/transcriptions`."""

    route = Route.AUDIO_TRANSCRIPTION
    path = "/v1/audio/transcriptions"
    stream_path = path
    stream_field: str | None = "stream"

    def asked(self, body: Json, url: str = "") -> Asked:
        """What a form demands; its values are texts."""
        streams = as_object(body).get("stream") in (True, "true")
        return replace(read_asked(body), stream=streams)

    def parse_document(self, document: Json, status: int, asked: Asked) -> Parsed:
        """JSON; also a text that happens to read as a number or a word of JSON."""
        wanted = as_object(asked.body).get("response_format")
        if wanted == "text" and 200 <= status < 300 and not isinstance(document, dict):
            return Parsed(_said(str(document), None), None, ())
        return read_document(document, status, asked, _READING)

    def parse_bytes(self, data: bytes, content_type: str, asked: Asked) -> Parsed:
        """Plain text and subtitles; nothing where JSON was asked for."""
        wanted = as_text(as_object(asked.body).get("response_format"))
        if wanted not in _TEXTS:
            return UNREAD
        text, log = data.decode("utf-8", "replace"), AnomalyLog()
        mark = _MARKS.get(wanted)
        if mark and mark not in text:
            log.add(AnomalyKind.TRANSCRIPT_FORM_WRONG, "body", f"no {mark} in it: {text[:40]!r}")
        return Parsed(_said(text, None), None, log.anomalies())

    def parse_stream(self, events: tuple[StreamEvent, ...], asked: Asked) -> Parsed:
        """Pieces of the text, and the whole of it in the last event."""
        log = AnomalyLog()
        pieces: list[str] = []
        content: list[int] = []
        whole: str | None = None
        usage: Usage | None = None
        for position, event in enumerate(events):
            document = as_object(event.document)
            if is_error_document(event.document):
                log.add(AnomalyKind.STREAM_ERROR_EVENT, "stream", event.data)
                error = read_error(event.document, OPENAI, True, log)
                return Parsed(None, error, log.anomalies(), tuple(content))
            if document.get("type") == _DELTA:
                content.append(position)
                pieces.append(as_text(document.get("delta")) or "")
            elif document.get("type") == _DONE:
                whole, usage = as_text(document.get("text")) or "", _usage(document)
        if whole is None:
            log.add(AnomalyKind.STREAM_TERMINAL_MISSING, "end of stream", f"no {_DONE}")
        text = "".join(pieces) if whole is None else whole
        return Parsed(_said(text, usage), None, log.anomalies(), tuple(content))

"""OpenAI speech: text in, sound out."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.api_errors import OPENAI, is_error_document, read_error
from migrate_check.dialects.dialect import Parsed
from migrate_check.dialects.images_reply import decoded, image_reply, token_usage
from migrate_check.dialects.json_fields import as_object, as_text
from migrate_check.dialects.media_bytes import SOUNDS, format_of
from migrate_check.dialects.openai_chat_request import read_asked
from migrate_check.dialects.openai_family import OpenAIFamily
from migrate_check.dialects.reading import Reading, read_document
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, Media, Reply, StreamEvent, Usage
from migrate_check.domain.scenario import Route

_DELTA, _DONE = "speech.audio.delta", "speech.audio.done"
_USUAL = "mp3"
_RAW = "pcm"


def _no_sound(document: dict[str, Json], asked: Asked, log: AnomalyLog) -> Reply | None:
    log.add(AnomalyKind.MEDIA_UNREADABLE, "body", f"JSON with {', '.join(sorted(document))[:80]}")
    return None


_READING = Reading(OPENAI, lambda document: None, _no_sound)


class AudioSpeech(OpenAIFamily):
    """`POST /v1/audio/speech`."""

    route = Route.AUDIO_SPEECH
    path = "/v1/audio/speech"
    stream_path = path
    fixed_headers: Headers = (("Accept", "application/octet-stream"),)

    def asked(self, body: Json, url: str = "") -> Asked:
        """What a request demands. Streams are asked for by `stream_format`."""
        streams = as_object(body).get("stream_format") == "sse"
        return replace(read_asked(body), stream=streams)

    def parse_document(self, document: Json, status: int, asked: Asked) -> Parsed:
        """An error; a success is never JSON."""
        return read_document(document, status, asked, _READING)

    def parse_bytes(self, data: bytes, content_type: str, asked: Asked) -> Parsed:
        """The sound."""
        log = AnomalyLog()
        media = _heard(data, "bytes", asked, log)
        return Parsed(image_reply((media,), None), None, log.anomalies())

    def parse_stream(self, events: tuple[StreamEvent, ...], asked: Asked) -> Parsed:
        """Pieces of the sound, and an event that ends it."""
        log, sound = AnomalyLog(), bytearray()
        content: list[int] = []
        usage: Usage | None = None
        done = False
        for position, event in enumerate(events):
            document = as_object(event.document)
            if is_error_document(event.document):
                log.add(AnomalyKind.STREAM_ERROR_EVENT, "stream", event.data)
                error = read_error(event.document, OPENAI, True, log)
                return Parsed(None, error, log.anomalies(), tuple(content))
            if document.get("type") == _DELTA:
                content.append(position)
                sound += _piece(document, log)
            elif document.get("type") == _DONE:
                done, usage = True, token_usage(as_object(document.get("usage")))
        if not done:
            log.add(AnomalyKind.STREAM_TERMINAL_MISSING, "end of stream", f"no {_DONE}")
        media = _heard(bytes(sound), "base64", asked, log)
        return Parsed(image_reply((media,), usage), None, log.anomalies(), tuple(content))


def _piece(document: dict[str, Json], log: AnomalyLog) -> bytes:
    data = decoded(as_text(document.get("audio")) or "")
    if not data:
        log.add(AnomalyKind.MEDIA_UNREADABLE, "audio", "no base64 in a piece of sound")
    return data or b""


def _heard(data: bytes, carrier: str, asked: Asked, log: AnomalyLog) -> Media:
    wanted = as_text(as_object(asked.body).get("response_format")) or _USUAL
    found = format_of(data)
    if not data:
        log.add(AnomalyKind.MEDIA_MISSING, "body", "no sound at all")
    elif found in SOUNDS and found != wanted:
        log.add(AnomalyKind.MEDIA_FORMAT_WRONG, "body", f"{found} where {wanted} was asked for")
    elif found not in SOUNDS and (wanted != _RAW or data.isascii()):
        log.add(AnomalyKind.MEDIA_UNREADABLE, "body", f"no {wanted}: {found or data[:16]!r}")
    return Media(carrier, found, len(data), None, None)

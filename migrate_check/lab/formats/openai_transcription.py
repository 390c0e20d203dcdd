"""OpenAI transcription, server side: what a sound of the lab says, in all five forms."""

from __future__ import annotations

import json
import re

from migrate_check.dialects.multipart_form import form_parts
from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.lab import media_offer, tokens
from migrate_check.lab.formats import openai_errors as errors
from migrate_check.lab.formats.direct import JSON_TYPE, Asked, Given, openai_headers
from migrate_check.lab.formats.openai_fields import invalid_value, require_model
from migrate_check.lab.sounds import heard, seconds
from migrate_check.lab.sse import Event, JsonObject, dump

_NAME = re.compile(r'\bname="([^"]*)"')
_FORMS = ("json", "text", "srt", "verbose_json", "vtt")
_TEXT_TYPE = (("content-type", "text/plain; charset=utf-8"),)
_STREAM_TYPE = (
    ("content-type", "text/event-stream; charset=utf-8"),
    ("cache-control", "no-cache"),
)
_ENDINGS = ("flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm")


class OpenAITranscription:
    """`POST /v1/audio/transcriptions`."""

    path = "/v1/audio/transcriptions"

    def answer(self, asked: Asked) -> Given:
        """The text in the form that was asked for."""
        parts = form_parts(asked.request.body, asked.request.header("content-type") or "")
        if parts is None:
            raise errors.refused("Could not parse multipart form")
        fields = _fields(parts)
        given: JsonObject = {"model": _text(fields, "model")}
        model = require_model(given, media_offer.TRANSCRIPTION_MODELS)
        form = _text(fields, "response_format") or "json"
        older = model.id == "whisper-1"
        if form not in (_FORMS if older else ("json", "text")):
            raise invalid_value("response_format", form, _FORMS if older else ("json", "text"))
        text = heard(_file(parts, fields))
        headers = openai_headers(asked.chance, 500)
        if _text(fields, "stream") == "true" and not older:
            return Given((*_STREAM_TYPE, *headers), _events(text))
        granularities = fields.get("timestamp_granularities[]", [b"segment"])
        kind, body = _written(text, form, granularities, older=older)
        return Given((*kind, *headers), body.encode())


def _fields(parts: list[tuple[str, bytes]]) -> dict[str, list[bytes]]:
    fields: dict[str, list[bytes]] = {}
    for head, content in parts:
        found = _NAME.search(head)
        if found:
            fields.setdefault(found[1], []).append(content)
    return fields


def _text(fields: dict[str, list[bytes]], name: str) -> str:
    return fields.get(name, [b""])[0].decode("utf-8", "replace")


def _file(parts: list[tuple[str, bytes]], fields: dict[str, list[bytes]]) -> bytes:
    data = fields.get("file", [None])[0]
    if data is None:
        raise errors.missing("file")
    name = next((head for head, content in parts if content is data), "")
    ending = re.search(r'filename="[^"]*\.(\w+)"', name)
    if not data or ending is None or ending[1].lower() not in _ENDINGS:
        raise errors.refused(
            f"Unrecognized file format. Supported formats: {list(_ENDINGS)}", param="file"
        )
    return data


def _written(
    text: str, form: str, granularities: list[bytes], *, older: bool
) -> tuple[Headers, str]:
    if form == "json":
        document: JsonObject = {"text": text, "usage": _usage(text, older=older)}
        return JSON_TYPE, json.dumps(document, ensure_ascii=False)
    if form == "verbose_json":
        return JSON_TYPE, json.dumps(_verbose(text, granularities), ensure_ascii=False)
    if form == "text":
        return _TEXT_TYPE, f"{text}\n"
    end = _clock(seconds(text))
    if form == "srt":
        return _TEXT_TYPE, f"1\n00:00:00,000 --> {end.replace('.', ',')}\n{text}\n\n\n"
    return _TEXT_TYPE, f"WEBVTT\n\n00:00:00.000 --> {end}\n{text}\n\n"


def _usage(text: str, *, older: bool) -> Json:
    if older:
        return {"type": "duration", "seconds": int(seconds(text)) + 1}
    asked, written = int(seconds(text) * 10) + 1, tokens.count(text)
    return {
        "type": "tokens",
        "input_tokens": asked,
        "input_token_details": {"text_tokens": 0, "audio_tokens": asked},
        "output_tokens": written,
        "total_tokens": asked + written,
    }


def _verbose(text: str, granularities: list[bytes]) -> JsonObject:
    document: JsonObject = {
        "task": "transcribe",
        "language": "english",
        "duration": round(seconds(text), 2),
        "text": text,
    }
    if b"word" in granularities:
        document["words"] = [
            {"word": word.strip(".,!?"), "start": round(place / 10, 2), "end": (place + 1) / 10}
            for place, word in enumerate(text.split())
        ]
    if b"segment" in granularities:
        document["segments"] = [_segment(text)]
    document["usage"] = _usage(text, older=True)
    return document


def _segment(text: str) -> JsonObject:
    numbers: list[Json] = [50_364 + place for place in range(tokens.count(text))]
    return {
        "id": 0,
        "seek": 0,
        "start": 0.0,
        "end": round(seconds(text), 2),
        "text": f" {text}",
        "tokens": numbers,
        "temperature": 0.0,
        "avg_logprob": -0.28,
        "compression_ratio": 0.87,
        "no_speech_prob": 0.01,
    }


def _clock(time_s: float) -> str:
    whole, rest = divmod(time_s, 60)
    return f"00:{int(whole):02d}:{rest:06.3f}"


def _events(text: str) -> tuple[Event, ...]:
    deltas: list[JsonObject] = [
        {"type": "transcript.text.delta", "delta": piece} for piece in tokens.split(text)
    ]
    usage = _usage(text, older=False)
    done: JsonObject = {"type": "transcript.text.done", "text": text, "usage": usage}
    return tuple(Event(None, dump(document)) for document in (*deltas, done))

"""OpenAI speech, server side."""

from __future__ import annotations

import base64

from migrate_check.domain.json_value import Json
from migrate_check.lab import media_offer, tokens
from migrate_check.lab.formats import openai_errors as errors
from migrate_check.lab.formats.direct import Asked, Given, openai_headers
from migrate_check.lab.formats.openai_fields import (
    body_of,
    require_choice,
    require_model,
    require_range,
    require_types,
)
from migrate_check.lab.sounds import seconds, spoken
from migrate_check.lab.sse import Event, JsonObject, dump

_TYPES = {
    "model": ("a string", (str,)),
    "input": ("a string", (str,)),
    "voice": ("one of a string or object", (str, dict)),
    "instructions": ("a string", (str,)),
    "response_format": ("a string", (str,)),
    "speed": ("a decimal", (int, float)),
    "stream_format": ("a string", (str,)),
}
_VOICES = ("alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer")
_CONTENT_TYPES = {
    "mp3": "audio/mpeg",
    "opus": "audio/opus",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "pcm": "audio/pcm",
}
_LONGEST = 4_096
_PIECE_BYTES = 6_144


class OpenAISpeech:
    """`POST /v1/audio/speech`."""

    path = "/v1/audio/speech"

    def answer(self, asked: Asked) -> Given:
        """The sound, or its pieces as events."""
        body = body_of(asked.request.body)
        model = require_model(body, media_offer.SPEECH_MODELS)
        _validate(body, streams=model.id not in media_offer.UNSTREAMED_VOICES)
        text = str(body["input"])
        form = str(body.get("response_format") or "mp3")
        sound = spoken(text, form)
        headers = openai_headers(asked.chance, 500)
        if body.get("stream_format") == "sse":
            kind = (("content-type", "text/event-stream; charset=utf-8"),)
            return Given((*kind, ("cache-control", "no-cache"), *headers), _events(text, sound))
        return Given((("content-type", _CONTENT_TYPES[form]), *headers), sound)


def _validate(body: JsonObject, *, streams: bool) -> None:
    for name in ("input", "voice"):
        if body.get(name) is None:
            raise errors.missing(name)
    require_types(body, _TYPES)
    text = str(body["input"])
    if not 0 < len(text) <= _LONGEST:
        side = "short" if not text else "long"
        raise errors.refused(
            f"Invalid 'input': string too {side}. Expected a string with length 1 to {_LONGEST},"
            f" but got a string with length {len(text)} instead.",
            param="input",
            code=f"string_too_{side}",
        )
    if isinstance(body["voice"], str):
        require_choice(body, "voice", _VOICES)
    require_choice(body, "response_format", tuple(_CONTENT_TYPES))
    require_choice(body, "stream_format", ("audio", "sse") if streams else ("audio",))
    require_range(body, "speed", 0.25, 4.0)


def _events(text: str, sound: bytes) -> tuple[Event, ...]:
    pieces = (sound[start : start + _PIECE_BYTES] for start in range(0, len(sound), _PIECE_BYTES))
    deltas: list[JsonObject] = [
        {"type": "speech.audio.delta", "audio": base64.b64encode(piece).decode()}
        for piece in pieces
    ]
    asked, given = tokens.count(text), int(seconds(text) * 20) + 1
    usage: Json = {"input_tokens": asked, "output_tokens": given, "total_tokens": asked + given}
    done: JsonObject = {"type": "speech.audio.done", "usage": usage}
    return tuple(Event(None, dump(document)) for document in (*deltas, done))

"""The smallest request of each route: what `doctor` asks to see a side answer."""

from __future__ import annotations

from collections.abc import Mapping

from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route

_MODEL = "${model}"
_SILENCE = (
    "UklGRnQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YVAAAACAgICAgICAgICAgICAgICAgICAgICA"
    "gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgA=="
)
"""A hundredth of a second, as a WAV file."""
_CONVERSATION: Mapping[str, Json] = {
    "model": _MODEL,
    "messages": [{"role": "user", "content": "Say hi."}],
    "max_tokens": 16,
}
MULTIPART = frozenset((Route.AUDIO_TRANSCRIPTION,))
"""Routes that take a form."""
_OTHERS: Mapping[Route, Mapping[str, Json] | None] = {
    Route.ANTHROPIC_COUNT_TOKENS: {
        "model": _MODEL,
        "messages": [{"role": "user", "content": "Say hi."}],
    },
    Route.OPENAI_RESPONSES: {"model": _MODEL, "input": "Say hi.", "max_output_tokens": 16},
    Route.AUDIO_TRANSCRIPTION: {
        "model": _MODEL,
        "file": {"file": "silence.wav", "type": "audio/wav", "base64": _SILENCE},
    },
    Route.EMBEDDINGS: {"model": _MODEL, "input": "hi"},
    Route.IMAGES: {"model": _MODEL, "prompt": "A red square", "n": 1},
    Route.AUDIO_SPEECH: {"model": _MODEL, "voice": "alloy", "input": "hi"},
    Route.MODELS: None,
    Route.OPENAI_COMPLETIONS: {"model": _MODEL, "prompt": "Say hi.", "max_tokens": 16},
    Route.GEMINI: {"contents": [{"role": "user", "parts": [{"text": "Say hi."}]}]},
}


def tiny_request(route: Route) -> Mapping[str, Json] | None:
    """The body's template; None where a request has no body."""
    return _OTHERS.get(route, _CONVERSATION)

"""The smallest request of each route: what `doctor` asks to see a side answer."""

from __future__ import annotations

from collections.abc import Mapping

from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route

_MODEL = "${model}"
_CONVERSATION: Mapping[str, Json] = {
    "model": _MODEL,
    "messages": [{"role": "user", "content": "Say hi."}],
    "max_tokens": 16,
}
_OTHERS: Mapping[Route, Mapping[str, Json] | None] = {
    Route.ANTHROPIC_COUNT_TOKENS: {
        "model": _MODEL,
        "messages": [{"role": "user", "content": "Say hi."}],
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

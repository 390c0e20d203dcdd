"""Builds Gemini answers as they look on the wire."""

from __future__ import annotations

from typing import Any

from migrate_check.dialects.dialect import Parsed
from migrate_check.dialects.registry import DIALECTS
from migrate_check.domain.observation import Asked, StreamEvent
from migrate_check.domain.scenario import Route
from tests.dialects.wire import CITY_SCHEMA, event

GEMINI = DIALECTS[Route.GEMINI]
HOME = "https://h/v1beta/models/gemini-x"
PLAIN, EVENTS, ARRAY = (
    f"{HOME}:generateContent",
    f"{HOME}:streamGenerateContent?alt=sse",
    f"{HOME}:streamGenerateContent",
)
TOOLS = [
    {
        "functionDeclarations": [
            {"name": "get_weather", "parametersJsonSchema": CITY_SCHEMA},
            {"name": "get_time", "parametersJsonSchema": CITY_SCHEMA},
        ]
    }
]
USAGE = {"promptTokenCount": 9, "candidatesTokenCount": 3, "totalTokenCount": 12}
TEXT = {"text": "Hello"}


def call(**fields: Any) -> dict[str, Any]:
    """A part with a call."""
    return {"functionCall": {"name": "get_weather", "args": {"city": "Oslo"}, **fields}}


def answer(*parts: Any, finish: Any = "STOP", **fields: Any) -> dict[str, Any]:
    """An answer with one candidate; absent fields are given as `...`."""
    candidate = {"content": {"parts": list(parts), "role": "model"}, "index": 0}
    if finish is not None:
        candidate["finishReason"] = finish
    document = {
        "candidates": [candidate],
        "usageMetadata": USAGE,
        "modelVersion": "gemini-x-001",
        "responseId": "r1",
        **fields,
    }
    return {key: value for key, value in document.items() if value is not ...}


def chunk(*parts: Any, finish: Any = None, **fields: Any) -> StreamEvent:
    """An event of a stream."""
    return event(answer(*parts, finish=finish, **fields))


def asked(url: str = PLAIN, **request: Any) -> Asked:
    """What a request demands; with `tools=True` it has the usual ones."""
    if request.get("tools") is True:
        request["tools"] = TOOLS
    return GEMINI.asked(request, url)


def read(document: Any, status: int = 200, url: str = PLAIN, **request: Any) -> Parsed:
    """An unstreamed body, parsed."""
    return GEMINI.parse_document(document, status, asked(url, **request))


def read_events(*events: StreamEvent, **request: Any) -> Parsed:
    """A stream, parsed."""
    return GEMINI.parse_stream(events, asked(EVENTS, **request))

"""Builds answers as they look on the wire."""

from __future__ import annotations

import json
from typing import Any

from migrate_check.dialects.dialect import Parsed
from migrate_check.dialects.registry import DIALECTS
from migrate_check.domain.observation import StreamEvent
from migrate_check.domain.scenario import Route

OPENAI = DIALECTS[Route.OPENAI_CHAT]
ANTHROPIC = DIALECTS[Route.ANTHROPIC_MESSAGES]

CITY_SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
OPENAI_TOOLS = [
    {"type": "function", "function": {"name": "get_weather", "parameters": CITY_SCHEMA}},
    {"type": "function", "function": {"name": "get_time", "parameters": CITY_SCHEMA}},
]
ANTHROPIC_TOOLS = [
    {"name": "get_weather", "input_schema": CITY_SCHEMA},
    {"name": "get_time", "input_schema": CITY_SCHEMA},
]
USAGE = {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12}
DONE = StreamEvent(None, "[DONE]", None, None)


def event(document: Any, name: str | None = None) -> StreamEvent:
    return StreamEvent(name, json.dumps(document), document, None)


def raw(data: str, name: str | None = None) -> StreamEvent:
    return StreamEvent(name, data, None, None)


def kinds(parsed: Parsed) -> set[tuple[str, str]]:
    """(kind, location) of all anomalies."""
    return {(kind.value, location) for kind, location, _ in parsed.anomalies}


# OpenAI Chat Completions


def chunk(delta: Any = None, finish: str | None = None, **fields: Any) -> StreamEvent:
    """A chunk with one choice, unless `choices` is among the fields."""
    document = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m-1",
        "choices": [{"index": 0, "delta": delta or {}, "finish_reason": finish}],
    }
    return event({**document, **fields})


FIRST = chunk({"role": "assistant", "content": ""})
HELLO = chunk({"content": "Hello"})
STOP = chunk({}, "stop")


def usage_chunk(**counts: int) -> StreamEvent:
    return chunk(choices=[], usage={**USAGE, **counts})


def call_piece(index: int | None = 0, arguments: Any = None, **fields: Any) -> StreamEvent:
    """A chunk with a piece of one tool call; `id`, `name` and `type` may be given."""
    function = {"name": fields.pop("name", None), "arguments": arguments}
    piece = {"index": index, "function": function, **fields}
    piece["function"] = {key: value for key, value in function.items() if value is not None}
    if index is None:
        del piece["index"]
    return chunk({"tool_calls": [piece]})


def call_start(index: int | None = 0, number: int = 1, **fields: Any) -> StreamEvent:
    given = {"id": f"call_{number}", "type": "function", "name": "get_weather", "arguments": ""}
    return call_piece(index, **{**given, **fields})


def completion(message: Any = None, finish: str | None = "stop", **fields: Any) -> dict[str, Any]:
    message = {"role": "assistant", "content": "Hello", **(message or {})}
    document = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m-1",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": USAGE,
    }
    return {**document, **fields}


def call(number: int = 1, name: str = "get_weather", arguments: Any = '{"city": "Oslo"}') -> Any:
    function = {"name": name, "arguments": arguments}
    return {"id": f"call_{number}", "type": "function", "function": function}


def read_completion(document: Any, **request: Any) -> Parsed:
    return OPENAI.parse_document(document, 200, OPENAI.asked({"model": "m-1", **request}))


def read_chunks(*events: StreamEvent, **request: Any) -> Parsed:
    asked = OPENAI.asked({"model": "m-1", "stream": True, **request})
    return OPENAI.parse_stream(events, asked)


# Anthropic Messages


def message(content: Any = None, stop: str | None = "end_turn", **fields: Any) -> dict[str, Any]:
    document = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "c-1",
        "content": [{"type": "text", "text": "Hello"}] if content is None else content,
        "stop_reason": stop,
        "stop_sequence": None,
        "usage": {"input_tokens": 9, "output_tokens": 3},
    }
    return {**document, **fields}


def named(kind: str, **fields: Any) -> StreamEvent:
    return event({"type": kind, **fields}, kind)


def message_start(**fields: Any) -> StreamEvent:
    return named("message_start", message=message([], None, **fields))


def block_start(index: int = 0, kind: str = "text", **fields: Any) -> StreamEvent:
    empty: dict[str, Any] = {
        "text": {"text": ""},
        "thinking": {"thinking": "", "signature": ""},
        "tool_use": {"id": "toolu_1", "name": "get_weather", "input": {}},
    }.get(kind, {})
    block = {"type": kind, **empty, **fields}
    return named("content_block_start", index=index, content_block=block)


def block_delta(index: int = 0, kind: str = "text_delta", **fields: Any) -> StreamEvent:
    return named("content_block_delta", index=index, delta={"type": kind, **fields})


def block_stop(index: int = 0) -> StreamEvent:
    return named("content_block_stop", index=index)


def message_delta(stop: str | None = "end_turn", **fields: Any) -> StreamEvent:
    delta = {"stop_reason": stop, "stop_sequence": None}
    return named("message_delta", **{"delta": delta, "usage": {"output_tokens": 3}, **fields})


MESSAGE_STOP = named("message_stop")
TEXT_BLOCK = (block_start(), block_delta(text="Hello"), block_stop())
ENDING = (message_delta(), MESSAGE_STOP)


def tool_block(index: int = 0, *pieces: str, **fields: Any) -> tuple[StreamEvent, ...]:
    deltas = [block_delta(index, "input_json_delta", partial_json=piece) for piece in pieces]
    return (block_start(index, "tool_use", **fields), *deltas, block_stop(index))


def read_message(document: Any, **request: Any) -> Parsed:
    return ANTHROPIC.parse_document(document, 200, ANTHROPIC.asked({"model": "c-1", **request}))


def read_events(*events: StreamEvent, **request: Any) -> Parsed:
    asked = ANTHROPIC.asked({"model": "c-1", "stream": True, **request})
    return ANTHROPIC.parse_stream(events, asked)

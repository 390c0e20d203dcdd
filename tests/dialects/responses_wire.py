"""Builds Responses answers as they look on the wire."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from migrate_check.dialects.dialect import Parsed
from migrate_check.dialects.registry import DIALECTS
from migrate_check.domain.observation import StreamEvent
from migrate_check.domain.scenario import Route
from tests.dialects.wire import CITY_SCHEMA, event

RESPONSES = DIALECTS[Route.OPENAI_RESPONSES]
TOOLS = [
    {"type": "function", "name": "get_weather", "parameters": CITY_SCHEMA},
    {"type": "function", "name": "get_time", "parameters": CITY_SCHEMA},
    {"type": "custom", "name": "run"},
]
USAGE = {
    "input_tokens": 9,
    "input_tokens_details": {"cached_tokens": 4},
    "output_tokens": 3,
    "output_tokens_details": {"reasoning_tokens": 2},
    "total_tokens": 12,
}
OSLO = '{"city": "Oslo"}'


def part(text: str = "Hello", **fields: Any) -> dict[str, Any]:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": [], **fields}


def message(*parts: Any, **fields: Any) -> dict[str, Any]:
    content = list(parts) or [part()]
    head = {"id": "msg_1", "type": "message", "status": "completed", "role": "assistant"}
    return {**head, "content": content, **fields}


def call(number: int = 1, **fields: Any) -> dict[str, Any]:
    head = {"id": f"fc_{number}", "type": "function_call", "status": "completed"}
    given = {"call_id": f"call_{number}", "name": "get_weather", "arguments": OSLO}
    return {**head, **given, **fields}


def custom(**fields: Any) -> dict[str, Any]:
    head = {"id": "ctc_1", "type": "custom_tool_call", "status": "completed"}
    return {**head, "call_id": "call_9", "name": "run", "input": "ls -l", **fields}


def reasoning(*summaries: str, **fields: Any) -> dict[str, Any]:
    summary = [{"type": "summary_text", "text": text} for text in summaries]
    return {"id": "rs_1", "type": "reasoning", "summary": summary, **fields}


def response(*output: Any, **fields: Any) -> dict[str, Any]:
    """A completed response."""
    document = {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "model": "m-1",
        "output": list(output),
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": USAGE,
    }
    return {**document, **fields}


INCOMPLETE = {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}


def read(document: Any, status: int = 200, **request: Any) -> Parsed:
    asked = RESPONSES.asked({"model": "m-1", "input": "hi", **request})
    return RESPONSES.parse_document(document, status, asked)


def sent(kind: str, **fields: Any) -> StreamEvent:
    """An event without its number."""
    return event({"type": kind, **fields}, kind)


def life(when: str, *output: Any, **fields: Any) -> StreamEvent:
    status = {"created": "in_progress"}.get(when, when)
    usage = {} if when in ("completed", "incomplete") else {"usage": None}
    whole = response(*output, **{"status": status, **usage, **fields})
    return sent(f"response.{when}", response=whole)


START = (life("created"), life("in_progress"))


def added(item: Any, index: int = 0) -> StreamEvent:
    empty = {"message": {"content": []}, "function_call": {"arguments": ""}}
    empty |= {"custom_tool_call": {"input": ""}, "reasoning": {"summary": []}}
    return sent("response.output_item.added", item=item | empty[item["type"]], output_index=index)


def done(item: Any, index: int = 0) -> StreamEvent:
    return sent("response.output_item.done", item=item, output_index=index)


def told(stem: str, suffix: str, item_id: str, index: int = 0, **fields: Any) -> StreamEvent:
    """An event of a text or part, such as `told("output_text", "delta", "msg_1", delta="x")`."""
    place = {"item_id": item_id, "output_index": index}
    return sent(f"response.{stem}.{suffix}", **place, **fields)


def text_item(item: Any, index: int = 0) -> tuple[StreamEvent, ...]:
    """A message with one text, in deltas of two characters."""
    text = item["content"][0]["text"]
    at: dict[str, Any] = {"content_index": 0}
    name = item["id"]
    pieces = [text[start : start + 2] for start in range(0, len(text), 2)]
    return (
        added(item, index),
        told("content_part", "added", name, index, part=part(""), **at),
        *(told("output_text", "delta", name, index, delta=piece, **at) for piece in pieces),
        told("output_text", "done", name, index, text=text, **at),
        told("content_part", "done", name, index, part=part(text), **at),
        done(item, index),
    )


def call_item(item: Any, index: int = 0) -> tuple[StreamEvent, ...]:
    """A call with its input in two deltas."""
    stem, field = {
        "function_call": ("function_call_arguments", "arguments"),
        "custom_tool_call": ("custom_tool_call_input", "input"),
    }[item["type"]]
    text = item[field]
    return (
        added(item, index),
        told(stem, "delta", item["id"], index, delta=text[:4]),
        told(stem, "delta", item["id"], index, delta=text[4:]),
        told(stem, "done", item["id"], index, **{field: text}),
        done(item, index),
    )


def summary_item(item: Any, index: int = 0) -> tuple[StreamEvent, ...]:
    """Reasoning with its summaries."""
    events = [added(item, index)]
    for number, each in enumerate(item["summary"]):
        at: dict[str, Any] = {"summary_index": number}
        name, text = item["id"], each["text"]
        events += [
            told("reasoning_summary_part", "added", name, index, part={**each, "text": ""}, **at),
            told("reasoning_summary_text", "delta", name, index, delta=text, **at),
            told("reasoning_summary_text", "done", name, index, text=text, **at),
            told("reasoning_summary_part", "done", name, index, part=each, **at),
        ]
    return (*events, done(item, index))


def numbered(events: Iterable[StreamEvent]) -> tuple[StreamEvent, ...]:
    """The events with growing sequence numbers."""
    return tuple(
        event({"sequence_number": number, **each.document}, each.name)
        if isinstance(each.document, dict)
        else each
        for number, each in enumerate(events)
    )


def hear(*events: StreamEvent, **request: Any) -> Parsed:
    """A stream of these events, numbered."""
    asked = RESPONSES.asked({"model": "m-1", "input": "hi", "stream": True, **request})
    return RESPONSES.parse_stream(numbered(events), asked)

"""Chat Completions streams as bridges to other formats get them wrong."""

from __future__ import annotations

from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.bodies import calls_of, choices_of, function_of
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    Showing,
    edits_chunks,
    edits_replies,
    rewrites_events,
    shown_by,
    with_events_rewritten,
    wraps_calls,
)
from migrate_check.lab.formats.format import as_object
from migrate_check.lab.sse import Event, Events, JsonObject, dump
from migrate_check.lab.wire import Answer

_CHAT = Route.OPENAI_CHAT
_SELDOM = 0.34
_BEFORE_FALLBACK = 6
_NATIVE = {"stop": "end_turn", "length": "max_tokens", "tool_calls": "tool_use"}


@edits_chunks(_CHAT, finds={"shape", "stream"})
def stream_role_empty_string(chunk: JsonObject) -> None:
    """`role` is an empty string in each delta."""
    for choice in choices_of(chunk):
        as_object(choice.get("delta"))["role"] = ""


@edits_chunks(_CHAT, finds={"shape"})
def oai_finish_key_absent(chunk: JsonObject) -> None:
    """`finish_reason` is left out where it would be null."""
    for choice in choices_of(chunk):
        if choice.get("finish_reason", "") is None:
            del choice["finish_reason"]


@shown_by(Showing(own_packs=("reasoning",)))
@edits_chunks(_CHAT, finds={"stream", "behaviour"})
def stream_reasoning_field_filtered(chunk: JsonObject) -> None:
    """Deltas of reasoning are emptied, because the field has another name than expected."""
    for choice in choices_of(chunk):
        delta = as_object(choice.get("delta"))
        for name in ("reasoning", "reasoning_content"):
            delta.pop(name, None)


@edits_replies(_CHAT, finds={"finish"})
def finish_leaks_provider_value(reply: JsonObject) -> None:
    """The finish reason is the upstream's own word, such as `end_turn`."""
    for choice in choices_of(reply):
        native = _NATIVE.get(str(choice.get("finish_reason")))
        if native is not None:
            choice["finish_reason"] = native


@rewrites_events(_CHAT, finds={"finish"})
async def finish_length_hidden_by_tool_calls(events: Events) -> Events:
    """A tool call that the token limit cut off ends a stream with `tool_calls`."""
    called = False
    async for event in events:
        chunk = event.document or {}
        called = called or any(True for _ in calls_of(chunk))
        cut = [choice for choice in choices_of(chunk) if choice.get("finish_reason") == "length"]
        for choice in cut:
            choice["finish_reason"] = "tool_calls"
        yield Event(event.name, dump(chunk)) if called and cut else event


@wraps_calls(_CHAT, finds={"finish", "stream"})
async def finish_null_intermittent(call: GatewayCall, forward: Forward) -> Answer:
    """Now and then the last chunk of a stream has no finish reason."""
    answer = await forward(call)
    if not call.chance.of("null").hits(_SELDOM):
        return answer
    return with_events_rewritten(answer, _unfinished)


@rewrites_events(_CHAT, finds={"stream", "identity"})
async def midstream_fallback_duplicate_start(events: Events) -> Events:
    """Another upstream takes over in mid-stream and begins the answer anew."""
    first = [event async for event in _some(events)]
    for event in first:
        yield event
    for event in first:
        yield _renamed(event)
    async for event in events:
        yield _renamed(event)


@edits_chunks(_CHAT, finds={"tools"})
def anth_tool_index_unmapped(chunk: JsonObject) -> None:
    """Tool calls are counted from one, as the blocks of the upstream's format are."""
    for call in calls_of(chunk):
        index = call.get("index")
        if isinstance(index, int):
            call["index"] = index + 1


@rewrites_events(_CHAT, finds={"tools"})
async def tool_dup_summary_double_encoded(events: Events) -> Events:
    """After the last piece a whole call comes once more, its arguments encoded twice."""
    whole: JsonObject = {}
    async for event in events:
        chunk = event.document or {}
        for call in calls_of(chunk):
            _add(whole, call)
        if whole and any(choice.get("finish_reason") for choice in choices_of(chunk)):
            yield _summary(event, chunk, whole)
            whole = {}
        yield event


def _add(whole: JsonObject, call: JsonObject) -> None:
    """Put one piece of the first call to the others."""
    if call.get("index") != 0:
        return
    whole.setdefault("id", call.get("id"))
    for key, value in function_of(call).items():
        before = whole.get(key)
        whole[key] = f"{before if isinstance(before, str) else ''}{value}"


def _summary(event: Event, chunk: JsonObject, whole: JsonObject) -> Event:
    function: JsonObject = {"name": whole["name"], "arguments": dump(whole["arguments"])}
    call: JsonObject = {"index": 0, "id": whole["id"], "type": "function", "function": function}
    choice: Json = {**choices_of(chunk)[0], "delta": {"tool_calls": [call]}, "finish_reason": None}
    return Event(event.name, dump({**chunk, "choices": [choice]}))


async def _unfinished(events: Events) -> Events:
    async for event in events:
        chunk = event.document
        ending = [each for each in choices_of(chunk or {}) if each.get("finish_reason")]
        for choice in ending:
            choice["finish_reason"] = None
        yield event if chunk is None or not ending else Event(event.name, dump(chunk))


async def _some(events: Events) -> Events:
    number = 0
    async for event in events:
        yield event
        number += 1
        if number == _BEFORE_FALLBACK:
            return


def _renamed(event: Event) -> Event:
    chunk = event.document
    return event if chunk is None else Event(event.name, dump({**chunk, "id": "chatcmpl-fallback"}))

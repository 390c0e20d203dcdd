"""Messages answers and streams that break their grammar or shape."""

from __future__ import annotations

from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    Showing,
    edits_chunks,
    edits_replies,
    rewrites_events,
    shown_by,
    with_document_edited,
    with_events_rewritten,
    wraps_calls,
)
from migrate_check.lab.formats.format import as_object, objects, text_of
from migrate_check.lab.sse import Event, Events, JsonObject, dump
from migrate_check.lab.wire import Answer, CutOff

_MESSAGES = Route.ANTHROPIC_MESSAGES
_CHAT = Route.OPENAI_CHAT
_OVERLOADED = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'
_DELTAS_BEFORE_TROUBLE = 6
_ENDINGS = frozenset({"content_block_stop", "message_delta", "message_stop"})


@rewrites_events(_MESSAGES, finds={"stream"})
async def anth_no_message_stop(events: Events) -> Events:
    """The stream stops after the last delta: no block stop, `message_delta` or `message_stop`."""
    async for event in events:
        if event.name not in _ENDINGS:
            yield event


@rewrites_events(_MESSAGES, finds={"stream", "errors"})
async def anth_stream_cut_without_error(events: Events) -> Events:
    """The connection breaks off after the second delta, with no `error` event."""
    deltas = 0
    async for event in events:
        deltas += event.name == "content_block_delta"
        if deltas > 2:
            raise CutOff
        yield event


@edits_chunks(_MESSAGES, finds={"shape", "tools", "stream"})
def anth_block_start_input_missing(event: JsonObject) -> None:
    """`content_block_start` of a tool call lacks `input: {}`."""
    as_object(event.get("content_block")).pop("input", None)


@rewrites_events(_MESSAGES, finds={"stream", "tools"})
async def anth_ghost_delta_parallel(events: Events) -> Events:
    """Deltas of the second and later tool calls carry an index that no block started."""
    tools = 0
    async for event in events:
        document = event.document or {}
        tools += as_object(document.get("content_block")).get("type") == "tool_use"
        index = document.get("index")
        if event.name == "content_block_delta" and tools > 1 and isinstance(index, int):
            yield Event(event.name, dump({**document, "index": index + 1}))
        else:
            yield event


@edits_replies(_MESSAGES, finds={"finish", "tools"})
def anth_stop_reason_end_turn_with_tool(reply: JsonObject) -> None:
    """`stop_reason` is `end_turn` though the message has `tool_use` blocks."""
    for holder in (reply, as_object(reply.get("delta"))):
        if holder.get("stop_reason") == "tool_use":
            holder["stop_reason"] = "end_turn"


@edits_replies(_MESSAGES, finds={"finish"})
def anth_stop_sequence_lost(reply: JsonObject) -> None:
    """A stop sequence ends the message as `end_turn`, and `stop_sequence` is null."""
    for holder in (reply, as_object(reply.get("delta"))):
        if holder.get("stop_reason") == "stop_sequence":
            holder |= {"stop_reason": "end_turn", "stop_sequence": None}


@edits_replies(_MESSAGES, finds={"usage"})
def anth_delta_usage_partial(reply: JsonObject) -> None:
    """`message_start` reports 0 input tokens, and `message_delta` only output tokens."""
    if reply.get("type") == "message_start":
        as_object(as_object(reply.get("message")).get("usage"))["input_tokens"] = 0
    if reply.get("type") == "message_delta":
        usage = as_object(reply.get("usage"))
        reply["usage"] = {"output_tokens": usage.get("output_tokens")}


@edits_replies(_MESSAGES, finds={"tools"})
def anth_tool_input_empty_stream(reply: JsonObject) -> None:
    """Streamed tool calls arrive with empty input."""
    delta = as_object(reply.get("delta"))
    if delta.get("type") == "input_json_delta":
        delta["partial_json"] = ""


@shown_by(Showing(packs=("streaming",)))
@rewrites_events(_MESSAGES, finds={"stream"})
async def anth_duplicate_message_delta(events: Events) -> Events:
    """`message_delta` and `message_stop` come twice."""
    async for event in events:
        yield event
        if event.name in {"message_delta", "message_stop"}:
            yield event


@shown_by(Showing(packs=("streaming",)))
@rewrites_events(_MESSAGES, finds={"stream"})
async def anth_ping_renamed(events: Events) -> Events:
    """`ping` events arrive as `keepalive`, an event that the format does not have."""
    async for event in events:
        if event.name == "ping":
            yield Event("keepalive", '{"type": "keepalive"}')
        else:
            yield event


@shown_by(Showing(packs=("streaming",)))
@rewrites_events(_MESSAGES, finds={"stream", "parameters", "behaviour"})
async def anth_error_becomes_clean_stop(events: Events) -> Events:
    """An `overloaded_error` in the middle of a long text becomes `end_turn` and `message_stop`."""
    deltas, stopped = 0, False
    async for event in events:
        deltas += as_object((event.document or {}).get("delta")).get("type") == "text_delta"
        if deltas <= _DELTAS_BEFORE_TROUBLE:
            yield event
        if deltas <= _DELTAS_BEFORE_TROUBLE or stopped:
            continue
        stopped = True
        index = (event.document or {}).get("index")
        yield Event("content_block_stop", dump({"type": "content_block_stop", "index": index}))
        delta: JsonObject = {"stop_reason": "end_turn", "stop_sequence": None}
        usage: JsonObject = {"output_tokens": 4 * deltas}
        ending: JsonObject = {"type": "message_delta", "delta": delta, "usage": usage}
        yield Event("message_delta", dump(ending))
        yield Event("message_stop", '{"type":"message_stop"}')


@shown_by(Showing(packs=("streaming",)))
@rewrites_events(_CHAT, _MESSAGES, finds={"stream", "errors"})
async def sse_partial_event_merges_error(events: Events) -> Events:
    """The provider breaks off inside an event, and the gateway's error event is glued to it."""
    seen = 0
    async for event in events:
        seen += 1
        if seen <= _DELTAS_BEFORE_TROUBLE:
            yield event
        if seen != _DELTAS_BEFORE_TROUBLE + 1:
            continue
        half = event.data[: len(event.data) // 2]
        yield Event(event.name, f"{half}\nevent: error\ndata: {_OVERLOADED}")


@shown_by(Showing(packs=("tools",)))
@wraps_calls(_MESSAGES, finds={"stream", "behaviour"})
async def anth_text_replayed_after_tool(call: GatewayCall, forward: Forward) -> Answer:
    """The text before a tool call is sent once more behind it."""

    def repeat(reply: JsonObject) -> None:
        content = reply.get("content")
        blocks = objects(content)
        texts = [block for block in blocks if block.get("type") == "text"]
        if texts and blocks[-1].get("type") == "tool_use" and isinstance(content, list):
            content.append({"type": "text", "text": text_of([*texts])})

    answer = with_events_rewritten(await forward(call), _text_again)
    return with_document_edited(answer, repeat)


async def _text_again(events: Events) -> Events:
    said, index, called = "", 0, False
    async for event in events:
        document = event.document or {}
        block, delta = as_object(document.get("content_block")), as_object(document.get("delta"))
        said += str(delta.get("text", "")) if delta.get("type") == "text_delta" else ""
        called = called or block.get("type") == "tool_use"
        index += event.name == "content_block_start"
        if event.name == "message_delta" and said and called:
            text: JsonObject = {"type": "text", "text": ""}
            again: JsonObject = {"type": "text_delta", "text": said}
            for kind, more in (
                ("content_block_start", {"content_block": text}),
                ("content_block_delta", {"delta": again}),
                ("content_block_stop", {}),
            ):
                yield Event(kind, dump({"type": kind, "index": index, **more}))
        yield event

"""Messages answers and streams that break their grammar or shape."""

from __future__ import annotations

from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.fault import edits_chunks, edits_replies, rewrites_events
from migrate_check.lab.formats.format import as_object
from migrate_check.lab.sse import Event, Events, JsonObject, dump
from migrate_check.lab.wire import CutOff

_MESSAGES = Route.ANTHROPIC_MESSAGES
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

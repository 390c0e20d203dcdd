"""Token counts that are lost, unasked for or wrong."""

from __future__ import annotations

from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.bodies import choices_of
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    edits_chunks,
    edits_replies,
    rewrites_events,
    wraps_calls,
)
from migrate_check.lab.formats.format import as_object
from migrate_check.lab.sse import Event, Events, JsonObject, dump
from migrate_check.lab.wire import Answer

_CHAT = Route.OPENAI_CHAT
_THOUGHT_TOKENS = 60


@rewrites_events(_CHAT, finds={"usage", "stream"})
async def usage_chunk_missing_despite_include_usage(events: Events) -> Events:
    """`stream_options.include_usage` is ignored: no chunk has `usage`."""
    async for event in events:
        chunk = event.document
        if chunk is None or "usage" not in chunk:
            yield event
        elif choices_of(chunk):
            del chunk["usage"]
            yield Event(event.name, dump(chunk))


@wraps_calls(_CHAT, finds={"usage", "stream"})
async def usage_chunk_unrequested(call: GatewayCall, forward: Forward) -> Answer:
    """A usage chunk comes though the caller did not ask for one."""
    body = call.body
    if body is None or body.get("stream") is not True:
        return await forward(call)
    return await forward(call.with_body({**body, "stream_options": {"include_usage": True}}))


@edits_chunks(_CHAT, finds={"usage"})
def stream_usage_every_chunk(chunk: JsonObject) -> None:
    """Every chunk has a usage object in the place of null."""
    if chunk.get("usage", 0) is None:
        chunk["usage"] = {"prompt_tokens": 8, "completion_tokens": 1, "total_tokens": 9}


@edits_replies(_CHAT, finds={"usage"})
def usage_gemini_thoughts_dropped(reply: JsonObject) -> None:
    """Tokens of thought are in the total and not in `completion_tokens`, as Gemini counts them."""
    usage = as_object(reply.get("usage"))
    details = as_object(usage.get("completion_tokens_details"))
    total, written = usage.get("total_tokens"), usage.get("completion_tokens")
    if not isinstance(total, int) or not isinstance(written, int):
        return
    thought = details.get("reasoning_tokens")
    if isinstance(thought, int) and thought:
        usage["completion_tokens"] = written - thought
    else:
        # The model behind thinks, where the one asked for does not.
        usage |= {"total_tokens": total + _THOUGHT_TOKENS}
        usage["completion_tokens_details"] = {**details, "reasoning_tokens": _THOUGHT_TOKENS}

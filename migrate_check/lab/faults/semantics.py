"""Answers that mean something else: to other prompts, of other requests, in part."""

from __future__ import annotations

from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route
from migrate_check.lab import tokens
from migrate_check.lab.faults.bodies import calls_of, choices_of, function_of
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    edits_chunks,
    edits_replies,
    edits_requests,
    rewrites_events,
    wraps_calls,
)
from migrate_check.lab.formats.format import as_object, objects, text_of
from migrate_check.lab.sse import Events, JsonObject
from migrate_check.lab.wire import Answer, LabRequest

_CHAT = Route.OPENAI_CHAT
_WINDOW_TOKENS = 2_000
_CHUNKS_KEPT = 8
_UNDER_WAY = "requests under way"


@edits_requests(_CHAT, finds={"parameters", "usage"})
def sem_system_prompt_replaced(body: JsonObject) -> None:
    """The caller's system message becomes one of the gateway's own."""
    for message in objects(body.get("messages")):
        if message.get("role") in ("system", "developer"):
            message["content"] = "You are a helpful assistant."


@edits_requests(_CHAT, finds={"parameters", "usage"})
def limits_context_silent_truncation(body: JsonObject) -> None:
    """Long prompts lose their beginning, system message and all, and nobody is told."""
    kept: list[Json] = []
    room = _WINDOW_TOKENS
    for message in reversed(objects(body.get("messages"))):
        room -= tokens.count(text_of(message.get("content")))
        if kept and room < 0:
            break
        kept.insert(0, message)
    if isinstance(body.get("messages"), list):
        body["messages"] = kept


@wraps_calls(_CHAT, finds={"security"})
async def sem_cross_talk(call: GatewayCall, forward: Forward) -> Answer:
    """A request gets the answer to another one that is under way at the same moment."""
    body = call.body
    if body is None:
        return await forward(call)
    waiting = call.memory.setdefault(f"{_UNDER_WAY} {body.get('stream')}", [])
    assert isinstance(waiting, list)
    other: LabRequest = waiting[-1] if waiting else call.request
    waiting.append(call.request)
    try:
        return await forward(call.with_request(other))
    finally:
        waiting.remove(call.request)


@rewrites_events(_CHAT, finds={"usage", "parameters"})
async def usage_tokens_billed_not_delivered(events: Events) -> Events:
    """Most of a stream is lost in the relay, and the usage counts all of it."""
    passed = 0
    async for event in events:
        choices = choices_of(event.document or {})
        said = any(as_object(choice.get("delta")).get("content") for choice in choices)
        passed += said
        if not said or passed <= _CHUNKS_KEPT:
            yield event


@edits_chunks(_CHAT, finds={"stream", "usage", "behaviour"})
def reasoning_missing_in_stream(chunk: JsonObject) -> None:
    """Streams have no reasoning text and count no reasoning tokens; other answers do."""
    for choice in choices_of(chunk):
        as_object(choice.get("delta")).pop("reasoning_content", None)
    details = as_object(as_object(chunk.get("usage")).get("completion_tokens_details"))
    if "reasoning_tokens" in details:
        details["reasoning_tokens"] = 0


@edits_replies(_CHAT, finds={"tools"})
def tool_id_reused_across_rounds(reply: JsonObject) -> None:
    """Ids of calls are made of the tool's name and a number that starts anew in each answer."""
    for position, call in enumerate(calls_of(reply)):
        if call.get("id"):
            call["id"] = f"{function_of(call).get('name')}:{call.get('index', position)}"


@edits_replies(_CHAT, finds={"shape", "identity"})
def derived_system_fingerprint_lost(reply: JsonObject) -> None:
    """The fingerprint of the back end is null."""
    if "system_fingerprint" in reply:
        reply["system_fingerprint"] = None

"""Responses answers and streams that break their grammar or shape, and conversations that do."""

from __future__ import annotations

import time
from dataclasses import replace

from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route
from migrate_check.lab.chance import Chance
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    Showing,
    document_of,
    edits_chunks,
    edits_replies,
    edits_requests,
    rewrites_events,
    shown_by,
    with_document,
    with_events_rewritten,
    wraps_calls,
)
from migrate_check.lab.formats.format import as_object, objects
from migrate_check.lab.sse import Events, JsonObject, dump
from migrate_check.lab.wire import Answer

_RESPONSES = Route.OPENAI_RESPONSES
_IN_SMALL, _IN_STREAMS = Showing(packs=("minimal",)), Showing(packs=("streaming",))
_IN_TOOLS, _IN_CACHES = Showing(packs=("tools",)), Showing(packs=("cache",))
_IN_REASONING = Showing(packs=("reasoning",))
_IN_CONVERSATIONS = Showing(packs=("conversation",))
_TERMINAL = frozenset({"response.completed", "response.incomplete", "response.failed"})
_RESULTS = frozenset({"function_call_output", "custom_tool_call_output"})
_PERSISTED_AFTER_S = 10.0
_MOST_REMEMBERED = 10_000


@shown_by(_IN_SMALL)
@wraps_calls(_RESPONSES, finds={"shape"})
async def responses_created_at_type(call: GatewayCall, forward: Forward) -> Answer:
    """`created_at` is a number with a decimal point."""
    answer = with_events_rewritten(await forward(call), _created_with_a_point)
    document = document_of(answer)
    # A number is equal with its point and without, so that nobody else would see the change.
    return answer if document is None else with_document(answer, _with_a_point(document))


async def _created_with_a_point(events: Events) -> Events:
    async for event in events:
        document = event.document or {}
        response = as_object(document.get("response"))
        if response:
            document["response"] = _with_a_point(response)
        yield replace(event, data=dump(document)) if response else event


def _with_a_point(response: JsonObject) -> JsonObject:
    created = response.get("created_at")
    return {**response, "created_at": float(created)} if isinstance(created, int) else response


@shown_by(_IN_STREAMS)
@rewrites_events(_RESPONSES, finds={"stream", "shape"})
async def responses_event_not_wrapped(events: Events) -> Events:
    """Life-cycle events send the bare response, without `type` and `response` around it."""
    async for event in events:
        response = as_object((event.document or {}).get("response"))
        yield replace(event, data=dump(response)) if response else event


@shown_by(_IN_STREAMS)
@edits_chunks(_RESPONSES, finds={"shape", "stream"})
def responses_required_fields_missing(event: JsonObject) -> None:
    """Responses of early events are an id only, items have no status, deltas no logprobs."""
    if event.get("type") in {"response.created", "response.in_progress"}:
        event["response"] = {"id": as_object(event.get("response")).get("id")}
    as_object(event.get("item")).pop("status", None)
    if event.get("type") == "response.output_text.delta":
        event.pop("logprobs", None)


@shown_by(_IN_STREAMS)
@rewrites_events(_RESPONSES, finds={"stream"})
async def responses_content_part_added_missing(events: Events) -> Events:
    """Content parts are neither added nor done; their text comes all the same."""
    async for event in events:
        if not str(event.name).startswith("response.content_part."):
            yield event


@shown_by(_IN_STREAMS)
@edits_chunks(_RESPONSES, finds={"stream"})
def responses_item_id_mismatch(event: JsonObject) -> None:
    """Text deltas name an item that was never announced."""
    if event.get("type") == "response.output_text.delta":
        event["item_id"] = f"chatcmpl-{Chance(str(event.get('item_id'))).hexadecimal(24)}"


@shown_by(_IN_STREAMS)
@rewrites_events(_RESPONSES, finds={"stream", "errors"})
async def responses_no_terminal_on_death(events: Events) -> Events:
    """The upstream dies after a few deltas, and the stream just ends."""
    deltas = 0
    async for event in events:
        deltas += str(event.name).endswith(".delta")
        if deltas > 2 or event.name in _TERMINAL:
            # The rest is read and thrown away, as a gateway does that drains its upstream.
            continue
        yield event


@shown_by(_IN_STREAMS)
@rewrites_events(_RESPONSES, finds={"stream"})
async def responses_only_done_no_deltas(events: Events) -> Events:
    """Of a text only the end is sent: `created`, `output_text.done`, `completed`."""
    kept = {"response.created", "response.output_text.done", *_TERMINAL}
    kept |= {"response.function_call_arguments.done", "response.output_item.done"}
    async for event in events:
        if event.name in kept:
            yield event


@shown_by(_IN_TOOLS)
@edits_chunks(_RESPONSES, finds={"stream"})
def responses_output_index_collision(event: JsonObject) -> None:
    """Every item has `output_index` 0."""
    if "output_index" in event:
        event["output_index"] = 0


@shown_by(_IN_REASONING)
@rewrites_events(_RESPONSES, finds={"stream"})
async def responses_reasoning_summary_part_missing(events: Events) -> Events:
    """Summary deltas come without their part, each under an item id of its own."""
    number = 0
    async for event in events:
        name = str(event.name)
        document = event.document
        if name.startswith("response.reasoning_summary_part."):
            continue
        if name == "response.reasoning_summary_text.delta" and document is not None:
            number += 1
            document["item_id"] = f"rs_{Chance(event.data, number).hexadecimal(24)}"
            del document["summary_index"]
            yield replace(event, data=dump(document))
        else:
            yield event


@shown_by(_IN_REASONING)
@edits_requests(_RESPONSES, finds={"tools", "errors", "behaviour"})
def responses_encrypted_reasoning_undecryptable(body: JsonObject) -> None:
    """Later turns go to another account, which cannot read the encrypted reasoning."""
    for item in objects(body.get("input")):
        content = item.get("encrypted_content")
        if isinstance(content, str):
            item["encrypted_content"] = content[:8] + content[8:].swapcase()


@shown_by(_IN_REASONING)
@wraps_calls(_RESPONSES, finds={"behaviour", "usage", "headers"})
async def responses_encrypted_reasoning_silently_stripped(
    call: GatewayCall, forward: Forward
) -> Answer:
    """Reasoning that comes back is taken out of the request, and only a header tells."""
    body = call.body or {}
    items = body.get("input")
    kept: list[Json] = [i for i in objects(items) if i.get("type") != "reasoning"]
    if not isinstance(items, list) or len(kept) == len(items):
        return await forward(call)
    answer = await forward(call.with_body({**body, "input": kept}))
    return answer.with_headers(("x-gateway-replay-repair", "encrypted_reasoning_stripped"))


@shown_by(_IN_CONVERSATIONS)
@edits_requests(_RESPONSES, finds={"behaviour", "usage"})
def responses_previous_id_context_lost(body: JsonObject) -> None:
    """`previous_response_id` is accepted and dropped; only the new message is seen."""
    results = any(item.get("type") in _RESULTS for item in objects(body.get("input")))
    if not results:
        body.pop("previous_response_id", None)


@shown_by(_IN_CONVERSATIONS)
@wraps_calls(_RESPONSES, finds={"tools", "errors"})
async def responses_previous_id_eventual(call: GatewayCall, forward: Forward) -> Answer:
    """A response can be gone on from only ten seconds after it was given."""
    body = call.body or {}
    previous = body.get("previous_response_id")
    if isinstance(previous, str) and time.monotonic() < _PERSISTED.get(previous, 0.0):
        # The gateway's own store does not know it yet, and the provider is asked for nothing.
        return await forward(call.with_body({**body, "previous_response_id": f"{previous}0"}))
    answer = await forward(call)
    document = document_of(answer)
    if document is not None:
        _remember(document.get("id"))
        return answer
    return with_events_rewritten(answer, _remembered)


_PERSISTED: dict[str, float] = {}
"""Response id → when it can be found."""


def _remember(identity: Json) -> None:
    if isinstance(identity, str):
        _PERSISTED[identity] = time.monotonic() + _PERSISTED_AFTER_S
    if len(_PERSISTED) > _MOST_REMEMBERED:
        del _PERSISTED[next(iter(_PERSISTED))]


async def _remembered(events: Events) -> Events:
    async for event in events:
        if event.name in _TERMINAL:
            _remember(as_object((event.document or {}).get("response")).get("id"))
        yield event


@shown_by(_IN_TOOLS)
@edits_requests(_RESPONSES, finds={"tools"})
def tool_allowed_tools_lost(body: JsonObject) -> None:
    """The restriction to some of the tools is lost: all that are offered may be called."""
    choice = as_object(body.get("tool_choice"))
    if choice.get("type") == "allowed_tools":
        nested = as_object(choice.get("allowed_tools"))
        body["tool_choice"] = choice.get("mode", nested.get("mode", "auto"))


@shown_by(_IN_TOOLS)
@edits_requests(_RESPONSES, finds={"tools", "errors"})
def tool_result_mapping_lost(body: JsonObject) -> None:
    """Results come under ids that belong to no call."""
    for item in objects(body.get("input")):
        if item.get("type") in _RESULTS:
            item["call_id"] = f"toolu_{Chance(str(item.get('call_id'))).letters(22)}"


@shown_by(_IN_CACHES)
@edits_replies(_RESPONSES, finds={"usage", "cost", "parameters"})
def usage_responses_cached_dropped(reply: JsonObject) -> None:
    """Cached tokens are always reported as 0."""
    for holder in (reply, as_object(reply.get("response"))):
        details = as_object(as_object(holder.get("usage")).get("input_tokens_details"))
        if "cached_tokens" in details:
            details["cached_tokens"] = 0


@shown_by(_IN_TOOLS)
@edits_requests(Route.OPENAI_CHAT, finds={"behaviour", "tools"})
def chat_to_responses_history_dropped(body: JsonObject) -> None:
    """Only the last user message is sent on: earlier turns, calls and results are dropped."""
    messages = objects(body.get("messages"))
    users = [message for message in messages if message.get("role") == "user"]
    kept: list[Json] = [m for m in messages if m.get("role") in ("system", "developer")]
    if users:
        body["messages"] = [*kept, users[-1]]

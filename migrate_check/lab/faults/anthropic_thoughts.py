"""Thoughts that do not survive the gateway, and words that come to the wrong mouth."""

from __future__ import annotations

from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    Showing,
    edits_replies,
    edits_requests,
    shown_by,
    with_document_edited,
    with_events_rewritten,
    wraps_calls,
)
from migrate_check.lab.formats.format import as_object, objects, text_of
from migrate_check.lab.sse import Event, Events, JsonObject, dump
from migrate_check.lab.wire import Answer

_MESSAGES = Route.ANTHROPIC_MESSAGES


@shown_by(Showing(packs=("thinking",)))
@edits_replies(_MESSAGES, finds={"tools", "behaviour"})
def anth_thinking_signature_invalid(reply: JsonObject) -> None:
    """Signatures of thoughts are written anew, so that the provider refuses them."""
    for block in (*objects(reply.get("content")), as_object(reply.get("delta"))):
        if block.get("type") in {"thinking", "signature_delta"} and block.get("signature"):
            block["signature"] = str(block["signature"])[::-1]


@shown_by(Showing(packs=("thinking",)))
@edits_replies(_MESSAGES, finds={"behaviour"})
def anth_thinking_signature_missing(reply: JsonObject) -> None:
    """Thoughts arrive with an empty signature."""
    for block in (*objects(reply.get("content")), as_object(reply.get("delta"))):
        if block.get("type") in {"thinking", "signature_delta"}:
            block["signature"] = ""


@shown_by(Showing(packs=("thinking",)))
@wraps_calls(_MESSAGES, finds={"behaviour", "stream", "tools"})
async def thinking_blocks_dropped(call: GatewayCall, forward: Forward) -> Answer:
    """`thinking` blocks are left out of answers, streamed and not."""
    return _without(await forward(call), "thinking")


@shown_by(Showing(packs=("thinking",)))
@wraps_calls(_MESSAGES, finds={"behaviour", "tools"})
async def redacted_thinking_dropped(call: GatewayCall, forward: Forward) -> Answer:
    """`redacted_thinking` blocks, which hold no text, are left out of answers."""
    return _without(await forward(call), "redacted_thinking")


@shown_by(Showing(packs=("parameters",)))
@edits_requests(_MESSAGES, finds={"parameters", "behaviour"})
def sem_system_role_misattributed(body: JsonObject) -> None:
    """The system prompt is delivered as if the assistant had said it."""
    system, messages = body.pop("system", None), body.get("messages")
    if system is not None and isinstance(messages, list):
        said: Json = {"role": "assistant", "content": text_of(system)}
        body["messages"] = [{"role": "user", "content": "(start)"}, said, *messages]


def _without(answer: Answer, kind: str) -> Answer:
    def edit(reply: JsonObject) -> None:
        if isinstance(reply.get("content"), list):
            blocks = objects(reply["content"])
            reply["content"] = [block for block in blocks if block.get("type") != kind]

    async def rewrite(events: Events) -> Events:
        dropped: set[int] = set()
        async for event in events:
            document = event.document or {}
            index = document.get("index")
            if not isinstance(index, int):
                yield event
                continue
            if as_object(document.get("content_block")).get("type") == kind:
                dropped.add(index)
            if index not in dropped:
                # What follows moves up, so that the stream stays in order.
                yield Event(event.name, dump({**document, "index": index - len(dropped)}))

    return with_document_edited(with_events_rewritten(answer, rewrite), edit)

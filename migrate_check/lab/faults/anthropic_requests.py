"""Messages requests that reach the provider with other headers, marks or keys; the counter."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    Showing,
    document_of,
    edits_replies,
    edits_requests,
    shown_by,
    with_document,
    with_events_rewritten,
    wraps_calls,
)
from migrate_check.lab.formats.anthropic_cache import without_marks
from migrate_check.lab.formats.format import as_object, objects, text_of
from migrate_check.lab.sse import Event, Events, JsonObject, dump
from migrate_check.lab.wire import Answer

_MESSAGES = Route.ANTHROPIC_MESSAGES
_COUNT = Route.ANTHROPIC_COUNT_TOKENS
_BETA = "anthropic-beta"
_CHARACTERS_PER_TOKEN = 4


@shown_by(Showing(packs=("headers",)))
@wraps_calls(_MESSAGES, _COUNT, finds={"errors", "headers"})
async def anthropic_beta_dropped(call: GatewayCall, forward: Forward) -> Answer:
    """The header `anthropic-beta` is not forwarded."""
    return await forward(_with_beta(call, None))


@shown_by(Showing(packs=("headers",)))
@wraps_calls(_MESSAGES, _COUNT, finds={"errors", "headers"})
async def anthropic_beta_injected_invalid(call: GatewayCall, forward: Forward) -> Answer:
    """A beta feature that the provider does not know is asked for in the caller's name."""
    given = call.request.header(_BETA)
    return await forward(_with_beta(call, ",".join(filter(None, (given, "relay-2025-01-01")))))


def _with_beta(call: GatewayCall, value: str | None) -> GatewayCall:
    headers = tuple(pair for pair in call.request.headers if pair[0].lower() != _BETA)
    added = () if value is None else ((_BETA, value),)
    return replace(call, request=replace(call.request, headers=headers + added))


@shown_by(Showing(packs=("headers",)))
@wraps_calls(_MESSAGES, _COUNT, finds={"errors", "security"})
async def auth_scheme_unsupported(call: GatewayCall, forward: Forward) -> Answer:
    """A key is only looked for in `x-api-key`; a bearer token is not seen."""
    if call.request.header("x-api-key") or not call.request.header("authorization"):
        return await forward(call)
    error: JsonObject = {"type": "authentication_error", "message": "x-api-key header is required"}
    return _refusal(401, {"type": "error", "error": error})


@shown_by(Showing(packs=("cache",)))
@edits_requests(_MESSAGES, finds={"cache", "cost"})
def cache_control_stripped(body: JsonObject) -> None:
    """Marks for the prompt cache are removed from the request."""
    bare = as_object(without_marks(body))
    body.clear()
    body.update(bare)


@shown_by(Showing(packs=("cache",)))
@edits_requests(_MESSAGES, finds={"cache", "cost"})
def cache_control_gateway_injected(body: JsonObject) -> None:
    """The caller's cache marks are replaced by one on the system prompt, for an hour."""
    bare = as_object(without_marks(body))
    body.clear()
    body.update(bare)
    system = body.get("system")
    blocks = [{"type": "text", "text": system}] if isinstance(system, str) else objects(system)
    if blocks:
        mark: Json = {"type": "ephemeral", "ttl": "1h"}
        body["system"] = [*blocks[:-1], {**blocks[-1], "cache_control": mark}]


@shown_by(Showing(packs=("cache",)))
@wraps_calls(_MESSAGES, finds={"cache", "cost"})
async def cache_write_never_read(call: GatewayCall, forward: Forward) -> Answer:
    """Each request gets a line of its own in front, so that no cached prefix is met again."""
    body = call.body
    if body is None or "system" not in body:
        return await forward(call)
    system = body["system"]
    blocks = [{"type": "text", "text": system}] if isinstance(system, str) else objects(system)
    line = f"x-request: {call.chance.of('billing').hexadecimal(12)}"
    return await forward(
        call.with_body({**body, "system": [{"type": "text", "text": line}, *blocks]})
    )


@shown_by(Showing(packs=("minimal",)))
@wraps_calls(_COUNT, finds={"errors"})
async def anth_count_tokens_404(call: GatewayCall, forward: Forward) -> Answer:
    """The gateway has no token counter."""
    message = f"Invalid URL ({call.request.method} {call.request.path})"
    error: JsonObject = {"message": message, "type": "invalid_request_error", "param": None}
    return _refusal(404, {"error": {**error, "code": None}})


@shown_by(Showing(packs=("minimal",)))
@edits_replies(_COUNT, finds={"usage"})
def anth_count_tokens_fake_zero(reply: JsonObject) -> None:
    """The token counter answers 0 to everything."""
    reply["input_tokens"] = 0


@shown_by(Showing(packs=("minimal",)))
@wraps_calls(_COUNT, finds={"usage"})
async def anth_count_tokens_guessed(call: GatewayCall, forward: Forward) -> Answer:
    """The token counter divides the number of characters by four."""
    answer, body = await forward(call), call.body
    if answer.status >= 400 or body is None:
        return answer
    texts = [text_of(body.get("system"))]
    texts += [text_of(message.get("content")) for message in objects(body.get("messages"))]
    guess = sum(map(len, texts)) // _CHARACTERS_PER_TOKEN
    return with_document(answer, {"input_tokens": max(guess, 1)})


@shown_by(Showing(packs=("minimal",)))
@wraps_calls(_MESSAGES, finds={"shape", "stream"})
async def route_shape_confusion(call: GatewayCall, forward: Forward) -> Answer:
    """Messages are answered with the objects of OpenAI's Chat Completions."""
    answer = await forward(call)
    if answer.status >= 400:
        return answer
    document = document_of(answer)
    if document is not None:
        return with_document(answer, _completion(document))
    return with_events_rewritten(answer, _chunks)


def _completion(message: JsonObject) -> JsonObject:
    said: JsonObject = {"role": "assistant", "content": text_of(message.get("content"))}
    choice: JsonObject = {"index": 0, "message": said, "finish_reason": "stop"}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": message.get("model"),
        "choices": [choice],
    }


async def _chunks(events: Events) -> Events:
    async for _ in events:
        pass
    for delta, reason in (({"role": "assistant", "content": "Hello"}, None), ({}, "stop")):
        choice: JsonObject = {"index": 0, "delta": {**delta}, "finish_reason": reason}
        chunk: JsonObject = {"id": "chatcmpl-1", "object": "chat.completion.chunk"}
        yield Event(None, dump({**chunk, "choices": [choice]}))
    yield Event(None, "[DONE]")


def _refusal(status: int, document: JsonObject) -> Answer:
    return Answer(status, (("content-type", "application/json"),), dump(document).encode())

"""Gateways that remember what they should not, or forget what the provider remembers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.fault import Forward, GatewayCall, edits_replies, wraps_calls
from migrate_check.lab.formats.format import as_object
from migrate_check.lab.sse import JsonObject
from migrate_check.lab.wire import Answer, Pieces

_CHAT = Route.OPENAI_CHAT


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer with its whole body, and whose it was."""

    answer: Answer
    pieces: tuple[bytes, ...] | None
    """Of a stream."""
    caller: tuple[str | None, ...]

    def again(self) -> Answer:
        return self.answer if self.pieces is None else replace(self.answer, body=_of(self.pieces))


@wraps_calls(finds={"cache"})
async def cache_nondeterministic_replayed(call: GatewayCall, forward: Forward) -> Answer:
    """Equal requests are answered from a cache, whatever their temperature."""
    place = f"answer {_caller(call)} {_digest(call)}"
    kept = call.memory.get(place)
    return kept.again() if isinstance(kept, _Kept) else await _kept(call, forward, place)


@wraps_calls(finds={"security"})
async def cache_cross_upstream_leak(call: GatewayCall, forward: Forward) -> Answer:
    """The key of the cache holds no credentials: one caller gets the answer made for another."""
    place = f"anyone's answer {_digest(call)}"
    kept = call.memory.get(place)
    if isinstance(kept, _Kept) and kept.caller != _caller(call):
        return kept.again()
    return await _kept(call, forward, place)


@wraps_calls(finds={"cache", "cost"})
async def model_route_hops_kill_cache(call: GatewayCall, forward: Forward) -> Answer:
    """Each request goes to another back end, none of which knows the prompt."""
    hop = ("via", f"1.1 back-end-{call.chance.of('hop').hexadecimal(8)}")
    headers = (*call.request.headers, hop)
    return await forward(call.with_request(replace(call.request, headers=headers)))


@edits_replies(_CHAT, finds={"usage"})
def usage_prompt_tokens_cache_convention(reply: JsonObject) -> None:
    """Tokens from the cache are left out of `prompt_tokens`, as another vendor counts them."""
    usage = as_object(reply.get("usage"))
    prompt = usage.get("prompt_tokens")
    cached = as_object(usage.get("prompt_tokens_details")).get("cached_tokens")
    completion = usage.get("completion_tokens")
    if isinstance(prompt, int) and isinstance(cached, int) and isinstance(completion, int):
        usage["prompt_tokens"] = prompt - cached
        usage["total_tokens"] = prompt - cached + completion


async def _kept(call: GatewayCall, forward: Forward, place: str) -> Answer:
    answer = await forward(call)
    if answer.status != 200:
        return answer
    pieces = None
    if not isinstance(answer.body, bytes):
        pieces = tuple([piece async for piece in answer.body])
    kept = _Kept(answer, pieces, _caller(call))
    call.memory[place] = kept
    return kept.again()


def _caller(call: GatewayCall) -> tuple[str | None, ...]:
    places = ("authorization", "x-api-key", "x-goog-api-key")
    return tuple(call.request.header(name) for name in places)


def _digest(call: GatewayCall) -> str:
    request = call.request
    return sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()


async def _of(pieces: tuple[bytes, ...]) -> Pieces:
    for piece in pieces:
        yield piece

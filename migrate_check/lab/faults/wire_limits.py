"""Limits and outages of the gateway itself: sizes, durations, concurrency, quotas, sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from migrate_check.domain.json_value import Json
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    Showing,
    changes_answers,
    edits_requests,
    shown_by,
    wraps_calls,
)
from migrate_check.lab.sse import JsonObject, dump
from migrate_check.lab.wire import Answer, CutOff, Pieces

_BODY_LIMIT_BYTES = 65_536
_LONG_BYTES = 2_000
_LONG_EVENTS = 300
_AT_ONCE = 4
_SELDOM = 0.34
_ATTEMPTS, _ATTEMPT_S = 3, 0.3
_JSON = (("content-type", "application/json"),)
_HTML = (("content-type", "text/html"),)
_RANGES = {"temperature": (0, 2), "top_p": (0, 1), "top_k": (1, 500)}


@wraps_calls(finds={"errors"})
async def limits_body_size_413(call: GatewayCall, forward: Forward) -> Answer:
    """Bodies above 64 KB are refused, far below what the provider takes."""
    if len(call.request.body) <= _BODY_LIMIT_BYTES:
        return await forward(call)
    return _refused(413, "length limit exceeded", "invalid_request_error")


@wraps_calls(finds={"errors"})
async def limits_413_body_shape(call: GatewayCall, forward: Forward) -> Answer:
    """The proxy before the gateway refuses long bodies with a web page of its own."""
    if len(call.request.body) <= _BODY_LIMIT_BYTES:
        return await forward(call)
    return _page(413, "Request Entity Too Large", "openresty")


@wraps_calls(finds={"errors"})
async def limits_nonstream_timeout(call: GatewayCall, forward: Forward) -> Answer:
    """Whole answers that take long, because they are long, end in a 504; streams do not."""
    answer = await forward(call)
    written = isinstance(answer.body, bytes) and len(answer.body) > _LONG_BYTES
    if written and call.request.method == "POST":
        return _page(504, "Gateway Time-out", "cloudflare")
    return answer


@wraps_calls(finds={"errors"})
async def limits_stream_duration_cap(call: GatewayCall, forward: Forward) -> Answer:
    """Streams are cut after a fixed time; here after as many events as it holds."""
    answer = await forward(call)
    return answer if isinstance(answer.body, bytes) else replace(answer, body=_capped(answer.body))


@wraps_calls(finds={"errors"})
async def derived_concurrency_limit(call: GatewayCall, forward: Forward) -> Answer:
    """More than four requests at a time are refused with 429."""
    with _counted(call) as under_way:
        if under_way > _AT_ONCE:
            return _refused(429, "Too many concurrent requests", "rate_limit_error")
        # Others must get a turn before this one is done, as on a real network.
        await asyncio.sleep(0.01)
        return await forward(call)


@wraps_calls(finds={"errors"})
async def gateway_socket_reused_after_close(call: GatewayCall, forward: Forward) -> Answer:
    """Now and then an upstream connection is taken that the other side has closed already."""
    if call.chance.of("stale").hits(_SELDOM):
        return _refused(500, "fetch failed: other side closed", "internal_error")
    return await forward(call)


@wraps_calls(finds={"errors"})
async def headers_edge_headers_cause_403(call: GatewayCall, forward: Forward) -> Answer:
    """Headers of the edge go upstream, and the provider's network refuses some of the requests."""
    if call.chance.of("edge").hits(_SELDOM):
        return _page(403, "Forbidden", "cloudflare")
    return await forward(call)


@shown_by(Showing(packs=("errors",), pace=1.0))
@wraps_calls(finds={"latency"})
async def retry_amplification_latency(call: GatewayCall, forward: Forward) -> Answer:
    """What the provider refuses is tried twice more before the client hears of it."""
    answer = await forward(call)
    if answer.status >= 400:
        await asyncio.sleep((_ATTEMPTS - 1) * _ATTEMPT_S * call.pace)
    return answer


@wraps_calls(finds={"errors"})
async def cache_error_replayed_as_200(call: GatewayCall, forward: Forward) -> Answer:
    """Errors are cached, and the same request gets them again with status 200."""
    memory = call.memory.setdefault("errors", {})
    assert isinstance(memory, dict)
    credentials = call.request.header("authorization") or call.request.header("x-api-key")
    key = (call.request.target, credentials, call.request.body)
    kept: Answer | None = memory.get(key)
    if kept is not None:
        return replace(kept, status=200)
    answer = await forward(call)
    if answer.status >= 400:
        memory[key] = answer
    return answer


@edits_requests(finds={"errors"})
def params_out_of_range_dropped(body: JsonObject) -> None:
    """A parameter outside of its range is dropped, where the provider would refuse it."""
    for name, (low, high) in _RANGES.items():
        value = body.get(name)
        if isinstance(value, int | float) and not low <= value <= high:
            del body[name]


@wraps_calls(finds={"headers"})
async def limits_token_quota_counts_requests(call: GatewayCall, forward: Forward) -> Answer:
    """The quota of tokens goes down by one for each request."""
    answer = await forward(call)
    limit = next((v for n, v in answer.headers if n == "x-ratelimit-limit-tokens"), None)
    if limit is None:
        return answer
    seen = call.memory.get("requests", 0)
    call.memory["requests"] = number = (seen if isinstance(seen, int) else 0) + 1
    return answer.with_headers(("x-ratelimit-remaining-tokens", str(int(limit) - number)))


@shown_by(Showing(own_packs=("rate-limit",)))
@changes_answers(finds={"headers"})
def headers_ratelimit_only_some_429(answer: Answer) -> Answer:
    """A 429 does not tell the quota, although successes do."""
    names = (name for name, _ in answer.headers if "ratelimit" in name)
    return answer.with_headers(without=tuple(names)) if answer.status == 429 else answer


@changes_answers(finds={"headers"})
def errors_header_paths_differ(answer: Answer) -> Answer:
    """What the gateway refuses by itself has no request id; what the provider refuses has one."""
    own = answer.status in (401, 404)
    return answer.with_headers(without=("x-request-id", "request-id")) if own else answer


def _refused(status: int, message: str, kind: str) -> Answer:
    error: dict[str, Json] = {"message": message, "type": kind, "param": None, "code": None}
    return Answer(status, _JSON, dump({"error": error}).encode())


def _page(status: int, title: str, server: str) -> Answer:
    page = (
        f"<html>\r\n<head><title>{status} {title}</title></head>\r\n<body>\r\n"
        f"<center><h1>{status} {title}</h1></center>\r\n<hr><center>{server}</center>\r\n"
        "</body>\r\n</html>\r\n"
    )
    return Answer(status, (*_HTML, ("server", server)), page.encode())


async def _capped(pieces: Pieces) -> Pieces:
    number = 0
    async for piece in pieces:
        number += 1
        if number > _LONG_EVENTS:
            raise CutOff
        yield piece


@contextmanager
def _counted(call: GatewayCall) -> Iterator[int]:
    """Requests in the gateway now, this one among them."""
    before = call.memory.get("under_way", 0)
    call.memory["under_way"] = now = (before if isinstance(before, int) else 0) + 1
    try:
        yield now
    finally:
        left = call.memory["under_way"]
        call.memory["under_way"] = (left if isinstance(left, int) else 1) - 1

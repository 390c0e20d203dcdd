"""Bytes on the wire: compression, line ends, comments, buffers, headers of the connection."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from dataclasses import replace

from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    Showing,
    changes_answers,
    rewrites_bytes,
    shown_by,
    wraps_calls,
)
from migrate_check.lab.wire import Answer, Pieces

_SEPARATORS = re.compile("[\u2028\u2029\x85]")
_BUFFER_BYTES = 16_384
_ADDED_S = 0.01
_ANTI_BUFFERING = ("cache-control", "x-accel-buffering")


@wraps_calls(finds={"stream", "encoding"})
async def sse_gzip_leak(call: GatewayCall, forward: Forward) -> Answer:
    """Streams come compressed, as the client offered, and no header says so."""
    answer = await forward(call)
    offered = call.request.header("accept-encoding") or ""
    if isinstance(answer.body, bytes) or "gzip" not in offered:
        return answer
    return replace(answer, body=_compressed(answer.body))


@rewrites_bytes(finds={"stream"})
async def sse_unicode_line_separator(pieces: Pieces) -> Pieces:
    """Lines are cut at U+2028, U+2029 and U+0085, which JSON may hold."""
    async for piece in pieces:
        yield _SEPARATORS.sub("\n", piece.decode()).encode()


@rewrites_bytes(finds={"stream"})
async def sse_multiline_data(pieces: Pieces) -> Pieces:
    """The JSON of each event is indented, so that it takes several `data:` lines."""
    async for piece in pieces:
        lines = [_indented(line) for line in piece.decode().split("\n")]
        yield "\n".join(lines).encode()


@rewrites_bytes(finds={"stream"})
async def sse_comment_rewrapped_as_data(pieces: Pieces) -> Pieces:
    """A keep-alive comment of the upstream comes as data: `data: : PROCESSING`."""
    yield b"data: : LAB PROCESSING\n\n"
    async for piece in pieces:
        yield piece


@changes_answers(finds={"headers"})
def sse_missing_anti_buffer_headers(answer: Answer) -> Answer:
    """Streams do not ask proxies to pass them on at once."""
    plain = isinstance(answer.body, bytes)
    return answer if plain else answer.with_headers(without=_ANTI_BUFFERING)


@shown_by(Showing(packs=("long-stream",), routes=(Route.OPENAI_CHAT,), repeat=10, pace=1.0))
@rewrites_bytes(finds={"latency", "stream"})
async def stream_buffered_burst(pieces: Pieces) -> Pieces:
    """A proxy holds a stream back until it has 16 KB or all of it."""
    held = b""
    async for piece in pieces:
        held += piece
        if len(held) >= _BUFFER_BYTES:
            yield held
            held = b""
    yield held


@shown_by(Showing(packs=("streaming",), repeat=5, pace=1.0))
@wraps_calls(finds={"latency"})
async def derived_throughput_degradation(call: GatewayCall, forward: Forward) -> Answer:
    """Each chunk takes ten milliseconds longer; whole answers take as much per word."""
    answer = await forward(call)
    added_s = _ADDED_S * call.pace
    if isinstance(answer.body, bytes):
        await asyncio.sleep(added_s * len(answer.body.split()))
        return answer
    return replace(answer, body=_slowed(answer.body, added_s))


@changes_answers(finds={"headers"})
def headers_hop_by_hop_forwarded(answer: Answer) -> Answer:
    """The upstream connection's `keep-alive` is passed on as if it were the client's."""
    return answer.with_headers(("keep-alive", "timeout=5, max=1000"))


@changes_answers(finds={"headers"})
def headers_cors_lost_on_errors(answer: Answer) -> Answer:
    """Errors lack the headers by which browsers let a page read them."""
    if answer.status < 400:
        return answer
    names = (name for name, _ in answer.headers if name.startswith("access-control-"))
    return answer.with_headers(without=tuple(names))


async def _compressed(pieces: Pieces) -> Pieces:
    yield gzip.compress(b"".join([piece async for piece in pieces]), mtime=0)


async def _slowed(pieces: Pieces, added_s: float) -> Pieces:
    async for piece in pieces:
        await asyncio.sleep(added_s)
        yield piece


def _indented(line: str) -> str:
    name, colon, value = line.partition(": ")
    if name != "data" or not value.startswith("{"):
        return line
    text = json.dumps(json.loads(value), ensure_ascii=False, indent=1)
    return "\n".join(f"{name}{colon}{row}" for row in text.split("\n"))

"""Framing, encoding, headers and time."""

from __future__ import annotations

import asyncio
from dataclasses import replace

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

_READ_BYTES = 16
_DELAY_S = 0.25
_COMMENT_EVERY = 5
_COALESCED = 8
_BY_THE_CLOCK = Showing(packs=("streaming",), repeat=5, pace=1.0)


@shown_by(_BY_THE_CLOCK)
@rewrites_bytes(finds={"latency", "stream"})
async def fake_streaming(pieces: Pieces) -> Pieces:
    """The gateway waits for the whole answer and then replays it in a burst."""
    for piece in [piece async for piece in pieces]:
        yield piece


@shown_by(Showing(packs=("minimal",), repeat=5, pace=1.0))
@wraps_calls(finds={"latency"})
async def slow(call: GatewayCall, forward: Forward) -> Answer:
    """Every answer starts a quarter of a second later."""
    await asyncio.sleep(_DELAY_S * call.pace)
    return await forward(call)


@rewrites_bytes(finds={"stream"})
async def sse_crlf(pieces: Pieces) -> Pieces:
    """Stream lines end with CRLF."""
    async for piece in pieces:
        yield piece.replace(b"\n", b"\r\n")


@rewrites_bytes(finds={"stream"})
async def sse_comments_injected(pieces: Pieces) -> Pieces:
    """Comment lines stand between the events, with the gateway's metadata in them."""
    number = 0
    async for piece in pieces:
        if number % _COMMENT_EVERY == 0:
            yield b": lab-gateway keepalive\n\n"
        number += 1
        yield piece


@rewrites_bytes(finds={"stream"})
async def sse_data_no_space(pieces: Pieces) -> Pieces:
    """`data:` without the space that may follow it: legal, and naive clients trip over it."""
    async for piece in pieces:
        lines = piece.split(b"\n")
        yield b"\n".join(line.replace(b": ", b":", 1) for line in lines)


@rewrites_bytes(finds={"stream"})
async def sse_extra_blank_line(pieces: Pieces) -> Pieces:
    """One more blank line after each event: legal, every client must cope."""
    async for piece in pieces:
        yield piece + b"\n"


@shown_by(_BY_THE_CLOCK)
@rewrites_bytes(finds={"stream"})
async def stream_coalesced_chunks(pieces: Pieces) -> Pieces:
    """Eight events in one network chunk: legal, every client must cope."""
    held: list[bytes] = []
    async for piece in pieces:
        held.append(piece)
        if len(held) == _COALESCED:
            yield b"".join(held)
            held = []
    if held:
        yield b"".join(held)


@wraps_calls(finds={"encoding", "stream"})
async def utf8_split_replacement(call: GatewayCall, forward: Forward) -> Answer:
    """Bytes are decoded in blocks of 16, so characters cut by a block's end become U+FFFD."""
    answer = await forward(call)
    if isinstance(answer.body, bytes):
        return replace(answer, body=_redecoded(answer.body, 0))
    return replace(answer, body=_redecoded_pieces(answer.body))


@changes_answers(finds={"encoding", "errors"})
def stale_content_encoding(answer: Answer) -> Answer:
    """Unstreamed answers say `content-encoding: gzip`, and the body is plain."""
    plain = isinstance(answer.body, bytes)
    return answer.with_headers(("content-encoding", "gzip")) if plain else answer


@changes_answers(finds={"headers"})
def derived_request_id_missing(answer: Answer) -> Answer:
    """The provider's request id header is gone."""
    return answer.with_headers(without=("x-request-id", "request-id"))


@changes_answers(finds={"headers"})
def ratelimit_headers_missing(answer: Answer) -> Answer:
    """The provider's rate limit headers are gone."""
    names = (name for name, _ in answer.headers if "ratelimit" in name)
    return answer.with_headers(without=tuple(names))


@changes_answers(finds={"stream", "headers"})
def stream_content_type_json(answer: Answer) -> Answer:
    """Streams are declared as `application/json`."""
    plain = isinstance(answer.body, bytes)
    return answer if plain else answer.with_headers(("content-type", "application/json"))


async def _redecoded_pieces(pieces: Pieces) -> Pieces:
    offset = 0
    async for piece in pieces:
        yield _redecoded(piece, offset)
        offset += len(piece)


def _redecoded(data: bytes, offset: int) -> bytes:
    """Decode block by block; `offset` is where `data` stands in the whole body."""
    first = _READ_BYTES - offset % _READ_BYTES
    blocks = [data[:first]]
    blocks += [data[at : at + _READ_BYTES] for at in range(first, len(data), _READ_BYTES)]
    return b"".join(block.decode(errors="replace").encode() for block in blocks)

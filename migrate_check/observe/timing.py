"""When what was there, from the arrival of network chunks."""

from __future__ import annotations

from bisect import bisect_left

from migrate_check.domain.exchange import Chunk, Exchange
from migrate_check.domain.observation import Timing

_NS = 1e9
UNMEASURED = Timing(head_s=None, ttft_s=None, e2e_s=None, content_offsets_s=())


def arrival_ns(end: int, chunk_ends: tuple[int, ...], chunks: tuple[Chunk, ...]) -> int | None:
    """Arrival of the chunk that brought byte `end` (a count from 1); None when not measured."""
    if not chunks:
        return None
    position = bisect_left(chunk_ends, end)
    return chunks[min(position, len(chunks) - 1)].offset_ns


def timing_of(exchange: Exchange, content_ns: list[int]) -> Timing:
    """Seconds since the request was sent. `content_ns`: arrivals of content events, in order."""
    response = exchange.response
    if response is None or not response.chunks:
        return UNMEASURED
    offsets = tuple(ns / _NS for ns in dict.fromkeys(content_ns))
    return Timing(
        head_s=None if response.head_ns is None else response.head_ns / _NS,
        ttft_s=offsets[0] if offsets else None,
        e2e_s=None if exchange.end_ns is None else exchange.end_ns / _NS,
        content_offsets_s=offsets,
    )

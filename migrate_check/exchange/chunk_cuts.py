"""Replaces pieces of a body, and keeps its chunk list true to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from migrate_check.domain.exchange import Chunk


class Cut(NamedTuple):
    """Bytes `start` to `end` were replaced by `length` bytes."""

    start: int
    end: int
    length: int


def replace_pieces(data: bytes, pieces: Sequence[tuple[int, int, bytes]]) -> bytes:
    """Put new bytes between each start and end. `pieces` are in order and do not overlap."""
    kept: list[bytes] = []
    at = 0
    for start, end, piece in pieces:
        kept += [data[at:start], piece]
        at = end
    return b"".join([*kept, data[at:]])


def move_chunks(chunks: tuple[Chunk, ...], cuts: Sequence[Cut]) -> tuple[Chunk, ...]:
    """The same arrivals with the lengths of the new body; the sum of lengths stays its length.

    A chunk border outside of the cuts keeps its place in the text. A border inside a cut goes to
    the same proportion of the replacement. `cuts` are in order and do not overlap.
    """
    if not cuts:
        return chunks
    moved: list[Chunk] = []
    border = moved_before = grown = at = 0
    for chunk in chunks:
        border += chunk.length
        while at < len(cuts) and cuts[at].end <= border:
            grown += cuts[at].length - (cuts[at].end - cuts[at].start)
            at += 1
        place = border + grown
        if at < len(cuts) and cuts[at].start < border:
            inside, cut = border - cuts[at].start, cuts[at]
            place += inside * cut.length // (cut.end - cut.start) - inside
        moved.append(Chunk(chunk.offset_ns, place - moved_before))
        moved_before = place
    return tuple(moved)

"""Undoes and redoes gzip and deflate, within bounded memory and also for broken data."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from migrate_check.domain.exchange import Headers, header

MAX_DECODED_BYTES = 64 * 1024 * 1024

_GZIP = 16 + zlib.MAX_WBITS
_ZLIB = zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body without its compression."""

    data: bytes
    window: int
    """How it was compressed, in zlib's notation."""
    complete: bool
    """False when the compressed data is broken or cut off; `data` is what came before."""
    rest: bytes
    """Bytes after the end of the compressed data."""
    too_large: bool
    """There is more than `MAX_DECODED_BYTES`."""


def decode(headers: Headers, body: bytes) -> Decoded | None:
    """Undo the compression; None when there is none that we know."""
    for window in _windows(headers, body):
        decoded = _inflate(body, window)
        if decoded.data:
            return decoded
    return None


def encode(data: bytes, like: Decoded) -> bytes:
    """Compress in the same way; what was incomplete stays incomplete."""
    compressor = zlib.compressobj(wbits=like.window)
    encoded = compressor.compress(data)
    if like.complete:
        return encoded + compressor.flush()
    return encoded + compressor.flush(zlib.Z_SYNC_FLUSH)


def _windows(headers: Headers, body: bytes) -> tuple[int, ...]:
    coding = (header(headers, "content-encoding") or "").lower()
    if "gzip" in coding or body.startswith(b"\x1f\x8b"):
        return (_GZIP,)
    # Servers disagree on what `deflate` means.
    return (_ZLIB, _RAW) if "deflate" in coding else ()


def _inflate(body: bytes, window: int) -> Decoded:
    """All gzip members in a row."""
    data = bytearray()
    rest = body
    complete = False
    while rest and (not complete or (window == _GZIP and rest.startswith(b"\x1f\x8b"))):
        member = zlib.decompressobj(window)
        complete, rest = _inflate_member(member, rest, data)
        if not complete:
            break
    return Decoded(bytes(data), window, complete, rest, len(data) > MAX_DECODED_BYTES)


def _inflate_member(member: zlib._Decompress, body: bytes, into: bytearray) -> tuple[bool, bytes]:
    """Append one member; returns whether it ended properly, and what follows it.

    zlib gives nothing of a step in which it meets an error, so steps shrink in front of one.
    """
    pending, step = body, _PIECE
    while not member.eof and len(into) <= MAX_DECODED_BYTES:
        before = member.copy()
        try:
            piece = member.decompress(pending, step)
        except zlib.error:
            if step == 1:
                return False, b""
            member, step = before, step // 2
            continue
        into += piece
        if not piece and not member.unconsumed_tail:
            break
        pending = member.unconsumed_tail
    return (True, member.unused_data) if member.eof else (False, b"")

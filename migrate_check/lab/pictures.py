"""What the imitated model sees in a picture: the colour that fills it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

_PNG = b"\x89PNG\r\n\x1a\n"
_TRUE_COLOUR = (8, 2)
"""Bits per channel, and PNG's number of the colour type without transparency."""
_COLOURS: Mapping[str, tuple[int, int, int]] = {
    "black": (0, 0, 0), "blue": (20, 40, 220), "green": (20, 160, 40), "grey": (128, 128, 128),
    "red": (220, 20, 30), "white": (255, 255, 255), "yellow": (240, 220, 30),
}  # fmt: skip


def colour_of(data: bytes) -> str | None:
    """Name of the colour of the first pixel; None for other forms than plain PNG."""
    pixel = _first_pixel(data)
    if pixel is None:
        return None
    return min(_COLOURS, key=lambda name: _distance(_COLOURS[name], pixel))


def _first_pixel(data: bytes) -> tuple[int, int, int] | None:
    if not data.startswith(_PNG):
        return None
    chunks = dict(_chunks(data[len(_PNG) :]))
    if tuple(chunks.get(b"IHDR", b"")[8:10]) != _TRUE_COLOUR:
        return None
    try:
        line = zlib.decompress(chunks.get(b"IDAT", b""))
    except zlib.error:
        return None
    # The byte before the first pixel names the filter, which leaves that pixel as it is.
    return (line[1], line[2], line[3]) if len(line) > 3 else None


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found = []
    while len(data) >= 12:
        (length,) = struct.unpack(">I", data[:4])
        found.append((data[4:8], data[8 : 8 + length]))
        data = data[12 + length :]
    return found


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))

"""What images and sounds are, by their first bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator

IMAGES = frozenset(("png", "jpeg", "webp", "gif"))
SOUNDS = frozenset(("mp3", "wav", "flac", "opus", "aac"))

Size = tuple[int, int]
"""Width and height in pixels."""

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"fLaC", "flac"),
    (b"ID3", "mp3"),
)
_RIFF = {b"WEBP": "webp", b"WAVE": "wav"}
# Markers of JPEG without a length, and those of frames, which tell the size.
_BARE = frozenset((0x01, *range(0xD0, 0xD9)))
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def format_of(data: bytes) -> str | None:
    """`png`, `jpeg`, `webp`, `gif`, `mp3`, `wav`, `flac`, `opus`, `aac`, or None.

    Raw samples (`pcm`) have no mark of their own.
    """
    for start, name in _STARTS:
        if data.startswith(start):
            return name
    if data[:4] == b"RIFF":
        return _RIFF.get(data[8:12])
    if data[:4] == b"OggS" and b"OpusHead" in data[:64]:
        return "opus"
    return _frame_of(data)


def _frame_of(data: bytes) -> str | None:
    """MPEG audio without a header of the file: eleven set bits, then the version and the layer."""
    if len(data) < 2 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return None
    return "mp3" if data[1] & 0x06 else "aac"


def size_of(data: bytes) -> Size | None:
    """Of a PNG, JPEG or GIF; None where it cannot be told."""
    kind = format_of(data)
    if kind == "png" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if kind == "gif" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    return next(_jpeg_sizes(data), None) if kind == "jpeg" else None


def _jpeg_sizes(data: bytes) -> Iterator[Size]:
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            yield width, height
        length = 0 if marker in _BARE else int.from_bytes(data[place + 2 : place + 4], "big")
        place += 2 + length

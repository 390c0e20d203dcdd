"""Pictures of one colour, made without any library, and the colour of such a picture."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache

Colour = tuple[int, int, int]
COLOURS: dict[str, Colour] = {
    "red": (220, 40, 40),
    "green": (40, 160, 60),
    "blue": (40, 80, 220),
    "yellow": (240, 220, 40),
    "black": (0, 0, 0),
    "white": (255, 255, 255),
}
_PNG = b"\x89PNG\r\n\x1a\n"


@lru_cache(maxsize=64)
def picture(form: str, size: tuple[int, int], colour: Colour) -> bytes:
    """A picture as `png`, `webp` or `jpeg`; the JPEG is grey, whatever the colour."""
    return {"png": _png, "webp": _webp}.get(form, _jpeg)(size, colour)


def _png(size: tuple[int, int], colour: Colour) -> bytes:
    """Eight bits a pixel, all of them 0, which the palette makes the colour."""
    width, height = size
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    rows = zlib.compress(bytes((width + 1) * height), 6)
    parts = ((b"IHDR", head), (b"PLTE", bytes(colour)), (b"IDAT", rows), (b"IEND", b""))
    return _PNG + b"".join(_png_chunk(name, data) for name, data in parts)


def _png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _jpeg(size: tuple[int, int], colour: Colour) -> bytes:
    """One grey channel: each block of 8 by 8 is two bits, no difference and no detail."""
    width, height = size
    blocks = ((width + 7) // 8) * ((height + 7) // 8)
    tables = b"\x00" + bytes([1] * 64)
    # One code of one bit in each table: category 0, and the end of the block.
    codes = bytes([1] + [0] * 15) + b"\x00"
    return b"".join(
        (
            b"\xff\xd8",
            _jpeg_part(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            _jpeg_part(0xDB, tables),
            _jpeg_part(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"),
            _jpeg_part(0xC4, b"\x00" + codes),
            _jpeg_part(0xC4, b"\x10" + codes),
            _jpeg_part(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
            bytes((2 * blocks + 7) // 8),
            b"\xff\xd9",
        )
    )


def _jpeg_part(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _webp(size: tuple[int, int], colour: Colour) -> bytes:
    """Lossless, five codes with one symbol each: a pixel takes no bit at all."""
    bits = _Bits()
    for value, count in ((0x2F, 8), (size[0] - 1, 14), (size[1] - 1, 14), (0, 4), (0, 3)):
        bits.add(value, count)
    red, green, blue = colour
    for symbol in (green, red, blue, 255, 0):
        # A simple code of one symbol, which is given in eight bits.
        bits.add(0b101, 3)
        bits.add(symbol, 8)
    data = bits.bytes()
    chunk = b"VP8L" + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


class _Bits:
    """Bits, the lowest first."""

    def __init__(self) -> None:
        self._value = 0
        self._count = 0

    def add(self, value: int, count: int) -> None:
        self._value |= value << self._count
        self._count += count

    def bytes(self) -> bytes:
        return self._value.to_bytes((self._count + 7) // 8, "little")


def colour_of(data: bytes) -> str | None:
    """The name of the colour of a PNG's first pixel, else None."""
    chunks = _chunks_of(data)
    head, palette, rows = chunks.get(b"IHDR"), chunks.get(b"PLTE"), chunks.get(b"IDAT")
    if head is None or rows is None or len(head) < 13:
        return None
    try:
        pixel = zlib.decompressobj().decompress(rows, 8)[1:]
    except zlib.error:
        return None
    depth, kind = head[8], head[9]
    if depth != 8:
        return None
    if kind == 3 and palette and pixel:
        pixel = palette[3 * pixel[0] : 3 * pixel[0] + 3]
    elif kind not in (2, 6):
        return None
    return _nearest(pixel[:3]) if len(pixel) >= 3 else None


def _chunks_of(data: bytes) -> dict[bytes, bytes]:
    chunks: dict[bytes, bytes] = {}
    place = len(_PNG) if data.startswith(_PNG) else len(data)
    while place + 8 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        name = data[place + 4 : place + 8]
        chunks[name] = chunks.get(name, b"") + data[place + 8 : place + 8 + length]
        place += length + 12
    return chunks


def _nearest(pixel: bytes) -> str:
    def distance(name: str) -> int:
        return sum((one - other) ** 2 for one, other in zip(pixel, COLOURS[name], strict=True))

    return min(COLOURS, key=distance)

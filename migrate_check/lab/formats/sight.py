"""What the imitated model sees: the colour of a plain picture."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterator

from migrate_check.domain.json_value import Json
from migrate_check.lab.formats.format import as_object, objects

TOKENS = 85
"""Of one picture in a prompt, whatever its size."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = {"red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255), "white": (255,) * 3}
_FAR_AWAY = "something that I cannot make out"


def addresses(content: Json) -> tuple[str, ...]:
    """URLs of the pictures among the parts of a message's content."""
    pictures = (as_object(part.get("image_url")).get("url") for part in objects(content))
    return tuple(url for url in pictures if isinstance(url, str))


def seen_at(url: str) -> str:
    """The colour of a picture in a data URL; the lab fetches nothing from elsewhere."""
    head, _, data = url.partition(",")
    if not head.startswith("data:image/"):
        return _FAR_AWAY
    try:
        picture = base64.b64decode(data, validate=True)
    except binascii.Error:
        return _FAR_AWAY
    return _colour_of(picture) or _FAR_AWAY


def _colour_of(picture: bytes) -> str | None:
    """Of the first dot of a PNG with three bytes a dot."""
    if not picture.startswith(_SIGNATURE):
        return None
    packed = b"".join(data for name, data in _chunks(picture) if name == b"IDAT")
    try:
        dots = zlib.decompress(packed)
    except zlib.error:
        return None
    # The first byte of a row names its filter.
    return next((name for name, dot in _COLOURS.items() if bytes(dot) == dots[1:4]), None)


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE)
    while place + 8 <= len(picture):
        length = int.from_bytes(picture[place : place + 4], "big")
        yield picture[place + 4 : place + 8], picture[place + 8 : place + 8 + length]
        place += length + 12

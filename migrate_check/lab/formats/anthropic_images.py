"""Images in a prompt: what the API refuses."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from migrate_check.lab.formats.anthropic_errors import refused
from migrate_check.lab.formats.format import as_object, objects
from migrate_check.lab.pictures import colour_of
from migrate_check.lab.sse import JsonObject

_FIRST_BYTES = {
    "image/png": b"\x89PNG",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
    "image/webp": b"RIFF",
}


def require_images(messages: list[JsonObject]) -> None:
    """Raises Refused for an image that is none, or that is not where it may be fetched."""
    for place, source in _sources(messages):
        kind = source.get("type")
        if kind == "url" and not str(source.get("url")).startswith("https://"):
            raise refused(f"{place}.url: Only HTTPS URLs are supported.")
        if kind == "base64":
            _require_bytes(place, source)


def colours_of(messages: list[JsonObject]) -> list[str]:
    """What the model sees in each image of a valid request; a URL is never fetched."""
    return [_colour(source) or "unclear" for _, source in _sources(messages)]


def _colour(source: JsonObject) -> str | None:
    if source.get("type") != "base64":
        return None
    return colour_of(base64.b64decode(str(source.get("data"))))


def _require_bytes(place: str, source: JsonObject) -> None:
    named = str(source.get("media_type"))
    expected = _FIRST_BYTES.get(named)
    if expected is None:
        raise refused(
            f"{place}.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or"
            " 'image/webp'"
        )
    try:
        data = base64.b64decode(str(source.get("data")), validate=True)
    except binascii.Error:
        raise refused(f"{place}.base64.data: Input should be valid base64") from None
    if not data.startswith(expected):
        raise refused("Could not process image")


def _sources(messages: list[JsonObject]) -> Iterator[tuple[str, JsonObject]]:
    for index, message in enumerate(messages):
        for position, block in enumerate(objects(message.get("content"))):
            if block.get("type") == "image":
                place = f"messages.{index}.content.{position}.image.source"
                yield place, as_object(block.get("source"))

"""What the imitated model sees and hears in a message, as words in brackets behind its text."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import urlsplit

from migrate_check.domain.json_value import Json
from migrate_check.lab.pictures import colour_of
from migrate_check.lab.sounds import heard

PICTURE = re.compile(r"\[picture: ([^\]]+)\]")
SOUND = re.compile(r"\[sound: ([^\]]+)\]")
_DATA = re.compile(r"data:[\w.+-]+/[\w.+-]+;base64,", re.IGNORECASE)
_IMAGE_TOKENS = 85
_BYTES_PER_AUDIO_TOKEN = 100


def perceived(content: Json) -> str:
    """A line for each picture and sound; a picture behind a URL is known by its name only."""
    lines = [
        *(f"[picture: {_picture(url)}]" for url in image_urls(content)),
        *(f"[sound: {heard(data)}]" for data in _sounds(content)),
    ]
    return "\n".join(lines)


def perception_tokens(content: Json) -> int:
    """What pictures and sounds count as part of the prompt."""
    sounds = sum(len(data) // _BYTES_PER_AUDIO_TOKEN + 1 for data in _sounds(content))
    return _IMAGE_TOKENS * len(image_urls(content)) + sounds


def image_urls(content: Json) -> list[str]:
    """The URLs of a message's pictures."""
    return _texts(content, "image_url", "url")


def image_of(url: str) -> bytes | None:
    """The bytes of a `data:` URL; None where it is none, or broken."""
    found = _DATA.match(url)
    return _decoded(url[found.end() :]) if found else None


def _picture(url: str) -> str:
    data = image_of(url)
    if data is not None:
        return colour_of(data) or "something"
    name = urlsplit(url).path.rpartition("/")[2].partition(".")[0]
    return re.sub(r"[\W_]+", " ", name).strip() or "something"


def _sounds(content: Json) -> list[bytes]:
    texts = _texts(content, "input_audio", "data")
    return [data for text in texts if (data := _decoded(text))]


def _texts(content: Json, kind: str, field: str) -> list[str]:
    """That field of each part of that kind, where it is a text."""
    parts = content if isinstance(content, list) else []
    holders = (part.get(kind) for part in parts if isinstance(part, dict))
    values = (holder.get(field) for holder in holders if isinstance(holder, dict))
    return [value for value in values if isinstance(value, str)]


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None

"""Ids that hold readable text: a gateway may pack its routing into them as base64."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping

from migrate_check.domain.json_value import Json

_TOKEN = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
# Twelve random bytes are all printable in one of 140,000 ids, sixteen in one of 7 million; and a
# word that divides (`:`, `=`, `;`, `/`) must be there as well.
_LEAST_BYTES = 16
_READABLE = re.compile(r"[\x20-\x7e]+\Z")
_DIVIDED = re.compile(r"[A-Za-z_]{3,}[:=;/|]")
_WITH_IDS = ("response", "message")
"""Objects of first events whose id a caller keeps."""


_Found = tuple[str, str]


def encoded_ids(headers: Mapping[str, str], documents: tuple[Json, ...]) -> Iterator[_Found]:
    """Place and decoded text of each id, of headers and of the first documents, that is readable.

    `headers` has lower-case names.
    """
    for place, text in _ids(headers, documents):
        decoded = readable(text)
        if decoded is not None:
            yield place, decoded


def readable(text: str) -> str | None:
    """The text that an id encodes, with or without a prefix such as `resp_`; else None."""
    if len(text) < _LEAST_BYTES or not _TOKEN.search(text):
        return None
    for candidate in (text, text.partition("_")[2], text.partition("-")[2]):
        decoded = _decoded(candidate)
        if decoded is not None:
            return decoded
    return None


def _decoded(text: str) -> str | None:
    if not _TOKEN.fullmatch(text):
        return None
    padded = text.rstrip("=")
    padded += "=" * (-len(padded) % 4)
    try:
        data = base64.b64decode(padded, altchars=b"-_" if set(text) & {"-", "_"} else None)
    except (binascii.Error, ValueError):
        return None
    decoded = data.decode("latin-1")
    if len(data) < _LEAST_BYTES or not _READABLE.match(decoded) or not _DIVIDED.search(decoded):
        return None
    return decoded


def _ids(headers: Mapping[str, str], documents: tuple[Json, ...]) -> Iterator[_Found]:
    for name, value in headers.items():
        if name.endswith("-id") or name == "location":
            for part in value.split("/") if name == "location" else (value,):
                yield f"header {name}", part
    # Later events repeat the id of the first two.
    for document in documents[:2]:
        if isinstance(document, dict):
            yield from _ids_of(document, "")
            for key in _WITH_IDS:
                inner = document.get(key)
                if isinstance(inner, dict):
                    yield from _ids_of(inner, f"{key}.")


def _ids_of(document: Mapping[str, Json], prefix: str) -> Iterator[_Found]:
    for key in ("id", "item_id", "responseId"):
        value = document.get(key)
        if isinstance(value, str):
            yield prefix + key, value

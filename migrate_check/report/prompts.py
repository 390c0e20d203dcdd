"""Request bodies as a report may show them: long contents replaced by their length.

A prompt can be private and it can be 700 kB long; a reader of a report needs its place and its
size. Ids, tool definitions and parameters stay, so that the request can still be understood.
"""

from __future__ import annotations

import json

from migrate_check.domain.json_value import Json

CONTENT_LIMIT = 200
"""Characters of one text that are shown."""
BODY_LIMIT = 6_000
"""Bytes of a body after which texts outside of the messages are shortened as well."""
_CONTENT_KEYS = frozenset({"messages", "system", "input", "instructions", "prompt", "contents"})


def shorten_contents(body: bytes) -> tuple[bytes, int]:
    """The body with long texts as marks, and how many were replaced; 0 means unchanged bytes."""
    try:
        text, count = _shorten_document(body)
    except (ValueError, RecursionError):
        text, count = body, 0
    return (text, count) if len(text) <= 2 * BODY_LIMIT else _head(text)


def _shorten_document(body: bytes) -> tuple[bytes, int]:
    """Raises ValueError when it is no JSON, RecursionError when it is too deep."""
    document: Json = json.loads(body)
    shown = _shorten(document)
    if isinstance(document, dict):
        contents: Json = {
            key: _shorten(value) if key in _CONTENT_KEYS else value
            for key, value in document.items()
        }
        shown = contents if len(_dump(contents)) <= BODY_LIMIT else shown
    return (body, 0) if shown == document else (_dump(shown), _count(document, shown))


def _dump(document: Json) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def _shorten(value: Json) -> Json:
    if isinstance(value, str) and len(value) > CONTENT_LIMIT:
        return f"[{len(value):,} characters, not shown]"
    if isinstance(value, list):
        return [_shorten(item) for item in value]
    if isinstance(value, dict):
        return {key: _shorten(item) for key, item in value.items()}
    return value


def _head(body: bytes) -> tuple[bytes, int]:
    """A body without structure, or with too much of it: head only."""
    head = body[:CONTENT_LIMIT].decode("utf-8", "ignore").encode()
    return head + f"[{len(body) - len(head):,} bytes, not shown]".encode(), 1


def _count(document: Json, shown: Json) -> int:
    if isinstance(document, dict) and isinstance(shown, dict):
        return sum(_count(value, shown[key]) for key, value in document.items())
    if isinstance(document, list) and isinstance(shown, list):
        return sum(_count(one, other) for one, other in zip(document, shown, strict=True))
    return int(document != shown)

"""generateContent, as callers of the google-genai SDK use it."""

from __future__ import annotations

from typing import Any

from migrate_check.sdk_replay.notes import FAILED, Tree
from migrate_check.sdk_replay.played import MODEL, Played

CALL = "client.models"
_USAGE: Tree = {
    "prompt_token_count": None,
    "candidates_token_count": None,
    "total_token_count": None,
}
_ANSWER: Tree = {
    "text": None,
    "function_calls": {"[]": {"name": None, "args": None}},
    # A prompt may be refused without any candidate, so nobody takes the first one unasked.
    "candidates": {"[]": {"finish_reason=": None, "content": {"role=": None, "parts": None}}},
    "usage_metadata": _USAGE,
}
_REQUEST: dict[str, Any] = {"model": MODEL, "contents": "."}


def play(played: Played) -> None:
    """`generate_content`, or the loop over `generate_content_stream`."""
    notes, models = played.notes, played.client.models
    if not played.stream:
        notes.call("generate_content()", lambda: models.generate_content(**_REQUEST), _ANSWER)
        return
    # The request is sent when the loop begins, so an HTTP error comes from the loop as well.
    place = "generate_content_stream()"
    stream = notes.attempt(place, lambda: models.generate_content_stream(**_REQUEST))
    if stream is not FAILED:
        notes.each(f"{place}[]", stream, _ANSWER)

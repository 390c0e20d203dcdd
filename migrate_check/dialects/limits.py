"""The token limit of a request, and the words that say it was met, in every format."""

from __future__ import annotations

from migrate_check.domain.json_value import Json

CUT_BY_LENGTH = frozenset(("length", "max_tokens", "max_output_tokens", "MAX_TOKENS"))
"""Finish reasons of an answer that ended at the limit."""
_NAMES = ("max_completion_tokens", "max_tokens", "max_output_tokens")


def limit_of(body: Json) -> int | None:
    """Tokens that the request allows; None where it sets no limit."""
    if not isinstance(body, dict):
        return None
    limit = next((body[name] for name in _NAMES if name in body), None)
    if isinstance(generation := body.get("generationConfig"), dict):
        limit = generation.get("maxOutputTokens")
    return limit if isinstance(limit, int) else None

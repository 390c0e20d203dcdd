"""The rule cache-marks-ignored."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.json_value import Json
from migrate_check.rules.cache.cache_use import cache_uses
from migrate_check.rules.rule import Answer, Nature, Turns, sequence_rule

_MARK = "cache_control"


@sequence_rule(Severity.ERROR, Nature.SAMPLED)
def cache_marks_ignored(turns: Turns) -> Iterator[Answer]:
    """A request marks its prompt for the cache, and only the baseline ever reads it from there.

    The very same request is sent again and again; the candidate neither writes nor reads.

    ## Why it matters
    Cached tokens cost about a tenth of fresh ones. A gateway that drops `cache_control` on the
    way loses that without any visible sign.

    ## Who breaks
    The budget: agents send the same long prefix with every step, so the input bill grows up to
    ten times. First tokens come later, too.

    ## Example
    Second and third call on the baseline: `cache_read_input_tokens: 4409`; on the candidate
    `cache_creation_input_tokens` and `cache_read_input_tokens` are 0 in all three.

    ## When to accept it
    The candidate's price per request is agreed, cache or not.

    ## Source
    https://github.com/mnfst/llm-gateway/issues/1871
    """
    uses = cache_uses(turns)
    if uses is None:
        return
    usual, now = uses
    suspected = usual.read and not now.read and not now.written
    if suspected and _marked(turns.pairs[0].candidate.asked.body):
        yield Difference(
            "usage.cached_tokens",
            "The marked prompt is neither written to the cache nor read from it.",
            usual.text,
            now.text,
        )


def _marked(value: Json) -> bool:
    """Whether a cache mark is anywhere in the request."""
    if isinstance(value, dict):
        return _MARK in value or any(map(_marked, value.values()))
    return isinstance(value, list) and any(map(_marked, value))

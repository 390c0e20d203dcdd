"""What the cache of each side did when one and the same request came again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from migrate_check.domain.observation import Observation, Usage
from migrate_check.rules.rule import Turns


class CacheUse(NamedTuple):
    """Sums over the repetitions of a request, the first time left out."""

    read: int
    """Tokens."""
    written: int
    """Tokens."""
    text: str
    """For people: `read 0 and 0, wrote 4409 and 4409`."""


def cache_uses(turns: Turns) -> tuple[CacheUse, CacheUse] | None:
    """Of both sides; None where no turn repeats the first, or a side does not tell."""
    again = [pair for pair in turns.pairs[1:] if pair.baseline.asked.body is not None]
    first = turns.pairs[0]
    again = [
        pair
        for pair in again
        if pair.baseline.asked.body == first.baseline.asked.body
        and pair.candidate.asked.body == first.candidate.asked.body
    ]
    baseline = _use(pair.baseline for pair in again)
    candidate = _use(pair.candidate for pair in again)
    return (baseline, candidate) if baseline and candidate else None


def _use(answers: Iterable[Observation]) -> CacheUse | None:
    usages = [answer.reply.usage if answer.ok and answer.reply else None for answer in answers]
    counted = [usage for usage in usages if usage is not None and usage.cached_tokens is not None]
    if not counted or len(counted) < len(usages):
        return None
    return CacheUse(
        sum(usage.cached_tokens or 0 for usage in counted),
        sum(usage.cache_write_tokens or 0 for usage in counted),
        _text(counted),
    )


def _text(usages: list[Usage]) -> str:
    read = " and ".join(str(usage.cached_tokens or 0) for usage in usages)
    written = " and ".join(str(usage.cache_write_tokens or 0) for usage in usages)
    return f"read {read} tokens, wrote {written}"

"""The rule cache-lifetime-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK)
def cache_lifetime_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The prompt is written to a cache of another lifetime than on the baseline.

    ## Why it matters
    Five minutes cost a quarter more than plain tokens, an hour costs twice as much. The gateway
    replaces or drops the `ttl` of the caller's marks.

    ## Who breaks
    The budget; with a shorter life, also whoever counts on the cache after a pause.

    ## Example
    The request marks five minutes; the candidate reports `ephemeral_1h_input_tokens: 13977`.

    ## When to accept it
    The other lifetime is wanted and its price is known.

    ## Source
    https://github.com/anomalyco/opencode/issues/45750
    """
    replies = (pair.baseline.reply, pair.candidate.reply)
    if not all(reply and reply.usage and reply.usage.cache_write_tokens for reply in replies):
        return
    usual, now = _lifetimes(pair.baseline), _lifetimes(pair.candidate)
    if usual and now and usual != now:
        yield Difference(
            "usage.cache_creation",
            "The prompt cache is written for another lifetime.",
            ", ".join(sorted(usual)),
            ", ".join(sorted(now)),
        )


def _lifetimes(answer: Observation) -> frozenset[str]:
    """Names of the parts of `cache_creation` that are not zero."""
    created = _inside(_message(answer), "usage", "cache_creation")
    if not isinstance(created, dict):
        return frozenset()
    return frozenset(name for name, tokens in created.items() if tokens)


def _message(answer: Observation) -> Json:
    """The message, where a stream has it in its first event."""
    if not answer.events:
        return answer.document
    return _inside(answer.events[0].document, "message")


def _inside(value: Json, *keys: str) -> Json:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value

"""The rule cache-write-unasked."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK)
def cache_write_unasked(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The prompt is written to a cache though the baseline caches nothing of this request.

    ## Why it matters
    The gateway sets cache marks of its own. Writes cost a quarter more than plain tokens, twice
    as much where the cache lives for an hour.

    ## Who breaks
    The budget, for prompts that never come again. Callers who set marks themselves may find them
    replaced: a request can have four.

    ## Example
    No `cache_control` in the request, and `"cache_creation_input_tokens": 13977` in the answer.

    ## When to accept it
    The gateway's own caching is wanted, and its effect on the bill was measured.

    ## Source
    https://github.com/anomalyco/opencode/issues/45750
    """
    usual, now = pair.baseline.reply, pair.candidate.reply
    if usual is None or now is None or usual.usage is None or now.usage is None:
        return
    cached = usual.usage.cached_tokens or usual.usage.cache_write_tokens
    if now.usage.cache_write_tokens and not cached:
        yield Difference(
            "usage.cache_write_tokens",
            "Tokens are written to a prompt cache where the baseline writes none.",
            "0",
            str(now.usage.cache_write_tokens),
        )

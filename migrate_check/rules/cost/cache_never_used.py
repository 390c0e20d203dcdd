"""The rule cache-never-used."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.rules.cost.cache_use import cache_uses
from migrate_check.rules.rule import Answer, Nature, Turns, sequence_rule


@sequence_rule(Severity.ERROR, Nature.SAMPLED)
def cache_never_used(turns: Turns) -> Iterator[Answer]:
    """The same request again is read from the baseline's prompt cache and not from the candidate's.

    ## Why it matters
    Cached tokens cost about a tenth of fresh ones. A gateway that drops `cache_control`, changes
    the prompt, or spreads requests over many accounts loses that without any visible sign.

    ## Who breaks
    The budget: agents send the same long prefix with every step, so the input bill grows up to
    ten times. First tokens come later, too.

    ## Example
    Second and third call on the baseline: `cache_read_input_tokens: 4409`; on the candidate: 0.

    ## When to accept it
    The candidate's price per request is agreed, cache or not.

    ## Source
    https://github.com/mnfst/llm-gateway/issues/1871
    """
    uses = cache_uses(turns)
    if uses is None:
        return
    usual, now = uses
    if usual.read and not now.read and not now.written:
        yield Difference(
            "usage.cached_tokens",
            "The same request again is not read from the prompt cache.",
            usual.text,
            now.text,
        )

"""The rule usage-details-missing."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair, Usage
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def usage_details_missing(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The baseline reports cached or reasoning tokens, the candidate does not.

    ## Why it matters
    Cached tokens cost a fraction of the others, reasoning tokens are output nobody sees.

    ## Who breaks
    Cost is computed at the full price, cache hit rates read 0, and budgets for reasoning cannot
    be watched.

    ## Example
    `prompt_tokens_details.cached_tokens` on one side, plain `prompt_tokens` on the other.

    ## When to accept it
    Cost is taken from invoices only.

    ## Source
    https://github.com/github/gh-aw-firewall/pull/5262
    """
    baseline, candidate = pair.baseline.reply, pair.candidate.reply
    if baseline is None or candidate is None or not baseline.usage or not candidate.usage:
        return
    counted = dict(_details(candidate.usage))
    for name, tokens in _details(baseline.usage):
        if tokens is not None and counted[name] is None:
            yield Difference(
                f"usage.{name}",
                "The baseline reports this part of the usage and the candidate does not.",
                str(tokens),
                None,
            )


def _details(usage: Usage) -> Iterator[tuple[str, int | None]]:
    yield "cached_tokens", usage.cached_tokens
    yield "cache_write_tokens", usage.cache_write_tokens
    yield "reasoning_tokens", usage.reasoning_tokens

"""The rule rate-limit-headers-missing."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.headers.names import comparable, location_of, rate_limit_names
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_ANSWERED, Nature.SAMPLED)
def rate_limit_headers_missing(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """Answers do not tell the quota that is left.

    ## Why it matters
    Clients slow down before they hit the limit.

    ## Who breaks
    Adaptive limiters compute with NaN, or run into 429.

    ## Example
    `x-ratelimit-remaining-requests` on each answer of the baseline, on none of the candidate.

    ## When to accept it
    No caller reads the quota.

    ## Source
    https://github.com/api7/aisix/pull/1079
    """
    names = rate_limit_names(reference.headers_always)
    if names and not rate_limit_names(pair.candidate.headers) and comparable(pair):
        yield Difference(
            location_of(f"{names[0].split('-limit')[0].split('-remaining')[0]}-*"),
            "The answer does not tell the quota that is left.",
            ", ".join(names)[:200],
            None,
        )

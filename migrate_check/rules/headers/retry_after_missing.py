"""The rule retry-after-missing."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.headers.names import RETRY_HINTS, location_of
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.WARNING, When.ALWAYS)
def retry_after_missing(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A rate limit or an overload does not say how long to wait.

    ## Why it matters
    Official SDKs wait as long as the header says, and guess without it.

    ## Who breaks
    Clients come back too early and are refused again, or wait too long.

    ## Example
    `429` with `retry-after: 20` on the baseline, without it on the candidate.

    ## When to accept it
    All callers have their own back-off.

    ## Source
    https://github.com/api7/aisix/pull/1079
    """
    baseline, candidate = pair.baseline, pair.candidate
    if baseline.status not in _LIMITED or candidate.status not in _LIMITED:
        return
    told = [name for name in RETRY_HINTS if name in baseline.headers]
    if told and not any(name in candidate.headers for name in RETRY_HINTS):
        yield Difference(
            location_of(told[0]),
            "The answer does not say how long to wait.",
            baseline.headers[told[0]],
            None,
        )


_LIMITED = (429, 503, 529)

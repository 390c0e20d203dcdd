"""The rule rate-limit-remapped."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.ERROR, When.ALWAYS, Nature.SAMPLED)
def rate_limit_remapped(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A rate limit comes as another error.

    ## Why it matters
    Clients wait and try again on 429 only.

    ## Who breaks
    RateLimitError handlers do not run; 4xx are given up at once, 5xx are retried without
    waiting and page people.

    ## Example
    `429 rate_limit_error` on the baseline, `502 Internal server error` on the candidate.

    ## When to accept it
    Never, unless nobody can reach the limit.

    ## Source
    https://github.com/doublewordai/control-layer/pull/1800
    """
    status = pair.candidate.status
    if pair.baseline.status == 429 and status is not None and status >= 400 and status != 429:
        yield Difference("status 429", f"A rate limit comes as {status}.", "429", str(status))

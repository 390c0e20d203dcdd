"""The rule success-became-error."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_ANSWERED)
def success_became_error(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The candidate rejects a request that the baseline answers.

    ## Why it matters
    The request is valid for the baseline, so callers send it.

    ## Who breaks
    Every caller that sends such a request.

    ## Example
    `200` on the baseline, `400 "unknown parameter: seed"` on the candidate.

    ## When to accept it
    No caller sends such a request; then remove the case.

    ## Source
    https://github.com/mnfst/llm-gateway/pull/2910
    """
    status = pair.candidate.status
    if (
        (pair.baseline.ok or pair.baseline.hung_up)
        and status is not None
        and status >= 300
        and status not in reference.statuses
    ):
        error = pair.candidate.error
        yield Difference(
            f"status {status}",
            f"The request is rejected with {status} where the baseline answers.",
            str(pair.baseline.status),
            f"{status} {(error and error.message) or ''}"[:200].strip(),
        )

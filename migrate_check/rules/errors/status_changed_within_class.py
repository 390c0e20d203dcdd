"""The rule status-changed-within-class."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.errors.statuses import exception_class
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_ERROR)
def status_changed_within_class(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A rejection has another status that raises the same exception.

    ## Why it matters
    Programs that read the number instead of the class see a change.

    ## Who breaks
    Retry policies and dashboards that list single statuses.

    ## Example
    `405` on the baseline, `402` on the candidate.

    ## When to accept it
    Nobody reads the number.

    ## Source
    https://platform.openai.com/docs/guides/error-codes
    """
    usual, now = pair.baseline.status, pair.candidate.status
    if usual is None or now is None or now < 300 or now in reference.statuses:
        return
    if exception_class(usual) == exception_class(now):
        yield Difference(
            f"status {usual}",
            f"The status is {now} where the baseline answers {usual}.",
            str(usual),
            str(now),
        )

"""The rule status-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.errors.statuses import exception_class
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_ERROR)
def status_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A rejection has a status that clients take for another kind of error.

    ## Why it matters
    Official SDKs pick the exception class by the status.

    ## Who breaks
    Handlers of the expected exception do not run: `except NotFoundError` does not see a 400,
    and a 422 is not retried with other parameters.

    ## Example
    `404` for an unknown model on the baseline, `400` on the candidate.

    ## When to accept it
    No caller handles the two differently.

    ## Source
    https://github.com/doublewordai/control-layer/pull/1800
    """
    usual, now = pair.baseline.status, pair.candidate.status
    if usual is None or now is None or now < 300 or now in reference.statuses:
        return
    if exception_class(usual) != exception_class(now):
        yield Difference(
            f"status {usual}",
            f"Clients raise {exception_class(now)} ({now}) and not {exception_class(usual)}.",
            str(usual),
            str(now),
        )

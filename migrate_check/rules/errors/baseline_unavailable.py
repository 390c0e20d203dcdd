"""The rule baseline-unavailable."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.exchange import FailureKind
from migrate_check.domain.finding import Severity, Undecided
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.rules.errors.failures import failure_of
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.WARNING, When.ALWAYS)
def baseline_unavailable(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The baseline gave no answer to compare with.

    ## Why it matters
    Without a reference nothing can be said, and nothing said is never a pass.

    ## Who breaks
    Nobody: it is a gap in the comparison, and reported as an open question.

    ## Example
    The baseline answers `503` in one of three repeats, or breaks off with `overloaded_error` in
    the middle of a stream.

    ## When to accept it
    Never; run again when the baseline is well.

    ## Source
    https://platform.openai.com/docs/guides/error-codes
    """
    baseline = pair.baseline
    if baseline.failure is not None and baseline.failure.kind is FailureKind.NOT_SENT:
        yield Undecided(
            "the next turn could not be built from the baseline's answer",
            "a case whose first turn the baseline answers in the same way each time",
        )
        return
    kind = failure_of(baseline)
    case = pair.trial.case
    provoked = case.burst > 1 and baseline.status == 429
    steady = case.expects_error and (provoked or reference.statuses == {baseline.status})
    if kind is not None and not (steady and baseline.failure is None):
        yield Undecided(f"the baseline gave no answer: {kind}", "another run of this case")
    elif kind is None and _failed_behind_success(baseline) and pair.candidate.ok:
        yield Undecided(
            "the baseline's answer holds an error behind a success status",
            "another run of this case",
        )


def _failed_behind_success(answer: Observation) -> bool:
    """Nothing of the candidate's success can be compared with such an answer."""
    return answer.error is not None and answer.status is not None and answer.status < 300

"""The rule errors-answered-late."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, Repeats, case_rule

_FEWEST = 3
# All of the candidate's refusals must come later than each of the baseline's, by far.
_TIMES = 3.0
_FLOOR_S = 0.5


@case_rule(Severity.WARNING)
def errors_answered_late(repeats: Repeats) -> Iterator[Answer]:
    """Errors that the baseline gives at once take the candidate many times as long.

    ## Why it matters
    A gateway that tries again what can only fail, or asks one upstream after the other, lets its
    callers wait for each attempt. In an outage that happens to every request.

    ## Who breaks
    Callers with time-outs of a few seconds see a time-out in place of the error. Their own
    retries multiply with the gateway's: three times three requests for one.

    ## Example
    A `404` after 0.2 s on the baseline, and after 1.6 s, three attempts later, on the candidate.

    ## When to accept it
    Only wrong requests are slow, and no caller sends them.

    ## Source
    https://github.com/BerriAI/litellm/issues/40405
    """
    usual = [_refused_s(pair.baseline) for pair in repeats.pairs]
    now = [_refused_s(pair.candidate) for pair in repeats.pairs]
    before = [time for time in usual if time is not None]
    after = [time for time in now if time is not None]
    if min(len(before), len(after)) < _FEWEST:
        return
    if min(after) > _TIMES * max(before) and min(after) - max(before) > _FLOOR_S:
        yield Difference(
            "error latency",
            "Errors take many times as long as on the baseline.",
            f"median {median(before):.2f} s",
            f"median {median(after):.2f} s",
        )


def _refused_s(answer: Observation) -> float | None:
    refused = answer.status is not None and answer.status >= 400
    return answer.timing.e2e_s if refused else None

"""The rule e2e-slower."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity, Undecided
from migrate_check.domain.verdict import Outcome
from migrate_check.rules.latency.quoted import in_seconds, interval
from migrate_check.rules.rule import Answer, RunFacts, run_rule


@run_rule(Severity.WARNING)
def e2e_slower(facts: RunFacts) -> Iterator[Answer]:
    """Answers are complete later than the margin allows.

    ## Why it matters
    Pipelines and agents wait for the whole answer, step after step.

    ## Who breaks
    Batch jobs, agents, and callers with a total timeout.

    ## Example
    Median 2.0 s on the baseline, 3.2 s on the candidate.

    ## When to accept it
    Throughput is good enough; then raise `e2e_ratio_margin`.

    ## Source
    https://github.com/BerriAI/litellm/issues/40405
    """
    for measured in facts.measured:
        if measured.metric != "e2e" or measured.outcome is Outcome.PASS:
            continue
        if measured.outcome is Outcome.FAIL:
            yield Difference(
                "e2e",
                f"The median duration of an answer is {interval(measured)}.",
                in_seconds(measured.baseline),
                in_seconds(measured.candidate),
            )
        else:
            yield Undecided(f"{measured.reason} (n = {measured.n})", "more repeats", "e2e")

"""The rule cost-higher."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity, Undecided
from migrate_check.domain.verdict import Outcome
from migrate_check.rules.latency.quoted import in_dollars, interval
from migrate_check.rules.rule import Answer, RunFacts, run_rule


@run_rule(Severity.WARNING)
def cost_higher(facts: RunFacts) -> Iterator[Answer]:
    """A request costs more than the margin allows.

    ## Why it matters
    The same requests were sent to both sides; the difference is tokens, price or cache use.

    ## Who breaks
    The budget.

    ## Example
    $0.0100 per request on the baseline, $0.0160 on the candidate.

    ## When to accept it
    The price is agreed; then raise `cost_ratio_margin`.

    ## Source
    https://github.com/theopenco/llmgateway/issues/3918
    """
    for measured in facts.measured:
        if measured.metric != "cost" or measured.outcome is Outcome.PASS:
            continue
        if measured.outcome is Outcome.FAIL:
            yield Difference(
                "cost",
                f"The cost of a request is {interval(measured)}.",
                in_dollars(measured.baseline),
                in_dollars(measured.candidate),
            )
        else:
            yield Undecided(
                f"{measured.reason} (n = {measured.n})",
                "more repeats" if measured.n else "usage and prices of both sides",
                "cost",
            )

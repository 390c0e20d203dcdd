"""The rule ttft-slower."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity, Undecided
from migrate_check.domain.verdict import Outcome
from migrate_check.rules.latency.quoted import in_seconds, interval
from migrate_check.rules.rule import Answer, RunFacts, run_rule


@run_rule(Severity.WARNING)
def ttft_slower(facts: RunFacts) -> Iterator[Answer]:
    """The first token comes later than the margin allows.

    ## Why it matters
    Users feel the wait before the first word more than the whole duration.

    ## Who breaks
    Chats and completions; timeouts on the first byte.

    ## Example
    Median 0.40 s on the baseline, 0.64 s on the candidate.

    ## When to accept it
    Users were asked; then raise `ttft_ratio_margin`.

    ## Source
    https://github.com/dstackai/dstack/issues/4269
    """
    for measured in facts.measured:
        if measured.metric != "ttft" or measured.outcome is Outcome.PASS:
            continue
        if measured.outcome is Outcome.FAIL:
            yield Difference(
                "ttft",
                f"The median time to the first token is {interval(measured)}.",
                in_seconds(measured.baseline),
                in_seconds(measured.candidate),
            )
        else:
            yield Undecided(f"{measured.reason} (n = {measured.n})", "more repeats", "ttft")

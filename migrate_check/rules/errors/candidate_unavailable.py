"""The rule candidate-unavailable."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.errors.failures import failure_of
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.ERROR, When.ALWAYS, Nature.SAMPLED)
def candidate_unavailable(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The candidate fails where the baseline answers.

    ## Why it matters
    A failed connection, a timeout, a rate limit or a server error is no answer at all. Nothing
    else can be compared in such a trial.

    ## Who breaks
    Every caller, at the rate shown.

    ## Example
    Three of three requests end in `502`.

    ## When to accept it
    The failure had a known cause that is gone; then run again.

    ## Source
    https://github.com/zyycn/codex-proxy-rs/issues/64
    """
    candidate, baseline = pair.candidate, pair.baseline
    kind = failure_of(candidate)
    if kind is None or failure_of(baseline) is not None:
        return
    detail = candidate.failure.detail if candidate.failure is not None else None
    if detail is None and candidate.error is not None:
        detail = candidate.error.message
    yield Difference(
        kind,
        f"The candidate gives no answer ({kind}) where the baseline does.",
        f"status {baseline.status}",
        f"{kind}: {detail[:160]}" if detail else kind,
    )

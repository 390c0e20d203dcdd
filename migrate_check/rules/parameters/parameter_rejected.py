"""The rule parameter-rejected."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule

_OF_THE_REQUEST = frozenset({400, 415, 422, 501})
"""Statuses that blame what was sent, and not who sent it, how often or where to."""


@pair_rule(Severity.ERROR, When.BOTH_ANSWERED)
def parameter_rejected(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The candidate rejects a request for a parameter that the baseline takes.

    ## Why it matters
    The parameter is valid for the baseline, so callers send it; a gateway that checks requests
    against a list of its own knows only some of them.

    ## Who breaks
    Every caller that sends the parameter, from the first request on.

    ## Example
    `max_completion_tokens`: `200` on the baseline, `400 "Extra inputs are not permitted"` on the
    candidate.

    ## When to accept it
    No caller sends the parameter; then remove the case.

    ## Source
    https://github.com/voideditor/void/issues/128
    """
    probe, status = pair.trial.case.probe, pair.candidate.status
    if probe is None or status not in _OF_THE_REQUEST or status in reference.statuses:
        return
    if pair.baseline.ok:
        error = pair.candidate.error
        yield Difference(
            probe.parameter,
            f"`{probe.parameter}` is rejected with {status} where the baseline takes it.",
            str(pair.baseline.status),
            f"{status} {(error and error.message) or ''}"[:200].strip(),
        )

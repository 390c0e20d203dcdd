"""The rule body-empty."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.BODY_EMPTY)
def body_empty(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A success has no body.

    ## Why it matters
    The answer got lost and the status does not tell.

    ## Who breaks
    Every client raises a decoding error, or returns nothing.

    ## Example
    `200`, `Content-Length: 0`.

    ## When to accept it
    Never.

    ## Source
    https://github.com/preloop/preloop/pull/121
    """
    yield Difference(anomaly.location, "A success has no body.", None, anomaly.detail)

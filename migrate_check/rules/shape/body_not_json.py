"""The rule body-not-json."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.BODY_NOT_JSON)
def body_not_json(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The body of a success is not JSON.

    ## Why it matters
    Something on the way answered instead of the API, or cut the answer.

    ## Who breaks
    Every client raises a decoding error although the status says success.

    ## Example
    `200`, and an HTML page.

    ## When to accept it
    Never.

    ## Source
    https://www.rfc-editor.org/rfc/rfc8259
    """
    yield Difference(anomaly.location, "The body of a success is not JSON.", None, anomaly.detail)

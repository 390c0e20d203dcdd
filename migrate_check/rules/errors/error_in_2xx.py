"""The rule error-in-2xx."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.ERROR_IN_2XX)
def error_in_2xx(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """An error comes with a success status.

    ## Why it matters
    Clients look at the status first.

    ## Who breaks
    Official SDKs build an answer whose fields are all None: `TypeError: NoneType is not
    subscriptable`. Nothing is retried.

    ## Example
    `200 {"error": {"message": "model overloaded"}}`

    ## When to accept it
    Never.

    ## Source
    https://github.com/vllm-project/vllm/pull/27882
    """
    yield Difference(
        anomaly.location, "An error comes with a success status.", None, anomaly.detail
    )

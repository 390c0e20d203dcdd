"""The rule role-invalid."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.ROLE_INVALID)
def role_invalid(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The role of the answer is not that of an assistant.

    ## Why it matters
    Histories are built by sending the message back with its role.

    ## Who breaks
    Clients that validate answers raise; the next turn is refused by the provider.

    ## Example
    `"role": ""` or `"role": "model"`.

    ## When to accept it
    Never.

    ## Source
    https://github.com/MiniMax-AI/MiniMax-M2.5/issues/2
    """
    yield Difference(
        anomaly.location,
        "The role of the answer is not that of an assistant.",
        None,
        anomaly.detail,
    )

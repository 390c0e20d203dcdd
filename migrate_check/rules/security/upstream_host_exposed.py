"""The rule upstream-host-exposed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.LEAK_UPSTREAM_HOST)
def upstream_host_exposed(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """An answer names an internal address.

    ## Why it matters
    It tells outsiders how the gateway is built and where to knock.

    ## Who breaks
    Operators of the gateway; attackers learn addresses.

    ## Example
    `connect ECONNREFUSED 10.0.3.7:8080` in the message of an error.

    ## When to accept it
    Callers and operators are the same team.

    ## Source
    https://cwe.mitre.org/data/definitions/209.html
    """
    yield Difference(
        anomaly.location, "The answer names an internal address.", None, anomaly.detail
    )

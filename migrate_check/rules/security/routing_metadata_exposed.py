"""The rule routing-metadata-exposed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.NOTE, AnomalyKind.LEAK_ROUTING)
def routing_metadata_exposed(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """An answer tells which provider or route served it.

    ## Why it matters
    Useful for debugging, and seldom meant for end users. A note, since gateways document such
    fields; make it a warning where answers reach the public.

    ## Who breaks
    Nobody technically; products that promise one vendor and show another.

    ## Example
    `x-gateway-provider: azure-eu-2`

    ## When to accept it
    Answers do not reach the public, or the field is removed before they do.

    ## Source
    https://cwe.mitre.org/data/definitions/200.html
    """
    yield Difference(
        anomaly.location,
        "The answer tells which provider or route served it.",
        None,
        anomaly.detail,
    )

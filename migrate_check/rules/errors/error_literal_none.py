"""The rule error-literal-none."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.ERROR_LITERAL_NONE)
def error_literal_none(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A field of an error holds the text None, null or undefined.

    ## Why it matters
    A missing value was turned into text by the gateway.

    ## Who breaks
    Code that asks `if error.code:` takes the text for a code.

    ## Example
    `"type": "None", "param": "None"`

    ## When to accept it
    Callers look at the status only.

    ## Source
    https://github.com/theopenco/llmgateway/pull/2532
    """
    yield Difference(
        anomaly.location,
        "A field of an error holds the text of a missing value.",
        None,
        anomaly.detail,
    )

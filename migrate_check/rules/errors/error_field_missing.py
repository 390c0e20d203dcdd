"""The rule error-field-missing."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.ERROR_FIELD_MISSING)
def error_field_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """An error misses a field that the format requires.

    ## Why it matters
    The field tells programs or people what to do.

    ## Who breaks
    Handlers that read it find None.

    ## Example
    An error without `message`.

    ## When to accept it
    Callers look at the status only.

    ## Source
    https://docs.anthropic.com/en/api/errors
    """
    yield Difference(
        anomaly.location, "An error misses a field that the format requires.", None, anomaly.detail
    )

"""The rule field-wrong-type."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.FIELD_WRONG_TYPE)
def field_wrong_type(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A documented field has a type that the format does not allow.

    ## Why it matters
    A type is the part of a format that clients check first.

    ## Who breaks
    Typed clients fail to decode the answer; others fail where they use the value.

    ## Example
    `"choices": {}` instead of a list.

    ## When to accept it
    Never, unless no caller reads the field.

    ## Source
    https://github.com/BerriAI/litellm/issues/7259
    """
    yield Difference(
        anomaly.location,
        "A documented field has a type that the format does not allow.",
        None,
        anomaly.detail,
    )

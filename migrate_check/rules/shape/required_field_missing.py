"""The rule required-field-missing."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule

_HOPELESS = 3
"""With so many fields missing at its top, an answer is another object altogether."""


@exchange_rule(Severity.ERROR, AnomalyKind.FIELD_REQUIRED_MISSING)
def required_field_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A field that the format requires is missing.

    ## Why it matters
    The format promises it, and the baseline keeps the promise.

    ## Who breaks
    Official SDKs give None where their type says there is a value; typed clients refuse the
    answer.

    ## Example
    A `chat.completion` without `choices[].message`.

    ## When to accept it
    Never, unless no caller reads the field.

    ## Source
    https://github.com/ggml-org/llama.cpp/pull/22960
    """
    missing = {
        other.location
        for other in answer.anomalies
        if other.kind is anomaly.kind and "." not in other.location
    }
    if len(missing) >= _HOPELESS:
        yield Difference(
            "body",
            "The answer has none of the fields that the format requires.",
            None,
            f"without {', '.join(sorted(missing))}",
        )
        return
    yield Difference(
        anomaly.location, "A field that the format requires is missing.", None, anomaly.detail
    )

"""The rule error-envelope-foreign."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.ERROR_ENVELOPE_FOREIGN)
def error_envelope_foreign(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """An error has the structure of another format.

    ## Why it matters
    Clients look for type, code and message in one place.

    ## Who breaks
    The SDK of the route cannot tell what happened: code that reads `error.type` finds nothing
    and neither retries nor renews keys.

    ## Example
    `/v1/messages` answers `{"error": {"message": …, "code": 400}}` without `"type": "error"`.

    ## When to accept it
    Callers look at the status only.

    ## Source
    https://github.com/BerriAI/litellm/pull/39037
    """
    yield Difference(
        anomaly.location, "An error has the structure of another format.", None, anomaly.detail
    )

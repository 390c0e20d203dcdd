"""The rule error-not-json."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.ERROR_NOT_JSON)
def error_not_json(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The body of an error is not JSON.

    ## Why it matters
    A proxy in front of the gateway, or a crash in it, answered in place of the API.

    ## Who breaks
    Official SDKs raise the right class without code, type and message; hand-written clients
    raise a decoding error that hides the status.

    ## Example
    `413` and `<html>Request Entity Too Large</html>`.

    ## When to accept it
    Callers look at the status only.

    ## Source
    https://github.com/perplexityai/api-discussion/issues/284
    """
    yield Difference(anomaly.location, "The body of an error is not JSON.", None, anomaly.detail)

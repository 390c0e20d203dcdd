"""The rule stack-trace-exposed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.LEAK_STACK_TRACE)
def stack_trace_exposed(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """An answer contains a stack trace.

    ## Why it matters
    It tells outsiders files, versions and code paths of the gateway.

    ## Who breaks
    Operators of the gateway; callers get a message they cannot use.

    ## Example
    `Traceback (most recent call last): …`

    ## When to accept it
    Callers and operators are the same team.

    ## Source
    https://github.com/BerriAI/litellm/issues/39757
    """
    yield Difference(anomaly.location, "The answer contains a stack trace.", None, anomaly.detail)

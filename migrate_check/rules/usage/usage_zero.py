"""The rule usage-zero."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.USAGE_ZERO)
def usage_zero(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """Content was delivered and the usage says 0 tokens.

    ## Why it matters
    A zero looks like a measurement and is believed.

    ## Who breaks
    Budgets and rate limits never trigger; agents that compact their history by its token count
    overflow the context.

    ## Example
    `"usage": {"prompt_tokens": 0, "completion_tokens": 0}` under a long answer.

    ## When to accept it
    Nobody reads usage from the answers.

    ## Source
    https://github.com/LibreChat-AI/agents/pull/308
    """
    yield Difference(
        anomaly.location, "Content was delivered and the usage says 0 tokens.", None, anomaly.detail
    )

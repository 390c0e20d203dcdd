"""The rule usage-negative."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.USAGE_NEGATIVE)
def usage_negative(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A token count is negative.

    ## Why it matters
    Cached tokens were subtracted twice or a difference was taken of the wrong numbers.

    ## Who breaks
    Sums and budgets shrink with every request; databases with unsigned columns reject the record.

    ## Example
    `"prompt_tokens": -1834`.

    ## When to accept it
    Never.

    ## Source
    https://github.com/BerriAI/litellm/issues/5443
    """
    yield Difference(anomaly.location, "A token count is negative.", None, anomaly.detail)

"""The rule usage-total-wrong."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.USAGE_TOTAL_WRONG)
def usage_total_wrong(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The token counts of one answer contradict each other.

    ## Why it matters
    A total is not the sum of its parts, or a part is larger than its whole. Mostly reasoning or
    cached tokens are counted by another provider's convention.

    ## Who breaks
    Cost computed from the parts and from the total differ. Callers that subtract cached from
    prompt tokens, or reasoning from output tokens, get negative numbers.

    ## Example
    prompt 20, completion 151, total 553; or `completion_tokens: 0` with `reasoning_tokens: 60`.

    ## When to accept it
    Cost is taken from invoices only.

    ## Source
    https://github.com/Portkey-AI/gateway/pull/1458
    """
    yield Difference(
        anomaly.location, "The token counts contradict each other.", None, anomaly.detail
    )

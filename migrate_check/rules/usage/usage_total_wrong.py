"""The rule usage-total-wrong."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.USAGE_TOTAL_WRONG)
def usage_total_wrong(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """`total_tokens` is not the sum of its parts.

    ## Why it matters
    Some part, mostly the reasoning tokens, is missing from its own count.

    ## Who breaks
    Cost computed from the parts and cost computed from the total differ, and neither fits the
    invoice.

    ## Example
    prompt 20, completion 151, total 553.

    ## When to accept it
    Cost is taken from invoices only.

    ## Source
    https://github.com/Portkey-AI/gateway/pull/1458
    """
    yield Difference(
        anomaly.location, "`total_tokens` is not the sum of its parts.", None, anomaly.detail
    )

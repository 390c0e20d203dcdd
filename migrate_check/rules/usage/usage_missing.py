"""The rule usage-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.USAGE_MISSING)
def usage_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """An answer reports no token usage where the format promises it.

    ## Why it matters
    Cost records, quotas and context limits are all fed by these numbers.

    ## Who breaks
    `completion.usage.total_tokens` raises AttributeError on None; tolerant code books zero cost.
    The Anthropic SDKs raise when a `message_delta` has no usage.

    ## Example
    `stream_options.include_usage` is true and no chunk has `usage`.

    ## When to accept it
    Nobody reads usage from the answers.

    ## Source
    https://github.com/open-webui/open-webui/issues/23917
    """
    yield Difference(anomaly.location, "The answer reports no usage.", None, anomaly.detail)

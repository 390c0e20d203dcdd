"""The rule finish-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.FINISH_MISSING)
def finish_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """An unstreamed answer has no finish or stop reason.

    ## Why it matters
    Without it a caller cannot tell a complete answer from one cut by a limit or a filter.

    ## Who breaks
    Agent loops branch on the reason and fall through to their default; typed SDKs (Go, Rust,
    Kotlin) fail to decode a null.

    ## Example
    `"finish_reason": null` beside a complete message.

    ## When to accept it
    Nobody looks at the reason.

    ## Source
    https://github.com/vllm-project/vllm/issues/27572
    """
    yield Difference(anomaly.location, "The answer has no finish reason.", None, anomaly.detail)

"""The rule tool-id-duplicate."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_ID_DUPLICATE)
def tool_id_duplicate(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """Two tool calls of one answer have the same id.

    ## Why it matters
    Results are matched to calls by id.

    ## Who breaks
    Callers that keep results in a map by id lose one; the next turn is rejected because a result
    is missing or doubled.

    ## Example
    Two calls with `"id": "call_0"`.

    ## When to accept it
    No caller sends results back.
    """
    yield Difference(
        anomaly.location, "Two tool calls of one answer have the same id.", None, anomaly.detail
    )

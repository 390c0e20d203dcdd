"""The rule tool-index-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_INDEX_MISSING)
def tool_index_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A streamed piece of a tool call has no `index`.

    ## Why it matters
    The index says which call a piece belongs to.

    ## Who breaks
    openai-python's stream helper raises `TypeError: list indices must be integers`; openai-node
    files the call under `undefined`, so it is not in the final message.

    ## Example
    `"tool_calls": [{"id": "call_1", "type": "function", …}]` in a delta.

    ## When to accept it
    Nobody streams tool calls from this route.

    ## Source
    https://github.com/ollama/ollama/issues/7881
    """
    yield Difference(
        anomaly.location, "A streamed piece of a tool call has no index.", None, anomaly.detail
    )

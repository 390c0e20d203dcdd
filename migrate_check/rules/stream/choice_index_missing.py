"""The rule choice-index-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.STREAM_INDEX_MISSING)
def choice_index_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A streamed choice has no `index`.

    ## Why it matters
    The index is what a delta is assigned by.

    ## Who breaks
    openai-python's stream helper raises `TypeError: list indices must be integers`. openai-node
    files the text under `undefined` and ends with an answer without choices.

    ## Example
    `"choices": [{"delta": {"content": "Hi"}}]`.

    ## When to accept it
    All callers take `choices[0]` of each chunk and use no stream helper.

    ## Source
    https://platform.openai.com/docs/api-reference/chat-streaming
    """
    yield Difference(anomaly.location, "A streamed choice has no index.", None, anomaly.detail)

"""The rule item-index-shared."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.ITEM_INDEX_SHARED)
def item_index_shared(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """Two output items of a Responses stream are announced with the same `output_index`.

    ## Why it matters
    The index is the place of the item in `response.output`; each has its own.

    ## Who breaks
    openai-python raises `Duplicate response output index`. Other accumulators overwrite the
    message with the tool call, or join the texts of both.

    ## Example
    A message with `"output_index": 0`, and then a function call with `"output_index": 0`.

    ## When to accept it
    Never, where an answer may have more than one item.

    ## Source
    https://github.com/teabranch/open-responses-server/pull/63
    """
    yield Difference(
        anomaly.location,
        "Two output items are announced with one index.",
        None,
        anomaly.detail,
    )

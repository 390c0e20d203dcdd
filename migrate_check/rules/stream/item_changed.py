"""The rule item-changed."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.ITEM_CHANGED)
def item_changed(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """An output item of a Responses stream ends with another id, type or call id than it began.

    ## Why it matters
    The id that was announced is what a client keeps the item under; the id at the end is what it
    sends back in the next turn.

    ## Who breaks
    openai-python raises `Completed output item identity changed`. Where the call id differs, the
    result goes to a call that nobody made: `No tool output found for function call …`.

    ## Example
    `output_item.added` with `"id": "fc_1"`, `output_item.done` with `"id": "fc_2"`.

    ## When to accept it
    Callers read finished items only, and the call id is the same.

    ## Source
    https://github.com/BerriAI/litellm/pull/32777
    """
    yield Difference(
        anomaly.location,
        "An output item changes its identity within the stream.",
        None,
        anomaly.detail,
    )

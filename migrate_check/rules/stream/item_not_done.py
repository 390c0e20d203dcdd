"""The rule item-not-done."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.ITEM_NOT_DONE)
def item_not_done(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A Responses stream completes while an output item never got its `response.output_item.done`.

    ## Why it matters
    This event says that a call is whole and may be run, and that a message is whole and may be
    kept.

    ## Who breaks
    Codex and other agents run tools and store messages at this event: without it the call is never
    run and the message is not part of the next turn.

    ## Example
    `output_item.added` for a function call, its arguments, and then `response.completed`.

    ## When to accept it
    Every caller takes the items from the final response.

    ## Source
    https://platform.openai.com/docs/api-reference/responses-streaming
    """
    yield Difference(
        anomaly.location,
        "The response completes, and an output item does not.",
        None,
        anomaly.detail,
    )

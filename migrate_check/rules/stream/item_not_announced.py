"""The rule item-not-announced."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.ITEM_NOT_ANNOUNCED)
def item_not_announced(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """An event of a Responses stream names an output item that is not open under that name.

    ## Why it matters
    Clients make room for an item at `response.output_item.added` and find it again by `item_id` or
    `output_index`; what belongs to no open item has no place to go.

    ## Who breaks
    openai-python raises `Received a content event for output index … before receiving its output
    item`. The Vercel AI SDK stops with `text part … not found`. Agents die in mid-answer, often
    only where text follows a tool call or reasoning.

    ## Example
    `output_item.added` with `"id": "msg_1"`, and then `output_text.delta` with `"item_id":
    "chatcmpl-9"`.

    ## When to accept it
    Every client goes by `output_index` alone, and that one is right.

    ## Source
    https://github.com/BerriAI/litellm/issues/27671
    """
    yield Difference(
        anomaly.location,
        "An event names an output item that is not open.",
        None,
        anomaly.detail,
    )

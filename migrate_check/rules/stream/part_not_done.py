"""The rule part-not-done."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.PART_NOT_DONE)
def part_not_done(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """Text or arguments of a Responses stream come in deltas, and no `.done` event closes them.

    ## Why it matters
    The `.done` event repeats the whole text, so that a client can check or replace what it has
    joined.

    ## Who breaks
    Clients that show or parse a text when it is whole wait for an event that does not come.

    ## Example
    `function_call_arguments.delta` events, then `output_item.done`, and no
    `function_call_arguments.done`.

    ## When to accept it
    Callers go by the finished item.

    ## Source
    https://github.com/Sophomoresty/gemini-web2api/pull/57
    """
    yield Difference(
        anomaly.location,
        "Text or arguments are never closed by their `.done` event.",
        None,
        anomaly.detail,
    )

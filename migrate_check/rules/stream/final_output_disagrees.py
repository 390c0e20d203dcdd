"""The rule final-output-disagrees."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.OUTPUT_DISAGREES)
def final_output_disagrees(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The final response of a stream has other items, or another order, than the stream announced.

    ## Why it matters
    The place in `response.output` is the `output_index` of the item, with the same id and type.

    ## Who breaks
    Clients that gather items while they stream and clients that take the final response send
    different conversations back; openai-python raises `Completed response output identity changed`
    where ids differ.

    ## Example
    The stream announces reasoning and then a message, and `response.completed` has the message
    only.

    ## When to accept it
    Every caller uses one of the two ways, and you know which.

    ## Source
    https://github.com/invergent-ai/surogate/issues/175
    """
    yield Difference(
        anomaly.location,
        "The final response has other output items than the stream.",
        None,
        anomaly.detail,
    )

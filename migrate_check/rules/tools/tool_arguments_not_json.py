"""The rule tool-arguments-not-json."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_ARGUMENTS_NOT_JSON)
def tool_arguments_not_json(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The arguments of a finished tool call are not valid JSON.

    ## Why it matters
    Pieces were lost, doubled or mixed on the way.

    ## Who breaks
    `json.loads` and `JSON.parse` raise; anthropic-sdk-python raises ValueError inside its
    accumulator.

    ## Example
    `{"city": "Paris"}{"city": "Paris"}`: the last event repeats all the arguments.

    ## When to accept it
    The baseline's model does it at the same rate.

    ## Source
    https://github.com/BerriAI/litellm/issues/20480
    """
    yield Difference(
        anomaly.location, "The arguments of a tool call are not valid JSON.", None, anomaly.detail
    )

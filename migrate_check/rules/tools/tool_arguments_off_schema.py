"""The rule tool-arguments-off-schema."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, Nature, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.TOOL_ARGUMENTS_OFF_SCHEMA, nature=Nature.SAMPLED)
def tool_arguments_off_schema(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The arguments of a tool call break the schema that the request gave.

    ## Why it matters
    Models do it by chance. Where it becomes frequent, the schema or its strictness did not reach
    the model.

    ## Who breaks
    Callers that trust the schema raise on a missing key or a value outside the enum.

    ## Example
    `{"city": "Paris", "unit": "kelvin"}` where the enum is celsius, fahrenheit.

    ## When to accept it
    The rate is no higher than the baseline's, or callers validate and ask again.

    ## Source
    https://github.com/Nasiko-Labs/nasiko/issues/165
    """
    yield Difference(
        anomaly.location,
        "The arguments of a tool call break the tool's schema.",
        None,
        anomaly.detail,
    )

"""The rule tool-arguments-not-object."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_ARGUMENTS_NOT_OBJECT)
def tool_arguments_not_object(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    r"""The arguments of a tool call are JSON, but not an object.

    ## Why it matters
    Arguments are named parameters. Mostly an object was encoded twice and is now a string.

    ## Who breaks
    `function(**json.loads(arguments))` raises TypeError; schema validation rejects the call.

    ## Example
    `"\"{\\\"city\\\": \\\"Paris\\\"}\""`.

    ## When to accept it
    Never.

    ## Source
    https://github.com/BerriAI/litellm/issues/20480
    """
    yield Difference(
        anomaly.location,
        "The arguments of a tool call are not a JSON object.",
        None,
        anomaly.detail,
    )

"""The rule tool-name-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_NAME_MISSING)
def tool_name_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A tool call has no name.

    ## Why it matters
    The name selects the function to run.

    ## Who breaks
    openai-node's stream helper throws or leaves an empty name, openai-python has None: no
    dispatcher finds the tool.

    ## Example
    `{"id": "call_1", "function": {"arguments": "{}"}}`.

    ## When to accept it
    Never.

    ## Source
    https://platform.openai.com/docs/api-reference/chat/object
    """
    yield Difference(anomaly.location, "A tool call has no name.", None, anomaly.detail)

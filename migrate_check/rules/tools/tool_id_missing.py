"""The rule tool-id-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_ID_MISSING)
def tool_id_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A tool call has no id.

    ## Why it matters
    The result of the tool is sent back under this id.

    ## Who breaks
    The next request carries a null id and is rejected; openai-node's stream helper makes up an id
    that the gateway does not know.

    ## Example
    `{"type": "function", "function": {"name": "get_weather", …}}`.

    ## When to accept it
    No caller sends results back.

    ## Source
    https://platform.openai.com/docs/api-reference/chat/object
    """
    yield Difference(anomaly.location, "A tool call has no id.", None, anomaly.detail)

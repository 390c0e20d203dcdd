"""The rule tool-type-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_TYPE_MISSING)
def tool_type_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A tool call has no `type`.

    ## Why it matters
    The type tells function calls from other kinds of calls.

    ## Who breaks
    openai-node's stream helper throws `tool call snapshot missing 'type'`; openai-python leaves
    None, so `call.type == "function"` is false and the call is skipped.

    ## Example
    `{"id": "call_1", "function": {…}}` without `"type": "function"`.

    ## When to accept it
    No caller looks at the type, and none uses openai-node's stream helper.

    ## Source
    https://platform.openai.com/docs/api-reference/chat/object
    """
    yield Difference(anomaly.location, "A tool call has no type.", None, anomaly.detail)

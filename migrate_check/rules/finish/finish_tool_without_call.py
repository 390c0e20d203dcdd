"""The rule finish-tool-without-call."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.FINISH_TOOL_WITHOUT_CALL)
def finish_tool_without_call(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The finish reason announces tool calls and there are none.

    ## Why it matters
    The caller goes on to run tools and finds nothing.

    ## Who breaks
    `message.tool_calls[0]` raises TypeError in Python and JavaScript; agent loops send an empty
    result turn, which is rejected, or repeat without end.

    ## Example
    `"finish_reason": "tool_calls"` beside plain text.

    ## When to accept it
    All callers look at the calls and not at the reason.

    ## Source
    https://platform.openai.com/docs/api-reference/chat/object
    """
    yield Difference(
        anomaly.location,
        "The finish reason announces tool calls and there are none.",
        None,
        anomaly.detail,
    )

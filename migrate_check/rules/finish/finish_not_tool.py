"""The rule finish-not-tool."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.FINISH_NOT_TOOL)
def finish_not_tool(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The answer has tool calls and its finish reason says otherwise.

    ## Why it matters
    Agent loops decide by the reason whether to run tools.

    ## Who breaks
    Loops with `if finish_reason == "tool_calls"` (`stop_reason == "tool_use"`) end the turn: the
    calls are dropped without a trace.

    ## Example
    `"finish_reason": "stop"` beside `tool_calls`, often in streams only.

    ## When to accept it
    All callers look at the calls and not at the reason.

    ## Source
    https://github.com/vllm-project/vllm/pull/9209
    """
    yield Difference(
        anomaly.location,
        "The answer has tool calls and another finish reason.",
        None,
        anomaly.detail,
    )

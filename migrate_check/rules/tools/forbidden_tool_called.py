"""The rule forbidden-tool-called."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_FORBIDDEN_CALLED)
def forbidden_tool_called(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The request forbids tool calls, and the answer has one.

    ## Why it matters
    `none` is how a caller keeps tools with side effects from running in this turn.

    ## Who breaks
    Agents run whatever call they receive: the tool runs although it was forbidden.

    ## Example
    `"tool_choice": "none"`, and an answer with `tool_calls`.

    ## When to accept it
    Never.

    ## Source
    https://github.com/router-for-me/CLIProxyAPI/issues/5957
    """
    yield Difference(
        anomaly.location, "Tool calls were forbidden and the answer has one.", None, anomaly.detail
    )

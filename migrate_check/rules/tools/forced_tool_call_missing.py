"""The rule forced-tool-call-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_FORCED_MISSING)
def forced_tool_call_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The request leaves no answer but a tool call, and the answer has none.

    ## Why it matters
    A forced choice is used where prose is of no use: extraction, routing, the first step of an
    agent.

    ## Who breaks
    Code that reads `message.tool_calls[0]` raises TypeError on None; for Messages, `next()` over
    the `tool_use` blocks raises StopIteration.

    ## Example
    `"tool_choice": "required"`, and an answer of plain text.

    ## When to accept it
    Never, unless the baseline's model is to be replaced by one that cannot call tools.

    ## Source
    https://github.com/router-for-me/CLIProxyAPI/issues/5957
    """
    yield Difference(
        anomaly.location, "A tool call was forced and the answer has none.", None, anomaly.detail
    )

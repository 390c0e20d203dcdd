"""The rule stream-loses-tool-calls."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, Twin, metamorphic_rule


@metamorphic_rule(Severity.ERROR)
def stream_loses_tool_calls(twin: Twin) -> Iterator[Answer]:
    """Tool calls are in the unstreamed answers and never in the streamed ones.

    ## Why it matters
    The gateway carries calls in one mode only.

    ## Who breaks
    Agents that stream stop with an empty answer; the same request without streaming works, so
    tests pass.

    ## Example
    Unstreamed: `tool_calls: [get_weather]`. Streamed: only `finish_reason: stop`.

    ## When to accept it
    No caller streams with tools.

    ## Source
    https://github.com/BerriAI/litellm/issues/25561
    """
    usual = all(map(_calls, (*twin.baseline_plain, *twin.baseline_stream)))
    lost = not any(map(_calls, twin.candidate_stream))
    if usual and lost and all(map(_calls, twin.candidate_plain)):
        yield Difference(
            "tool calls",
            "Tool calls are in the unstreamed answers and never in the streamed ones.",
            "in both",
            "unstreamed only",
        )


def _calls(answer: Observation) -> bool:
    return answer.reply is not None and bool(answer.reply.tool_calls)

"""The rule stream-finish-reason-differs."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, Twin, metamorphic_rule


@metamorphic_rule(Severity.ERROR)
def stream_finish_reason_differs(twin: Twin) -> Iterator[Answer]:
    """Streamed answers end for another reason than unstreamed ones.

    ## Why it matters
    The gateway translates the reason in one mode only.

    ## Who breaks
    Callers that stream take the wrong branch: they continue, retry or stop where they should
    not.

    ## Example
    Unstreamed `tool_calls`, streamed `stop`; the baseline says `tool_calls` in both.

    ## When to accept it
    No caller streams, or none reads the reason.

    ## Source
    https://github.com/vllm-project/vllm/pull/9209
    """
    usual = _reasons((*twin.baseline_plain, *twin.baseline_stream))
    plain, stream = _reasons(twin.candidate_plain), _reasons(twin.candidate_stream)
    # The documented word for a call that was demanded by name, where OpenAI says `stop` as well.
    if usual == {"stop"} and stream == {"tool_calls"}:
        return
    if len(usual) == 1 and plain == usual and stream and not stream & usual:
        yield Difference(
            "finish_reason",
            "Streamed answers end for another reason than unstreamed ones.",
            " ".join(sorted(usual)),
            " ".join(sorted(stream)),
        )


def _reasons(answers: tuple[Observation, ...]) -> set[str]:
    return {
        answer.reply.finish_reason
        for answer in answers
        if answer.reply is not None and answer.reply.finish_reason
    }

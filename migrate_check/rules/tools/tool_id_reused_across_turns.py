"""The rule tool-id-reused-across-turns."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, Turns, sequence_rule


@sequence_rule(Severity.ERROR)
def tool_id_reused_across_turns(turns: Turns) -> Iterator[Answer]:
    """A later turn uses the id of an earlier tool call again.

    ## Why it matters
    Ids must tell all calls of a conversation apart, because all of them are sent with each turn.

    ## Who breaks
    Callers that keep calls or results by id drop the second call or answer it with the first
    result; providers reject a history with two calls of one id.

    ## Example
    `search:0` in turn 1 and `search:0` in turn 2.

    ## When to accept it
    No agent calls tools in more than one turn.

    ## Source
    https://github.com/open-webui/open-webui/issues/28305
    """
    reused = _reused([pair.candidate for pair in turns.pairs])
    if reused is not None and _reused([pair.baseline for pair in turns.pairs]) is None:
        yield Difference(
            "tool_calls[].id",
            "A later turn uses the id of an earlier tool call again.",
            None,
            reused,
        )


def _reused(answers: list[Observation]) -> str | None:
    earlier: set[str] = set()
    for answer in answers:
        calls = answer.reply.tool_calls if answer.reply is not None else ()
        ids = {call.id for call in calls if call.id}
        if again := sorted(ids & earlier):
            return again[0]
        earlier |= ids
    return None

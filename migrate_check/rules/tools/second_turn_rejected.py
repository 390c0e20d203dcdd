"""The rule second-turn-rejected."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.rules.rule import Answer, Turns, sequence_rule


@sequence_rule(Severity.ERROR)
def second_turn_rejected(turns: Turns) -> Iterator[Answer]:
    """The candidate rejects a conversation that goes on from its own answer.

    ## Why it matters
    A caller sends the assistant's message back as it came; a gateway must accept what it wrote.

    ## Who breaks
    Every agent dies in its second turn with a 4xx. Typical causes are tool call ids that are not
    mapped back, and fields of the answer that are not accepted in a request.

    ## Example
    `400 No tool output found for function call call_1`.

    ## When to accept it
    No caller has conversations of more than one turn.

    ## Source
    https://github.com/router-for-me/CLIProxyAPI/issues/2368
    """
    for earlier, pair in zip(turns.pairs, turns.pairs[1:], strict=False):
        status = pair.candidate.status
        if not (earlier.baseline.ok and earlier.candidate.ok and pair.baseline.ok):
            return
        if status is not None and 400 <= status < 500 and status not in (408, 429):
            error = pair.candidate.error
            yield Difference(
                "status",
                "The candidate rejects the turn that follows its own answer.",
                str(pair.baseline.status),
                f"{status} {error.message or '' if error is not None else ''}".strip()[:160],
            )
            return

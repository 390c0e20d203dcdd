"""The rule history-dropped."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.rules.behaviour.asked_again import asks_again
from migrate_check.rules.behaviour.prompt_counts import prompt_counts
from migrate_check.rules.rule import Answer, Turns, sequence_rule


@sequence_rule(Severity.ERROR)
def history_dropped(turns: Turns) -> Iterator[Answer]:
    """A later turn counts no more prompt tokens than the one before: its history is gone.

    ## Why it matters
    A conversation is sent, or looked up by `previous_response_id`, together with the new message,
    so its prompt grows with each turn. Where it does not, the model gets only a part of it, and
    nothing says so: the status is 200.

    ## Who breaks
    Chats forget what was said. Agents do not see the result of their tool and call it again, for
    ever, at full price.

    ## Example
    Turn 1 counts 93 prompt tokens. Turn 2 counts 160 on the baseline and 61 on the candidate.

    ## When to accept it
    The candidate shortens long conversations on purpose, and callers know.

    ## Source
    https://github.com/CaddyGlow/ccproxy-api/pull/50
    """
    for earlier, later in zip(turns.pairs, turns.pairs[1:], strict=False):
        if asks_again(later):
            continue
        usual = prompt_counts(earlier.baseline, later.baseline)
        given = prompt_counts(earlier.candidate, later.candidate, and_cached=True)
        if usual is None or given is None:
            return
        if usual.second > usual.first and given.second <= given.first:
            yield Difference(
                f"turn {later.turn + 1}",
                "The prompt of a later turn does not grow: what was said before is not counted.",
                f"{usual.first}, then {usual.second} prompt tokens",
                f"{given.first}, then {given.second} prompt tokens",
            )
            return

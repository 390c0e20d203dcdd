"""The rule history-dropped."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.behaviour.asked_again import asks_again
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
        usual = _grown(earlier.baseline, later.baseline)
        given = _grown(earlier.candidate, later.candidate, and_cached=True)
        if usual is None or given is None:
            return
        if usual[1] > usual[0] and given[1] <= given[0]:
            yield Difference(
                f"turn {later.turn + 1}",
                "The prompt of a later turn does not grow: what was said before is not counted.",
                f"{usual[0]}, then {usual[1]} prompt tokens",
                f"{given[0]}, then {given[1]} prompt tokens",
            )
            return


def _grown(
    earlier: Observation, later: Observation, *, and_cached: bool = False
) -> tuple[int, int] | None:
    """Prompt tokens of both turns; None where one is not known or is no count."""
    before, after = earlier.reply, later.reply
    if not (earlier.ok and later.ok) or before is None or after is None:
        return None
    if before.usage is None or after.usage is None:
        return None
    count = after.usage.input_tokens
    # Some gateways leave cached tokens out of the count: that is another matter.
    # The baseline gets no such benefit of the doubt: a warm cache is no longer prompt.
    counted = None if not count else count + ((and_cached and after.usage.cached_tokens) or 0)
    return (before.usage.input_tokens, counted) if before.usage.input_tokens and counted else None

"""The rule history-shortened."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.behaviour.asked_again import asks_again
from migrate_check.rules.behaviour.prompt_counts import prompt_counts
from migrate_check.rules.rule import Answer, Nature, Turns, sequence_rule

# Tokenizers and templates differ in a few tokens per message.
_TOKENS, _SHARE = 24, 0.25


@sequence_rule(Severity.WARNING, Nature.SAMPLED)
def history_shortened(turns: Turns) -> Iterator[Answer]:
    """A later turn counts fewer prompt tokens than the answer that goes back with it explains.

    ## Why it matters
    An answer that goes back is read again: its text, its calls, its reasoning. Where the prompt
    grows by less than that, while the baseline's does not, a part of it was left out. Gateways do
    so with encrypted reasoning that another account cannot read, instead of an error.

    ## Who breaks
    Agents lose the thread between their calls: they reason anew in each turn, use tools less well
    and miss the cache. Nothing says so.

    ## Example
    An answer of 69 output tokens, 64 of them reasoning, and a result of 20 tokens: the next prompt
    is 95 tokens longer on the baseline and 31 on the candidate.

    ## When to accept it
    The candidate drops reasoning on purpose, and its answers are good enough.

    ## Source
    https://github.com/maximhq/bifrost/pull/5892
    """
    for earlier, later in zip(turns.pairs, turns.pairs[1:], strict=False):
        if asks_again(later):
            continue
        usual = _carried(earlier.baseline, later.baseline)
        given = _carried(earlier.candidate, later.candidate, and_cached=True)
        if usual is None or given is None:
            return
        (usual_growth, usual_output), (growth, output) = usual, given
        lost = (usual_growth - usual_output) - (growth - output)
        if usual_growth > 0 < growth and lost > max(_TOKENS, _SHARE * usual_growth):
            yield Difference(
                f"turn {later.turn + 1}",
                "The prompt of a later turn grows by less than the answer before it.",
                f"{usual_growth} more prompt tokens after {usual_output} output tokens",
                f"{growth} more prompt tokens after {output} output tokens",
            )
            return


def _carried(
    earlier: Observation, later: Observation, *, and_cached: bool = False
) -> tuple[int, int] | None:
    """By how much the prompt grew, and the tokens of the answer between; None if not known."""
    counts = prompt_counts(earlier, later, and_cached=and_cached)
    if counts is None or counts.output is None:
        return None
    return counts.second - counts.first, counts.output

"""The rule next-turn-impossible."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.exchange import FailureKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.ERROR, When.ALWAYS, Nature.SAMPLED)
def next_turn_impossible(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The conversation cannot go on, because the previous answer has nothing to go on from.

    ## Why it matters
    The next request was to be built from the candidate's own answer: its message, or its calls.
    There was none, while the baseline's conversation went on.

    ## Who breaks
    Agents and chats stop in the middle.

    ## Example
    Turn 1 has no tool call, so there is no call to answer in turn 2.

    ## When to accept it
    The model may choose either way; then phrase the case so that it must not.

    ## Source
    https://github.com/router-for-me/CLIProxyAPI/issues/2368
    """
    baseline, candidate = pair.baseline.failure, pair.candidate.failure
    if candidate is None or candidate.kind is not FailureKind.NOT_SENT:
        return
    if baseline is None or baseline.kind is not FailureKind.NOT_SENT:
        yield Difference(
            "turn", "The next turn could not be built from the answer.", None, candidate.detail
        )

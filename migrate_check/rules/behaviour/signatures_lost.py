"""The rule signatures-lost."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK, Nature.SAMPLED)
def signatures_lost(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """What a client must hand back unread is in the baseline's answers and not in these.

    Signatures of thoughts, sealed thoughts and encrypted reasoning tell the provider in the next
    turn that the model's own thinking goes on.

    ## Why it matters
    The blocks are dropped on the way, mostly because they hold no text that anyone sees.

    ## Who breaks
    Agents that reason between tool calls: their next turn is refused, or the model starts over
    and answers worse.

    ## Example
    The baseline sends a `redacted_thinking` block before its `tool_use`, the candidate the
    `tool_use` alone.

    ## When to accept it
    No caller has conversations with reasoning.

    ## Source
    https://github.com/lbjlaq/Antigravity-Manager/issues/608
    """
    usual, now = pair.baseline.reply, pair.candidate.reply
    if usual is None or now is None:
        return
    if usual.signatures and not now.signatures:
        yield Difference(
            "signatures",
            "Nothing signed or sealed is there to be handed back.",
            str(len(usual.signatures)),
            "0",
        )

"""The rule reasoning-lost."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def reasoning_lost(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """Reasoning text that the baseline sends is not there.

    ## Why it matters
    The gateway does not carry the field, or carries it under another name.

    ## Who breaks
    Interfaces that show the reasoning stay empty; agents that send it back lose their thread.

    ## Example
    The baseline sends `reasoning_content`, the candidate only `content`.

    ## When to accept it
    No caller shows, stores or returns reasoning.

    ## Source
    https://github.com/decolua/9router/pull/3601
    """
    usual, now = pair.baseline.reply, pair.candidate.reply
    if usual is None or now is None:
        return
    if usual.reasoning and not now.reasoning:
        yield Difference(
            "reasoning",
            "The reasoning text is not there.",
            f"{len(usual.reasoning)} characters",
            None,
        )

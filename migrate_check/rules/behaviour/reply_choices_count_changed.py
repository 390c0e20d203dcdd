"""The rule reply-choices-count-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK, Nature.CONTRACT)
def reply_choices_count_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The number of choices is not the one asked for.

    ## Why it matters
    A request with `n` above 1 pays for each choice and uses them all.

    ## Who breaks
    Code that compares, votes or indexes the choices: `choices[1]` raises IndexError.

    ## Example
    `"n": 2` gives one choice.

    ## When to accept it
    No caller asks for more than one choice.

    ## Source
    https://platform.openai.com/docs/api-reference/chat/object
    """
    usual, now = pair.baseline.reply, pair.candidate.reply
    if usual is None or now is None:
        return
    if usual.choices == pair.baseline.asked.choices != now.choices:
        yield Difference(
            "choices",
            "The number of choices is not the one asked for.",
            str(usual.choices),
            str(now.choices),
        )

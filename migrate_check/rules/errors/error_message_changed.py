"""The rule error-message-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.errors.statuses import is_generic, words
from migrate_check.rules.errors.taken_apart import is_taken_apart
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.NOTE, When.BOTH_ERROR, Nature.SAMPLED)
def error_message_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """An error is told in other words.

    ## Why it matters
    Messages are for people, and may change.

    ## Who breaks
    Programs that compare messages, or search them for a phrase. A prefix alone breaks the former.

    ## Example
    `Invalid API Key` on the baseline, `Missing API credentials` on the candidate.

    ## When to accept it
    No program searches the message.

    ## Source
    https://github.com/Helicone/helicone/pull/5070
    """
    usual, now = pair.baseline.error, pair.candidate.error
    if usual is None or now is None or is_generic(usual.message) or is_generic(now.message):
        return
    told, telling = words(usual.message or ""), words(now.message or "")
    # Words only: numbers and ids in a message vary by themselves.
    if told != telling and not is_taken_apart(pair):
        yield Difference(
            "error.message", "The error is told in other words.", usual.message, now.message
        )

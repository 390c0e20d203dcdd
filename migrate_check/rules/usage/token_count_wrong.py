"""The rule token-count-wrong."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.scenario import Route
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule

# Vendors call their count an estimate; a guess from the length of the text is further off.
_TOKENS, _SHARE = 20, 0.2


@pair_rule(Severity.ERROR, When.BOTH_OK)
def token_count_wrong(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The token counter gives another number than the baseline's for the same request.

    ## Why it matters
    The endpoint exists to answer one question: does this prompt still fit? A count that is
    guessed from the length of the text, or leaves out tools and images, answers it wrongly.

    ## Who breaks
    Agents that compact their conversation before the window is full: too small a count makes
    them overflow, too large a one makes them forget early.

    ## Example
    `{"input_tokens": 2095}` from the provider, `{"input_tokens": 1310}` from the gateway, which
    divides the number of characters by four.

    ## When to accept it
    No caller counts before it sends.

    ## Source
    https://github.com/mozilla-ai/otari/pull/124
    """
    if pair.candidate.route is not Route.ANTHROPIC_COUNT_TOKENS:
        return
    usual, now = pair.baseline.reply, pair.candidate.reply
    if usual is None or now is None or usual.usage is None or now.usage is None:
        return
    expected, counted = usual.usage.input_tokens, now.usage.input_tokens
    # Zero has a rule of its own.
    if not expected or not counted:
        return
    if abs(counted - expected) > max(_TOKENS, _SHARE * expected):
        yield Difference(
            "input_tokens",
            "The token counter gives another number for the same request.",
            str(expected),
            str(counted),
        )

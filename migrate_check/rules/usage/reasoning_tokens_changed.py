"""The rule reasoning-tokens-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule

# Thoughts vary from answer to answer; another level of effort is another order of magnitude.
_FEW, _FACTOR = 16, 4


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def reasoning_tokens_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The model reasons far more or far less than on the baseline, or says so.

    ## Why it matters
    `reasoning_effort` or a budget for thinking was dropped or became another level, or the count
    is lost on the way.

    ## Who breaks
    Without thoughts answers get worse; with more of them they cost several times as much and come
    later. Both happen without an error.

    ## Example
    `"reasoning_effort": "high"`: 1,800 reasoning tokens on the baseline, 0 on the candidate.

    ## When to accept it
    The gateway documents its own levels and the quality was measured.

    ## Source
    https://github.com/tscibilia/home-ops/pull/3395
    """
    usual, now = _tokens(pair.baseline), _tokens(pair.candidate)
    if usual is None or now is None:
        return
    if max(usual, now) >= _FEW and max(usual, now) >= _FACTOR * max(min(usual, now), 1):
        yield Difference(
            "usage.reasoning_tokens",
            f"The model reasons far {'more' if now > usual else 'less'} than on the baseline.",
            str(usual),
            str(now),
            subject="more" if now > usual else "less",
        )


def _tokens(answer: Observation) -> int | None:
    usage = answer.reply.usage if answer.reply is not None else None
    return None if usage is None else usage.reasoning_tokens

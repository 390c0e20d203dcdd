"""Prompt tokens that both sides count for one and the same request."""

from __future__ import annotations

from typing import NamedTuple

from migrate_check.domain.observation import ObservedPair

# Gateways wrap messages in a few tokens of their own; a person would not call that a change.
_TOKENS, _SHARE = 3, 0.05


class PromptTokens(NamedTuple):
    """Both counts, above zero."""

    baseline: int
    candidate: int

    @property
    def added(self) -> int:
        """How many more the candidate counts; negative where it counts fewer."""
        return self.candidate - self.baseline

    @property
    def small(self) -> bool:
        """Too small a difference to be a part of the prompt."""
        return abs(self.added) <= max(_TOKENS, _SHARE * self.baseline)


def prompt_tokens(pair: ObservedPair) -> PromptTokens | None:
    """The counts of a first turn; None where a side has none.

    Later turns carry each side's own answers, so they differ by right. Zero or less is no count:
    the rules usage-zero and usage-negative speak of it.
    """
    if pair.turn:
        return None
    baseline, candidate = pair.baseline.reply, pair.candidate.reply
    if baseline is None or candidate is None or not baseline.usage or not candidate.usage:
        return None
    expected, counted = baseline.usage.input_tokens, candidate.usage.input_tokens
    if not expected or not counted or min(expected, counted) <= 0:
        return None
    return PromptTokens(expected, counted)

"""The rule prompt-cache-lost."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, Nature, Turns, sequence_rule

_MOST, _HARDLY_ANY = 0.5, 0.1
"""Shares of the prompt that come from the cache."""


@sequence_rule(Severity.WARNING, Nature.SAMPLED)
def prompt_cache_lost(turns: Turns) -> Iterator[Answer]:
    """The baseline reads most of a repeated prompt from its cache, the candidate next to nothing.

    ## Why it matters
    A gateway that spreads one conversation over several back ends, or changes the start of the
    prompt, never meets a warm cache.

    ## Who breaks
    Agents and chats with long histories pay the full price for each turn, often five to ten times
    as much, and wait longer for the first token.

    ## Example
    The second turn has 2,304 of 2,410 prompt tokens cached on the baseline and 0 on the candidate.

    ## When to accept it
    Prompts are short, or the candidate's price makes up for it.

    ## Source
    https://github.com/earendil-works/pi/issues/843
    """
    for pair in turns.pairs[1:]:
        usual, now = _share(pair.baseline), _share(pair.candidate)
        if usual is not None and now is not None and usual >= _MOST and now <= _HARDLY_ANY:
            yield Difference(
                "usage.cached_tokens",
                "A repeated prompt is not read from the cache.",
                f"{usual:.0%} of the prompt cached",
                f"{now:.0%} of the prompt cached",
            )
            return


def _share(answer: Observation) -> float | None:
    usage = answer.reply.usage if answer.reply is not None else None
    if usage is None or usage.cached_tokens is None or not usage.input_tokens:
        return None
    return usage.cached_tokens / usage.input_tokens

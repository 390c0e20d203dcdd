"""The rule usage-prompt-tokens-vary."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, Turns, sequence_rule

# The same allowance as between the two sides.
_TOKENS, _SHARE = 3, 0.05


@sequence_rule(Severity.WARNING)
def usage_prompt_tokens_vary(turns: Turns) -> Iterator[Answer]:
    """The very same request counts another number of prompt tokens when it is sent again.

    ## Why it matters
    Tokens that come from the cache are left out of the count, or another model counted them. The
    vendor counts the whole prompt each time.

    ## Who breaks
    Context meters jump, and cost is wrong: callers subtract cached tokens from a count that no
    longer holds them.

    ## Example
    `prompt_tokens` 2,410 for the first time and 106 for the second, with 2,304 cached.

    ## When to accept it
    Cost is taken from invoices only.

    ## Source
    https://github.com/BerriAI/litellm/issues/5443
    """
    told = turns.pairs[0].trial.case.turns
    for before, after, turn in zip(turns.pairs, turns.pairs[1:], told, strict=False):
        if not turn.again:
            continue
        apart = _apart(before.candidate, after.candidate)
        if apart is not None and _apart(before.baseline, after.baseline) is None:
            yield Difference(
                "usage.input_tokens",
                "The same request counts another number of prompt tokens when it is sent again.",
                None,
                apart,
            )
            return


def _apart(before: Observation, after: Observation) -> str | None:
    one, other = _tokens(before), _tokens(after)
    if one is None or other is None:
        return None
    if abs(one - other) <= max(_TOKENS, _SHARE * max(one, other)):
        return None
    return f"{one}, then {other}"


def _tokens(answer: Observation) -> int | None:
    usage = answer.reply.usage if answer.reply is not None else None
    return None if usage is None else usage.input_tokens

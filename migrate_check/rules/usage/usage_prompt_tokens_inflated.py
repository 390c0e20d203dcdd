"""The rule usage-prompt-tokens-inflated."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule

# Gateways wrap messages in a few tokens of their own; a person would not call that a change.
_TOKENS, _SHARE = 3, 0.05


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def usage_prompt_tokens_inflated(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The same request is counted with more prompt tokens than by the baseline.

    ## Why it matters
    Something was added to the prompt, such as a hidden system prompt, or another tokenizer or
    model counted it.

    ## Who breaks
    Every request costs more, and long prompts reach the context limit earlier.

    ## Example
    25 prompt tokens against 1,180 for the same body.

    ## When to accept it
    The candidate runs another model on purpose and its price is known.
    """
    # The later turns of a conversation carry each side's own answers, so they differ by right.
    if pair.turn:
        return
    baseline, candidate = pair.baseline.reply, pair.candidate.reply
    if baseline is None or candidate is None or not baseline.usage or not candidate.usage:
        return
    expected, counted = baseline.usage.input_tokens, candidate.usage.input_tokens
    # 0 or less is not a count; the rules usage-zero and usage-negative speak of it.
    if not expected or not counted or min(expected, counted) <= 0:
        return
    if counted - expected > max(_TOKENS, _SHARE * expected):
        yield Difference(
            "usage.input_tokens",
            "The same request counts more prompt tokens.",
            str(expected),
            str(counted),
        )

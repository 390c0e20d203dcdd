"""The rule usage-prompt-tokens-lower."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule

# Gateways wrap messages in a few tokens of their own; a person would not call that a change.
_TOKENS, _SHARE = 3, 0.05


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def usage_prompt_tokens_lower(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The same request is counted with fewer prompt tokens than by the baseline.

    ## Why it matters
    Part of the prompt may have been dropped: old messages, images, tools. Or cached tokens are
    left out of the count.

    ## Who breaks
    Answers get worse without any error; costs are underestimated where cached tokens are left
    out.

    ## Example
    12,304 prompt tokens against 3 for the same body.

    ## When to accept it
    The candidate runs another model on purpose and its tokenizer is known to be denser.

    ## Source
    https://github.com/BerriAI/litellm/issues/5443
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
    if expected - counted > max(_TOKENS, _SHARE * expected):
        yield Difference(
            "usage.input_tokens",
            "The same request counts fewer prompt tokens.",
            str(expected),
            str(counted),
        )

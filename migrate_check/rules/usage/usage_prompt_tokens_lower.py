"""The rule usage-prompt-tokens-lower."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule
from migrate_check.rules.usage.prompt_tokens import prompt_tokens


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
    tokens = prompt_tokens(pair)
    if tokens and tokens.added < 0 and not tokens.small:
        yield Difference(
            "usage.input_tokens",
            "The same request counts fewer prompt tokens.",
            str(tokens.baseline),
            str(tokens.candidate),
        )

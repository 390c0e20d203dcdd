"""The rule usage-prompt-tokens-inflated."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule
from migrate_check.rules.usage.prompt_tokens import prompt_tokens


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

    ## Source
    https://github.com/MAXeaglet/commandcode-proxy/issues/17
    """
    tokens = prompt_tokens(pair)
    if tokens and tokens.added > 0 and not tokens.small:
        yield Difference(
            "usage.input_tokens",
            "The same request counts more prompt tokens.",
            str(tokens.baseline),
            str(tokens.candidate),
        )

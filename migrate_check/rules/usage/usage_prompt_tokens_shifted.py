"""The rule usage-prompt-tokens-shifted."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule
from migrate_check.rules.usage.prompt_tokens import prompt_tokens


@pair_rule(Severity.NOTE, When.BOTH_OK, Nature.SAMPLED)
def usage_prompt_tokens_shifted(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The same request is counted with a few prompt tokens more or fewer than by the baseline.

    ## Why it matters
    The candidate does not pass the request on as it is: it sorts keys, wraps messages or adds
    fields of its own. The price hardly changes, but a prompt cache may miss.

    ## Who breaks
    Nobody by the count alone. Tests that pin exact token counts do.

    ## Example
    336 prompt tokens against 335 for the same body with tools.

    ## When to accept it
    Always, once you know what the gateway changes in the request.

    ## Source
    https://github.com/MAXeaglet/commandcode-proxy/issues/17
    """
    tokens = prompt_tokens(pair)
    if tokens and tokens.added and tokens.small:
        yield Difference(
            "usage.input_tokens",
            "The same request counts slightly different prompt tokens.",
            str(tokens.baseline),
            str(tokens.candidate),
        )

"""The rule usage-cached-above-input."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def usage_cached_above_input(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """More cached prompt tokens are reported than prompt tokens.

    ## Why it matters
    In this format cached tokens are a part of the prompt tokens; another provider's way of
    counting leaked through.

    ## Who breaks
    Callers subtract one from the other to get the full-price tokens: the result is negative.

    ## Example
    `prompt_tokens: 3`, `cached_tokens: 12304`.

    ## When to accept it
    Nobody computes cost from usage.

    ## Source
    https://github.com/allenai/agent-eval/pull/11
    """
    usage = pair.candidate.reply.usage if pair.candidate.reply is not None else None
    if usage is None or usage.cached_tokens is None or usage.input_tokens is None:
        return
    if usage.cached_tokens > usage.input_tokens:
        yield Difference(
            "usage.cached_tokens",
            "More cached tokens are reported than input tokens.",
            None,
            f"{usage.cached_tokens} of {usage.input_tokens}",
        )

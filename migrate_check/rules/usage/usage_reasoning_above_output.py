"""The rule usage-reasoning-above-output."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def usage_reasoning_above_output(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """More reasoning tokens are reported than output tokens.

    ## Why it matters
    In this format reasoning tokens are a part of the output tokens; here they were left out of
    them.

    ## Who breaks
    Cost per answer is underestimated by the whole reasoning; the visible tokens come out
    negative.

    ## Example
    `completion_tokens: 0`, `reasoning_tokens: 60`.

    ## When to accept it
    Nobody computes cost from usage.

    ## Source
    https://github.com/router-for-me/CLIProxyAPI/issues/5733
    """
    usage = pair.candidate.reply.usage if pair.candidate.reply is not None else None
    if usage is None or usage.reasoning_tokens is None or usage.output_tokens is None:
        return
    if usage.reasoning_tokens > usage.output_tokens:
        yield Difference(
            "usage.reasoning_tokens",
            "More reasoning tokens are reported than output tokens.",
            None,
            f"{usage.reasoning_tokens} of {usage.output_tokens}",
        )

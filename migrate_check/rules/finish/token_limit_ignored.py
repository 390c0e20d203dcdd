"""The rule token-limit-ignored."""

from collections.abc import Iterator

from migrate_check.dialects.limits import limit_of
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule

# Some providers count an end mark; a few tokens cost nothing and break nothing.
_TOKENS, _SHARE = 8, 0.1


@pair_rule(Severity.ERROR, When.BOTH_OK, Nature.SAMPLED)
def token_limit_ignored(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The answer has more tokens than the request allows.

    ## Why it matters
    The limit caps cost and length; it was dropped or renamed on the way.

    ## Who breaks
    Budgets are exceeded, and texts overflow the fields, messages or time they were cut for.

    ## Example
    `max_tokens: 16`, and 340 output tokens.

    ## When to accept it
    No caller relies on the limit.

    ## Source
    https://github.com/Lore-Hex/quill-router/issues/130
    """
    reply = pair.candidate.reply
    if reply is None or reply.usage is None or reply.choices != 1:
        return
    limit, tokens = limit_of(pair.candidate.asked.body), reply.usage.output_tokens
    # Whether reasoning counts against the limit differs from provider to provider.
    if limit is None or tokens is None or reply.reasoning:
        return
    shown = tokens - (reply.usage.reasoning_tokens or 0)
    if shown > limit + max(_TOKENS, _SHARE * limit):
        yield Difference(
            "usage.output_tokens",
            "The answer has more tokens than the request allows.",
            None,
            f"{shown} tokens, limit {limit}",
        )

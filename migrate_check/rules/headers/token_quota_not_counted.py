"""The rule token-quota-not-counted."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.rules.headers.names import location_of
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule

_LIMIT, _LEFT = "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens"
# A long prompt, so that no count of requests could be taken for one of tokens.
_LONG_PROMPT = 500
# Quotas refill meanwhile and vendors estimate: half is counted, a tenth is not.
_COUNTED, _NOT_COUNTED = 0.5, 0.1


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def token_quota_not_counted(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A long prompt hardly lowers the quota of tokens that the headers tell.

    ## Why it matters
    Clients share out their quota by these headers. One that counts requests, or nothing, in the
    place of tokens says that there is plenty left until the first 429.

    ## Who breaks
    Batch jobs and adaptive limiters run into the real limit at full speed.

    ## Example
    After a prompt of 2,000 tokens the baseline has 198,000 of 200,000 left, the candidate 199,999.

    ## When to accept it
    The gateway has limits of its own, which it documents, and counts in another unit.

    ## Source
    https://github.com/wso2/api-platform/issues/2932
    """
    usual, now = _used(pair.baseline), _used(pair.candidate)
    prompt = _prompt_tokens(pair.baseline)
    if usual is None or now is None or prompt < _LONG_PROMPT:
        return
    if usual >= _COUNTED * prompt and 0 <= now < _NOT_COUNTED * prompt:
        yield Difference(
            location_of(_LEFT),
            "The quota of tokens does not go down by the tokens of the prompt.",
            f"{usual} tokens used",
            f"{now} tokens used",
        )


def _used(answer: Observation) -> int | None:
    limit, left = answer.headers.get(_LIMIT, ""), answer.headers.get(_LEFT, "")
    return int(limit) - int(left) if limit.isdecimal() and left.isdecimal() else None


def _prompt_tokens(answer: Observation) -> int:
    usage = answer.reply.usage if answer.reply else None
    return (usage.input_tokens or 0) if usage else 0

"""How many prompt tokens two turns of a conversation count."""

from __future__ import annotations

from dataclasses import dataclass

from migrate_check.domain.observation import Observation


@dataclass(frozen=True, slots=True)
class PromptCounts:
    """Tokens of a turn and of the one after it."""

    first: int
    second: int
    output: int | None
    """Tokens of the answer between them."""


def prompt_counts(
    earlier: Observation, later: Observation, *, and_cached: bool = False
) -> PromptCounts | None:
    """What both turns count; None where one failed, or tells no count or 0.

    Some gateways leave cached tokens out of the count, which is another matter: `and_cached` adds
    them to the later turn. The baseline gets no such benefit of the doubt: there, a warm cache is
    no longer prompt.
    """
    before, after = earlier.reply, later.reply
    if not (earlier.ok and later.ok) or before is None or after is None:
        return None
    if before.usage is None or after.usage is None:
        return None
    first, second = before.usage.input_tokens, after.usage.input_tokens
    if not first or not second:
        return None
    cached = (after.usage.cached_tokens or 0) if and_cached else 0
    return PromptCounts(first, second + cached, before.usage.output_tokens)

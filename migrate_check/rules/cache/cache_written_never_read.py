"""The rule cache-written-never-read."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.rules.cache.cache_use import cache_uses
from migrate_check.rules.rule import Answer, Nature, Turns, sequence_rule


@sequence_rule(Severity.ERROR, Nature.SAMPLED)
def cache_written_never_read(turns: Turns) -> Iterator[Answer]:
    """The prompt cache is written each time the same request comes, and never read.

    ## Why it matters
    A write costs a quarter more than an uncached token. Something before the marked part differs
    from call to call, or each call reaches another account.

    ## Who breaks
    The budget: caching makes every request dearer than without it.

    ## Example
    Three equal calls with `cache_creation_input_tokens: 4409` and `cache_read_input_tokens: 0`;
    the baseline writes once and reads twice.

    ## When to accept it
    Never; switch caching off for this candidate instead.

    ## Source
    https://github.com/theopenco/llmgateway/issues/3918
    """
    uses = cache_uses(turns)
    if uses is None:
        return
    usual, now = uses
    if usual.read and now.written and not now.read:
        yield Difference(
            "usage.cache_write_tokens",
            "The prompt cache is written at each repetition and never read.",
            usual.text,
            now.text,
        )

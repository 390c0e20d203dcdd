"""What is remembered between requests, and what must not be."""

from __future__ import annotations

from migrate_check.rules.cache.answer_replayed import answer_replayed
from migrate_check.rules.cache.cache_lifetime_changed import cache_lifetime_changed
from migrate_check.rules.cache.cache_marks_ignored import cache_marks_ignored
from migrate_check.rules.cache.cache_write_unasked import cache_write_unasked
from migrate_check.rules.cache.cache_written_never_read import cache_written_never_read
from migrate_check.rules.cache.prompt_cache_lost import prompt_cache_lost
from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    answer_replayed,
    cache_lifetime_changed,
    cache_marks_ignored,
    cache_write_unasked,
    cache_written_never_read,
    prompt_cache_lost,
)

"""What is remembered between requests, and what must not be."""

from __future__ import annotations

from migrate_check.rules.cache.answer_replayed import answer_replayed
from migrate_check.rules.cache.prompt_cache_lost import prompt_cache_lost
from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = (answer_replayed, prompt_cache_lost)

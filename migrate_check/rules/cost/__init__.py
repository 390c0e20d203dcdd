"""Money."""

from __future__ import annotations

from migrate_check.rules.cost.cache_lifetime_changed import cache_lifetime_changed
from migrate_check.rules.cost.cache_marks_ignored import cache_marks_ignored
from migrate_check.rules.cost.cache_write_unasked import cache_write_unasked
from migrate_check.rules.cost.cache_written_never_read import cache_written_never_read
from migrate_check.rules.cost.cost_higher import cost_higher
from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    cache_lifetime_changed,
    cache_marks_ignored,
    cache_write_unasked,
    cache_written_never_read,
    cost_higher,
)

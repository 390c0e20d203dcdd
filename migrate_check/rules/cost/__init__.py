"""Money."""

from __future__ import annotations

from migrate_check.rules.cost.cost_higher import cost_higher
from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = (cost_higher,)

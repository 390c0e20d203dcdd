"""Response headers that callers and intermediaries read."""

from __future__ import annotations

from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = ()

"""Which model and which answer it was."""

from __future__ import annotations

from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = ()

"""What the model does, seen through each side."""

from __future__ import annotations

from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = ()

"""What must not leave the gateway, and who must not get in."""

from __future__ import annotations

from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = ()

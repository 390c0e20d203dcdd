"""Parameters of a request that must have their effect."""

from __future__ import annotations

from migrate_check.rules.parameters.parameter_drop_announced import parameter_drop_announced
from migrate_check.rules.parameters.parameter_not_reproducible import parameter_not_reproducible
from migrate_check.rules.parameters.parameter_rejected import parameter_rejected
from migrate_check.rules.parameters.parameter_without_effect import parameter_without_effect
from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    parameter_drop_announced,
    parameter_not_reproducible,
    parameter_rejected,
    parameter_without_effect,
)

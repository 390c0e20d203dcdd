"""Time."""

from __future__ import annotations

from migrate_check.rules.latency.e2e_slower import e2e_slower
from migrate_check.rules.latency.errors_answered_late import errors_answered_late
from migrate_check.rules.latency.ttft_slower import ttft_slower
from migrate_check.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    e2e_slower,
    errors_answered_late,
    ttft_slower,
)

"""Invariants that token counts obey in every dialect."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json


def check_negative(usage: dict[str, Json], prefix: str, log: AnomalyLog) -> None:
    """No count is below zero, at whatever depth."""
    for name, value in usage.items():
        if isinstance(value, dict):
            check_negative(value, f"{prefix}{name}.", log)
        elif type(value) is int and value < 0:
            log.add(AnomalyKind.USAGE_NEGATIVE, prefix + name, f"{value}")


def check_part(part: int | None, whole: int | None, location: str, log: AnomalyLog) -> None:
    """A count that is included in another cannot exceed it."""
    if part is not None and whole is not None and part > whole:
        log.add(AnomalyKind.USAGE_TOTAL_WRONG, location, f"{part} of {whole}")

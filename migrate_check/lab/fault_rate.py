"""The share of requests that a fault strikes, as people write it."""

from __future__ import annotations

from math import isfinite

from migrate_check.domain.errors import UsageError


def parse_fault_rate(text: str) -> float:
    """`5%` and `0.05` are the same. UsageError for what is no share."""
    given = text.strip()
    try:
        rate = float(given.removesuffix("%")) / (100 if given.endswith("%") else 1)
    except ValueError:
        rate = -1.0
    if not (isfinite(rate) and 0 <= rate <= 1):
        raise UsageError(f"--fault-rate {text}: not a share; write 5% or 0.05")
    return rate

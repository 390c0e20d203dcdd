"""Measured values as text."""

from __future__ import annotations

from migrate_check.domain.verdict import Measured


def interval(measured: Measured) -> str:
    """`1.60 times the baseline's (1.40 to 1.80, n = 40; up to 1.25 is accepted)`."""
    if measured.ratio is None:
        return f"beyond the baseline's (n = {measured.n})"
    bounds = ""
    if measured.low is not None and measured.high is not None:
        bounds = f"{measured.low:.2f} to {measured.high:.2f}, "
    accepted = f"up to {measured.margin:.2f} is accepted"
    return f"{measured.ratio:.2f} times the baseline's ({bounds}n = {measured.n}; {accepted})"


def in_seconds(value: float | None) -> str | None:
    """`0.640 s`."""
    return None if value is None else f"{value:.3f} s"


def in_dollars(value: float | None) -> str | None:
    """`$0.0160`."""
    return None if value is None else f"${value:.4f}"

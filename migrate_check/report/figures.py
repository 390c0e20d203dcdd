"""Numbers as people read them, the same in every report."""

from __future__ import annotations

from decimal import Decimal

from migrate_check.domain.verdict import Measured

UNKNOWN = "unknown"
TIMES = "\u00d7"
"""The multiplication sign."""


def seconds(value: float | None) -> str:
    """`412 ms`, `1.31 s`; unknown when it was not measured."""
    if value is None:
        return UNKNOWN
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def dollars(value: Decimal | float | None) -> str:
    """`$0.000412`, `$1.31`; at least two significant digits, unknown when there is no price."""
    if value is None:
        return UNKNOWN
    amount = float(value)
    digits = 2
    while digits < 8 and 0 < abs(amount) < 10 ** (1 - digits):
        digits += 1
    return f"${amount:,.{digits}f}"


def ratio(value: float | None) -> str:
    """Two decimals and the sign of multiplication."""
    return UNKNOWN if value is None else f"{value:.2f}{TIMES}"


def interval(measured: Measured) -> str:
    """Both bounds of the ratio."""
    if measured.low is None or measured.high is None:
        return UNKNOWN
    return f"{ratio(measured.low)} to {ratio(measured.high)}"


def control_interval(measured: Measured) -> str:
    """The same of baseline against baseline, with its pairs; empty without a control."""
    if measured.control_low is None or measured.control_high is None:
        return ""
    bounds = f"{ratio(measured.control_low)} to {ratio(measured.control_high)}"
    return f"control {bounds} (n = {measured.control_n:,})"


def amount(measured: Measured, value: float | None) -> str:
    """A side's median in the metric's unit."""
    return dollars(value) if measured.metric == "cost" else seconds(value)


METRICS = {
    "ttft": "time to first token",
    "e2e": "end-to-end time",
    "cost": "cost per request",
}
"""Metric → its name for people."""

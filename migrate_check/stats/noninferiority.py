"""Pass, fail or inconclusive: where an interval lies against a margin chosen before the run."""

from __future__ import annotations

from migrate_check.domain.verdict import Outcome
from migrate_check.stats.ratio import RatioInterval


def against_margin(interval: RatioInterval, margin: float) -> Outcome:
    """Pass when the whole interval is within the margin, fail when it is wholly beyond it.

    "No significant difference" is not a pass: an interval that crosses the margin is inconclusive.
    """
    if interval.high <= margin:
        return Outcome.PASS
    return Outcome.FAIL if interval.low > margin else Outcome.INCONCLUSIVE


def zero_failures_bound(n: int) -> float:
    """Upper 95 % bound of a rate of which none was seen in `n` independent trials (n ≥ 1)."""
    return float(1 - 0.05 ** (1 / n))

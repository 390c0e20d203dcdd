"""Pass, fail or inconclusive: where an interval lies against a margin chosen before the run."""

from __future__ import annotations

from math import exp, lgamma, log, log1p

from migrate_check.domain.verdict import Outcome
from migrate_check.stats.ratio import RatioInterval

_ALPHA = 0.05
_HALVINGS = 50


def against_margin(interval: RatioInterval, margin: float) -> Outcome:
    """Pass when the whole interval is within the margin, fail when it is wholly beyond it.

    "No significant difference" is not a pass: an interval that crosses the margin is inconclusive.
    """
    if interval.high <= margin:
        return Outcome.PASS
    return Outcome.FAIL if interval.low > margin else Outcome.INCONCLUSIVE


def zero_failures_bound(n: int) -> float:
    """Upper 95 % bound of a rate of which none was seen in `n` independent trials (n ≥ 1)."""
    return float(1 - _ALPHA ** (1 / n))


def rate_bound(failures: int, n: int) -> float:
    """Upper 95 % bound of a rate of which `failures` were seen in `n` independent trials (n ≥ 1).

    Exact (Clopper and Pearson): the rate at which so few failures have a chance of 5 %.
    """
    if failures == 0:
        return zero_failures_bound(n)
    if failures >= n:
        return 1.0
    low, high = failures / n, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(failures, n, middle) > _ALPHA else (low, middle)
    return high


def _at_most(failures: int, n: int, rate: float) -> float:
    """Chance of that many failures or fewer."""
    logs = log(rate), log1p(-rate)
    return sum(
        exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * logs[0] + (n - k) * logs[1])
        for k in range(failures + 1)
    )

"""Paired ratios: how much slower or dearer the candidate is, with an interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class RatioInterval:
    """A candidate/baseline ratio and the bounds of its 95 % interval."""

    ratio: float
    low: float
    high: float


def median_ratio(pairs: Sequence[tuple[float, float]], seed: int) -> RatioInterval:
    """Ratio of the paired answers' times: median of the log-ratios, percentile bootstrap.

    `pairs` are (baseline, candidate), both above zero; at least one pair. Pairing removes what
    both sides share (the prompt, the length asked for), the logarithm makes twice as slow and
    twice as fast symmetric. The resampling is seeded, so a recheck prints the same bounds.
    """
    import numpy as np

    logs = np.log([candidate / baseline for baseline, candidate in pairs])
    draws = np.random.default_rng(seed).integers(0, len(logs), (RESAMPLES, len(logs)))
    low, high = np.percentile(np.median(logs[draws], axis=1), [2.5, 97.5])
    return RatioInterval(float(np.exp(np.median(logs))), float(np.exp(low)), float(np.exp(high)))


def total_ratio(pairs: Sequence[tuple[float, float]], seed: int) -> RatioInterval:
    """Ratio of sums (dollars per route), bootstrap over pairs. Sums must be above zero."""
    import numpy as np

    values = np.asarray(pairs, dtype=float)
    draws = np.random.default_rng(seed).integers(0, len(values), (RESAMPLES, len(values)))
    sums = values[draws].sum(axis=1)
    sums = sums[sums[:, 0] > 0]
    low, high = np.percentile(sums[:, 1] / sums[:, 0], [2.5, 97.5])
    whole = values.sum(axis=0)
    return RatioInterval(float(whole[1] / whole[0]), float(low), float(high))

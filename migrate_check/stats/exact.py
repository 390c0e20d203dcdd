"""Exact tests on small counts, in integer arithmetic."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import comb


@lru_cache(maxsize=4096)
def fisher_one_sided(k1: int, n1: int, k2: int, n2: int) -> float:
    """Fisher's exact p-value that the first rate, k1 of n1, is not above the second, k2 of n2.

    The chance of k1 or more of the k1 + k2 events falling on the first n1 of all n1 + n2 trials.
    Raises ValueError for counts that no experiment gives.
    """
    if not (0 <= k1 <= n1 and 0 <= k2 <= n2):
        raise ValueError(f"not counts of trials: {k1} of {n1}, {k2} of {n2}")
    events = k1 + k2
    tail = sum(
        comb(n1, first) * comb(n2, events - first) for first in range(k1, min(events, n1) + 1)
    )
    return float(Fraction(tail, comb(n1 + n2, events)))

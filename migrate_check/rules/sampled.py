"""When two rates of something that a model may do by chance differ for sure."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from migrate_check.stats.exact import fisher_one_sided

ALPHA = 0.01
FEWEST_REPEATS = 3
"""With so many trials, all of them against none is taken for a fact."""
_HOPELESS = 0.2
"""Above this p-value, what the baseline does too is taken for its usual noise."""
_SIZES = (3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1000)


class Rates(NamedTuple):
    """How often the candidate showed something, and how often the baseline does by itself."""

    fired: int
    asked: int
    noise: int
    noise_asked: int

    def plus(self, other: Rates) -> Rates:
        """Both counted together."""
        return Rates(*(mine + more for mine, more in zip(self, other, strict=True)))


class Settled(Enum):
    """What the rates say."""

    DIFFERENT = "different"
    OPEN = "open"
    ALIKE = "alike"


@lru_cache(maxsize=4096)
def settle(rates: Rates) -> Settled:
    """Fisher's exact test; where it cannot reach its level, only total separation counts."""
    if rates.fired * max(rates.noise_asked, 1) <= rates.noise * rates.asked:
        return Settled.ALIKE
    if _enough(rates):
        return Settled.DIFFERENT
    if rates.noise and _p(rates) > _HOPELESS:
        return Settled.ALIKE
    return Settled.OPEN


@lru_cache(maxsize=4096)
def repeats_needed(rates: Rates) -> int | None:
    """Repeats that would settle it if the rates stay as seen; None when a thousand would not."""
    rate = rates.fired / rates.asked
    noise = rates.noise / rates.noise_asked if rates.noise_asked else 0.0
    for size in _SIZES:
        if size > rates.asked and _enough(
            Rates(round(rate * size), size, round(noise * size), size)
        ):
            return size
    return None


def _enough(rates: Rates) -> bool:
    smallest = min(rates.asked, rates.noise_asked)
    total = rates.fired == rates.asked and rates.noise == 0
    return smallest >= FEWEST_REPEATS and (total or _p(rates) <= ALPHA)


def _p(rates: Rates) -> float:
    return fisher_one_sided(rates.fired, rates.asked, rates.noise, rates.noise_asked)

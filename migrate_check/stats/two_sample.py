"""Whether two samples of short texts come from one distribution."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

PLACES = 64
"""Words of a text that are looked at."""
MOST = 300
"""Texts of a sample that are looked at."""
PERMUTATIONS = 4_999
_MOST_EXACT = 20_000
_CLOSE = 1e-9


def mmd_p_value(
    first: Sequence[Sequence[str]], second: Sequence[Sequence[str]], seed: int
) -> float:
    """Chance of two samples as far apart as these, if both were drawn from one distribution.

    Each text is a sequence of words; two are as like as the share of places with the same word
    (Hamming kernel), and samples are compared by the maximum mean discrepancy. All divisions of
    the texts into two samples are tried where they are few, else PERMUTATIONS at random by the
    seed. Raises ValueError for an empty sample.
    """
    import numpy as np

    if not first or not second:
        raise ValueError("an empty sample has no distribution")
    ones, others = first[:MOST], second[:MOST]
    likeness = _likeness([*ones, *others])
    size, total = len(ones), len(ones) + len(others)
    if comb(total, size) <= _MOST_EXACT:
        chosen = np.array(list(combinations(range(total), size)))
        apart = _apart(likeness, chosen)
        # The first division is the one that was observed.
        return float(np.mean(apart >= apart[0] - _CLOSE))
    draws = np.random.default_rng(seed).random((PERMUTATIONS, total)).argsort(axis=1)[:, :size]
    observed = _apart(likeness, np.arange(size)[None, :])[0]
    further = int(np.sum(_apart(likeness, draws) >= observed - _CLOSE))
    return (1 + further) / (1 + PERMUTATIONS)


def _likeness(texts: Sequence[Sequence[str]]) -> NDArray[Any]:
    """Share of equal places for each two texts; the longest text has PLACES places at most."""
    import numpy as np

    numbers: dict[str, int] = {}
    places = max(1, min(PLACES, max(map(len, texts))))
    coded = np.zeros((len(texts), places), dtype=np.int64)
    for row, text in enumerate(texts):
        for place, word in enumerate(text[:places]):
            coded[row, place] = numbers.setdefault(word, len(numbers) + 1)
    likeness = np.zeros((len(texts), len(texts)))
    for place in range(places):
        likeness += coded[:, place, None] == coded[None, :, place]
    return likeness / places


def _apart(likeness: NDArray[Any], chosen: NDArray[Any]) -> NDArray[Any]:
    """Squared discrepancy of each division; `chosen` are the indices of the first sample."""
    import numpy as np

    divisions, size = chosen.shape
    total = len(likeness)
    weights = np.full((divisions, total), -1 / (total - size))
    np.put_along_axis(weights, chosen, 1 / size, axis=1)
    apart: NDArray[Any] = np.einsum("dt,dt->d", weights @ likeness, weights)
    return apart

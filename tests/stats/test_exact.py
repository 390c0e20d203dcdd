from __future__ import annotations

from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.stats.exact import fisher_one_sided


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((3, 3, 0, 3), 1 / 20),
        ((5, 5, 0, 5), 1 / 252),
        # Fisher's tea lady: 3 of 4 cups right.
        ((3, 4, 1, 4), 17 / 70),
        ((0, 3, 0, 3), 1.0),
        ((0, 5, 5, 5), 1.0),
        ((0, 0, 0, 0), 1.0),
    ],
)
def test_known_values(counts: tuple[int, int, int, int], expected: float) -> None:
    assert fisher_one_sided(*counts) == pytest.approx(expected, abs=1e-15)


@given(st.integers(0, 7), st.integers(0, 7), st.data())
def test_equals_enumeration(n1: int, n2: int, data: st.DataObject) -> None:
    k1, k2 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    outcomes = [sum(draw[:n1]) for draw in product((0, 1), repeat=n1 + n2) if sum(draw) == k1 + k2]
    expected = sum(1 for first in outcomes if first >= k1) / comb(n1 + n2, k1 + k2)
    assert fisher_one_sided(k1, n1, k2, n2) == pytest.approx(expected)


@given(st.integers(1, 60), st.integers(0, 60), st.integers(1, 60), st.integers(0, 60))
def test_is_a_probability_and_falls_with_more_events(n1: int, k1: int, n2: int, k2: int) -> None:
    k1, k2 = min(k1, n1), min(k2, n2)
    p = fisher_one_sided(k1, n1, k2, n2)
    assert 0 < p <= 1
    if k1 < n1:
        assert fisher_one_sided(k1 + 1, n1, k2, n2) <= p


@pytest.mark.parametrize("counts", [(4, 3, 0, 3), (-1, 3, 0, 3), (0, 3, 4, 3)])
def test_refuses_what_are_no_counts(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="not counts of trials"):
        fisher_one_sided(*counts)

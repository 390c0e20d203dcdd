from __future__ import annotations

from math import comb

import pytest

from migrate_check.stats.noninferiority import rate_bound, zero_failures_bound


@pytest.mark.parametrize(("failures", "n"), [(0, 299), (1, 100), (5, 50), (9, 10), (30, 1000)])
def test_at_the_bound_so_few_failures_have_a_chance_of_five_percent(failures: int, n: int) -> None:
    rate = rate_bound(failures, n)
    chance = sum(comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(failures + 1))
    assert chance == pytest.approx(0.05, abs=1e-9)


def test_nothing_but_failures_bounds_nothing() -> None:
    assert rate_bound(10, 10) == 1


def test_without_failures_it_is_the_short_formula() -> None:
    assert rate_bound(0, 77) == zero_failures_bound(77)


def test_more_failures_never_give_a_lower_bound() -> None:
    bounds = [rate_bound(failures, 20) for failures in range(21)]
    assert bounds == sorted(bounds)

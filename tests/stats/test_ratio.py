"""Paired ratios and margins."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate_check.domain.result import LatencySample
from migrate_check.domain.verdict import Outcome
from migrate_check.stats.latency_frame import quantiles
from migrate_check.stats.noninferiority import against_margin, zero_failures_bound
from migrate_check.stats.ratio import RatioInterval, median_ratio, total_ratio

seconds = st.floats(0.001, 100)


@given(st.lists(seconds, min_size=1, max_size=30), st.floats(0.2, 5))
@settings(max_examples=30, deadline=None)
def test_a_constant_slow_down_is_found_exactly(times: list[float], factor: float) -> None:
    interval = median_ratio([(time, time * factor) for time in times], seed=1)
    assert interval.ratio == pytest.approx(factor)
    assert interval.low == pytest.approx(factor)
    assert interval.high == pytest.approx(factor)


@given(st.lists(st.tuples(seconds, seconds), min_size=2, max_size=30))
@settings(max_examples=30, deadline=None)
def test_the_interval_holds_the_median_and_is_repeatable(pairs: list[tuple[float, float]]) -> None:
    interval = median_ratio(pairs, seed=7)
    assert interval == median_ratio(pairs, seed=7)
    assert interval.low <= interval.high
    swapped = median_ratio([(b, a) for a, b in pairs], seed=7)
    assert math.log(swapped.ratio) == pytest.approx(-math.log(interval.ratio), abs=1e-9)


def test_cost_is_a_ratio_of_sums_not_a_mean_of_ratios() -> None:
    interval = total_ratio([(1.0, 1.0), (0.001, 0.01)], seed=0)
    assert interval.ratio == pytest.approx(1.01 / 1.001)


@pytest.mark.parametrize(
    ("low", "high", "outcome"),
    [
        (0.9, 1.25, Outcome.PASS),
        (1.26, 1.4, Outcome.FAIL),
        (1.2, 1.3, Outcome.INCONCLUSIVE),
        (1.25, 1.3, Outcome.INCONCLUSIVE),
    ],
)
def test_an_interval_against_a_margin(low: float, high: float, outcome: Outcome) -> None:
    assert against_margin(RatioInterval((low + high) / 2, low, high), 1.25) is outcome


@pytest.mark.parametrize(("n", "bound"), [(299, 0.01), (2995, 0.001), (59, 0.05)])
def test_zero_in_n_is_printed_with_its_bound(n: int, bound: float) -> None:
    assert zero_failures_bound(n) == pytest.approx(bound, rel=0.01)


def test_quantiles_leave_out_what_was_not_measured() -> None:
    samples = [
        LatencySample("openai-chat", side, ttft, e2e, ttft is not None)
        for side, ttft, e2e in (
            ("baseline", 0.1, 1.0),
            ("baseline", None, 3.0),
            ("candidate", 0.3, 2.0),
        )
    ]
    table = {(q.side, q.metric): (q.n, q.p50) for q in quantiles(samples)}
    assert table == {
        ("baseline", "e2e"): (2, 2.0),
        ("baseline", "ttft"): (1, 0.1),
        ("candidate", "e2e"): (1, 2.0),
        ("candidate", "ttft"): (1, 0.3),
    }
    assert quantiles([]) == ()

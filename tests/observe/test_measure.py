"""Latency and cost of a run against the policy's margins."""

from __future__ import annotations

from decimal import Decimal

import pytest

from migrate_check.domain.exchange import Side
from migrate_check.domain.observation import (
    Asked,
    BodyKind,
    Observation,
    ObservedPair,
    Timing,
)
from migrate_check.domain.plan import Trial
from migrate_check.domain.scenario import Auth, Case, Route
from migrate_check.domain.verdict import Measured, Outcome, Policy
from migrate_check.observe.measure import measure

CASE = Case(
    "openai-chat/minimal",
    "plain",
    Route.OPENAI_CHAT,
    "",
    True,
    {},
    None,
    (),
    Auth.VALID,
    None,
    False,
    "minimal.yaml:3",
)


def seen(side: Side, ttft_s: float | None, e2e_s: float | None, status: int = 200) -> Observation:
    return Observation(
        route=Route.OPENAI_CHAT,
        side=side,
        asked=Asked("m", True, None, {}, False, False, 1, {}),
        status=status,
        http_version="HTTP/1.1",
        headers={},
        failure=None,
        body_kind=BodyKind.SSE,
        document=None,
        events=(),
        framing=frozenset(),
        body_text="",
        reply=None,
        error=None,
        anomalies=(),
        shape=frozenset(),
        timing=Timing(None, ttft_s, e2e_s, ()),
    )


def pair(
    baseline_s: float,
    candidate_s: float,
    repeat: int = 1,
    warmup: bool = False,
    status: int = 200,
    control: bool = False,
) -> ObservedPair:
    return ObservedPair(
        Trial(CASE, repeat, warmup, Side.BASELINE, control=control),
        0,
        seen(Side.BASELINE, baseline_s, baseline_s * 2),
        seen(Side.CANDIDATE, candidate_s, candidate_s * 2, status),
    )


def free(side: Side, answer: Observation) -> Decimal | None:
    return None


def of(metric: str, *pairs: ObservedPair, policy: Policy | None = None) -> Measured:
    measured = measure(pairs, policy or Policy(), free, seed=0)
    return next(m for m in measured if m.metric == metric)


def test_an_equal_candidate_passes_with_its_n() -> None:
    result = of("ttft", *(pair(0.4, 0.4) for _ in range(20)))
    assert (result.outcome, result.n, result.ratio) == (Outcome.PASS, 20, pytest.approx(1.0))


def test_a_clearly_slower_candidate_fails() -> None:
    result = of("ttft", *(pair(0.4, 0.8) for _ in range(20)))
    assert result.outcome is Outcome.FAIL
    assert (result.baseline, result.candidate) == (0.4, 0.8)
    assert result.reason == "the whole interval is beyond the margin of ×1.25"


def test_a_ratio_of_tiny_times_does_not_fail() -> None:
    result = of("ttft", *(pair(0.005, 0.020) for _ in range(20)))
    assert result.outcome is Outcome.PASS
    assert result.reason == "median adds 15 ms, below the floor of 50 ms"


def test_too_few_pairs_are_inconclusive_and_say_how_many_more() -> None:
    result = of("e2e", pair(0.4, 0.4), pair(0.4, 0.4))
    assert (result.outcome, result.reason) == (
        Outcome.INCONCLUSIVE,
        "18 more pairs needed",
    )


def test_an_interval_across_the_margin_is_inconclusive() -> None:
    result = of("ttft", *(pair(1.0, 1.1 if n % 2 else 1.5) for n in range(20)))
    assert result.outcome is Outcome.INCONCLUSIVE
    assert result.reason.endswith("raise --repeat")


def test_warm_up_and_failed_answers_are_left_out() -> None:
    result = of(
        "ttft", pair(1, 9, warmup=True), pair(1, 9, status=500), *(pair(1, 1) for _ in range(3))
    )
    assert (result.n, result.candidate) == (3, 1)


def test_what_was_not_measured_says_so() -> None:
    unmeasured = ObservedPair(
        Trial(CASE, 1, False, Side.BASELINE),
        0,
        seen(Side.BASELINE, None, None),
        seen(Side.CANDIDATE, None, None),
    )
    result = of("e2e", unmeasured)
    assert (result.outcome, result.n, result.ratio, result.reason) == (
        Outcome.INCONCLUSIVE,
        0,
        None,
        "not measured",
    )


@pytest.mark.parametrize(
    ("candidate_usd", "outcome"),
    [("0.01", Outcome.PASS), ("0.02", Outcome.FAIL), ("0", Outcome.PASS)],
)
def test_cost_is_compared_where_both_sides_have_a_price(
    candidate_usd: str, outcome: Outcome
) -> None:
    prices = {Side.BASELINE: Decimal("0.01"), Side.CANDIDATE: Decimal(candidate_usd)}
    measured = measure(
        [pair(1, 1) for _ in range(3)], Policy(), lambda side, answer: prices[side], 0
    )
    cost = next(m for m in measured if m.metric == "cost")
    assert (cost.outcome, cost.n, cost.baseline) == (outcome, 3, pytest.approx(0.01))


def test_cost_that_varies_across_the_margin_is_inconclusive() -> None:
    dear = iter([Decimal("0.01"), Decimal("0.008"), Decimal("0.01"), Decimal("0.02")] * 3)
    measured = measure([pair(1, 1) for _ in range(6)], Policy(), lambda side, answer: next(dear), 0)
    assert next(m for m in measured if m.metric == "cost").outcome is Outcome.INCONCLUSIVE


def test_an_unknown_price_is_unknown_never_zero() -> None:
    cost = of("cost", pair(1, 1))
    assert (cost.outcome, cost.baseline, cost.reason) == (
        Outcome.INCONCLUSIVE,
        None,
        "usage or price unknown",
    )


def control(*ratios: float) -> list[ObservedPair]:
    return [pair(0.4, 0.4 * ratio, control=True) for ratio in ratios]


def test_the_controls_own_interval_is_shown_and_counts_for_nothing_else() -> None:
    run = [pair(0.4, 0.4) for _ in range(20)]
    result = of("ttft", *run, *control(*[1.1] * 5))
    assert (result.outcome, result.n, result.control_n) == (Outcome.PASS, 20, 5)
    assert result.control_low == result.control_high == pytest.approx(1.1)
    assert of("ttft", *run).control_low is None


@pytest.mark.parametrize("candidate_s", [0.4, 0.8])
def test_a_baseline_that_varies_more_than_the_margin_decides_nothing(candidate_s: float) -> None:
    run = [pair(0.4, candidate_s) for _ in range(20)]
    result = of("ttft", *run, *control(*[0.4, 2.5] * 10))
    assert result.outcome is Outcome.INCONCLUSIVE
    assert "baseline against baseline varies by" in result.reason
    assert "raise --repeat and --control" in result.reason


def test_a_small_control_decides_nothing_about_a_large_run() -> None:
    run = [pair(0.4, 0.8) for _ in range(20)]
    assert of("ttft", *run, *control(0.4, 2.5)).outcome is Outcome.FAIL

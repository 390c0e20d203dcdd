"""Latency and cost of a run: paired samples against the policy's margins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from migrate_check.domain.exchange import Side
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.domain.verdict import Measured, Outcome, Policy
from migrate_check.stats.noninferiority import against_margin
from migrate_check.stats.ratio import RatioInterval, median_ratio, total_ratio

Price = Callable[[Side, Observation], Decimal | None]
"""Dollars of one answer at book prices; None when the model or the usage is unknown."""


class _Metric(NamedTuple):
    name: str
    margin: float
    seconds: Callable[[Observation], float | None]


def measure(
    pairs: Sequence[ObservedPair], policy: Policy, price: Price, seed: int
) -> tuple[Measured, ...]:
    """TTFT, end-to-end time and cost per route, in route order. Warm-up and failures left out."""
    usable = [
        pair for pair in pairs if not pair.trial.warmup and pair.baseline.ok and pair.candidate.ok
    ]
    by_route = _by_route(pair for pair in usable if not pair.trial.control)
    control = _by_route(pair for pair in usable if pair.trial.control)
    metrics = (
        _Metric("ttft", policy.ttft_ratio_margin, _stream_ttft),
        _Metric("e2e", policy.e2e_ratio_margin, lambda seen: seen.timing.e2e_s),
    )
    return tuple(
        measured
        for route in sorted(by_route)
        for measured in (
            *(
                _controlled(
                    _latency(route, metric, by_route[route], policy, seed),
                    _values(metric, control[route]),
                    policy,
                    seed,
                )
                for metric in metrics
            ),
            _cost(route, by_route[route], policy, price, seed),
        )
    )


def _by_route(pairs: Iterable[ObservedPair]) -> dict[str, list[ObservedPair]]:
    by_route: dict[str, list[ObservedPair]] = defaultdict(list)
    for pair in pairs:
        by_route[pair.baseline.route.value].append(pair)
    return by_route


def _controlled(
    measured: Measured, values: Sequence[tuple[float, float]], policy: Policy, seed: int
) -> Measured:
    """With the control's own interval; where that is wider than the margin, nothing is decided."""
    if not values:
        return measured
    interval = median_ratio(values, seed)
    shown = replace(
        measured, control_n=len(values), control_low=interval.low, control_high=interval.high
    )
    steady = 1 / measured.margin <= interval.low and interval.high <= measured.margin
    if steady or len(values) < policy.latency_min_pairs or measured.outcome is Outcome.INCONCLUSIVE:
        return shown
    reason = (
        f"baseline against baseline varies by ×{interval.low:.2f} to ×{interval.high:.2f}, "
        f"more than the margin of ×{measured.margin:.2f}: raise --repeat and --control"
    )
    return replace(shown, outcome=Outcome.INCONCLUSIVE, reason=reason)


def _values(metric: _Metric, pairs: Iterable[ObservedPair]) -> list[tuple[float, float]]:
    return [
        (baseline, candidate)
        for pair in pairs
        if (baseline := metric.seconds(pair.baseline))
        and (candidate := metric.seconds(pair.candidate))
    ]


def _stream_ttft(seen: Observation) -> float | None:
    # An unstreamed answer's first byte is its last; it would only repeat the end-to-end time.
    return seen.timing.ttft_s if seen.asked.stream else None


def _latency(
    route: str, metric: _Metric, pairs: Iterable[ObservedPair], policy: Policy, seed: int
) -> Measured:
    values = _values(metric, pairs)
    if not values:
        return _unmeasured(route, metric.name, metric.margin, "not measured")
    medians = tuple(median([value[side] for value in values]) for side in (0, 1))
    interval = median_ratio(values, seed)
    outcome, reason = _latency_outcome(interval, medians, metric.margin, len(values), policy)
    blank = _unmeasured(route, metric.name, metric.margin, reason)
    return _filled(replace(blank, outcome=outcome, n=len(values)), medians, interval)


def _latency_outcome(
    interval: RatioInterval, medians: tuple[float, ...], margin: float, n: int, policy: Policy
) -> tuple[Outcome, str]:
    if n < policy.latency_min_pairs:
        return Outcome.INCONCLUSIVE, f"{policy.latency_min_pairs - n} more pairs needed"
    outcome = against_margin(interval, margin)
    added = medians[1] - medians[0]
    if outcome is Outcome.PASS:
        return outcome, f"the whole interval is within the margin of ×{margin:.2f}"
    if added < policy.latency_floor_s:
        # A ratio of tiny times says nothing that a user could feel.
        floor_ms = policy.latency_floor_s * 1000
        return (
            Outcome.PASS,
            f"median adds {added * 1000:.0f} ms, below the floor of {floor_ms:.0f} ms",
        )
    if outcome is Outcome.FAIL:
        return outcome, f"the whole interval is beyond the margin of ×{margin:.2f}"
    return outcome, f"the interval crosses the margin of ×{margin:.2f}: raise --repeat"


def _cost(
    route: str, pairs: Iterable[ObservedPair], policy: Policy, price: Price, seed: int
) -> Measured:
    values = []
    for pair in pairs:
        baseline = price(Side.BASELINE, pair.baseline)
        candidate = price(Side.CANDIDATE, pair.candidate)
        if baseline and candidate is not None:
            values.append((float(baseline), float(candidate)))
    margin = policy.cost_ratio_margin
    if not values:
        return _unmeasured(route, "cost", margin, "usage or price unknown")
    interval = total_ratio(values, seed)
    means = tuple(sum(value[side] for value in values) / len(values) for side in (0, 1))
    outcome = against_margin(interval, margin)
    reason = {
        Outcome.PASS: f"the whole interval is within the margin of ×{margin:.2f}",
        Outcome.FAIL: f"the whole interval is beyond the margin of ×{margin:.2f}",
    }.get(outcome, f"the interval crosses the margin of ×{margin:.2f}: raise --repeat")
    blank = _unmeasured(route, "cost", margin, reason)
    return _filled(replace(blank, outcome=outcome, n=len(values)), means, interval)


def _filled(blank: Measured, sides: tuple[float, ...], interval: RatioInterval) -> Measured:
    return replace(
        blank,
        baseline=sides[0],
        candidate=sides[1],
        ratio=interval.ratio,
        low=interval.low,
        high=interval.high,
    )


def _unmeasured(route: str, metric: str, margin: float, reason: str) -> Measured:
    return Measured(
        route, metric, Outcome.INCONCLUSIVE, 0, None, None, None, None, None, margin, reason
    )

"""Latency as a picture: how many answers were done by when, both sides in one frame.

From ten answers on a side upwards it is the empirical distribution, below that every answer as a
dot. The sides differ in dash pattern and mark, so the picture can be read without colour.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from migrate_check.domain.exchange import Side
from migrate_check.domain.result import LatencySample, Result
from migrate_check.report.figures import METRICS, seconds
from migrate_check.report.text import plural, visible

WIDTH, HEIGHT = 440, 250
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 50, 44
_POINTS = 150
"""Steps of a curve; more cannot be seen."""
_STRIP_BELOW = 10
_LOG_FROM = 30
"""Ratio of slowest to fastest from which the axis is logarithmic."""
_TICKS = 7


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on an axis, at a coordinate of the picture."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Series:
    """One side. Either `path` or `dots` is filled."""

    side: str
    legend: str
    legend_y: float
    path: str
    dots: tuple[tuple[float, float], ...]
    median_x: float
    median_y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """One metric of one route, ready to be drawn."""

    id: str
    title: str
    description: str
    """The picture in words."""
    kind: str
    """`ecdf` or `strip`."""
    series: tuple[Series, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    x_title: str


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float
    log: bool

    def x(self, value: float) -> float:
        """The coordinate of a time in seconds."""
        low, high = self.low, self.high
        share = (
            math.log(value / low) / math.log(high / low)
            if self.log
            else (value - low) / (high - low)
        )
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    @property
    def title(self) -> str:
        """What the axis shows."""
        return "seconds since the request was sent" + (", logarithmic" if self.log else "")


def charts(result: Result) -> tuple[Chart, ...]:
    """Two per route, in order of the routes; none where nothing was measured."""
    routes = dict.fromkeys(sample.route for sample in result.samples)
    found = [
        _chart(f"chart-{index}-{metric}", route, metric, _values(result.samples, route, metric))
        for index, route in enumerate(routes)
        for metric in ("ttft", "e2e")
    ]
    return tuple(chart for chart in found if chart is not None)


def _values(samples: Iterable[LatencySample], route: str, metric: str) -> dict[Side, list[float]]:
    by_side: dict[Side, list[float]] = {Side.BASELINE: [], Side.CANDIDATE: []}
    for sample in samples:
        value = sample.ttft_s if metric == "ttft" else sample.e2e_s
        if sample.route == route and value is not None and math.isfinite(value):
            by_side[Side(sample.side)].append(max(value, 0.0))
    return {side: sorted(values) for side, values in by_side.items()}


def _chart(id_: str, route: str, metric: str, values: dict[Side, list[float]]) -> Chart | None:
    present = {side: times for side, times in values.items() if times}
    if not present:
        return None
    strip = min(len(times) for times in present.values()) < _STRIP_BELOW
    scale = _scale([time for times in present.values() for time in times])
    series = tuple(_series(side, times, scale, strip) for side, times in present.items())
    name = METRICS[metric]
    title = f"{visible(route)}: {name}"
    return Chart(
        id=id_,
        title=title,
        description=f"{title}. " + " ".join(_in_words(*item) for item in present.items()),
        kind="strip" if strip else "ecdf",
        series=series,
        x_ticks=tuple(Tick(scale.x(value), _label(value)) for value in _ticks(scale)),
        y_ticks=()
        if strip
        else tuple(Tick(_y(share), f"{share:.0%}") for share in (0, 0.25, 0.5, 0.75, 1)),
        x_title=scale.title,
    )


def _scale(times: Sequence[float]) -> _Scale:
    low, high = min(times), max(times)
    if low > 0 and high / low >= _LOG_FROM:
        return _Scale(low / 1.15, high * 1.15, True)
    return _Scale(0.0, high * 1.05 or 1.0, False)


def _series(side: Side, times: Sequence[float], scale: _Scale, strip: bool) -> Series:
    row = 0.68 if side is Side.BASELINE else 0.28
    middle = median(times)
    return Series(
        side=side.value,
        legend=f"{side.value}, n = {len(times):,}, median {seconds(middle)}",
        legend_y=14.0 if side is Side.BASELINE else 32.0,
        path="" if strip else _steps(times, scale),
        dots=tuple((scale.x(time), _y(row)) for time in times[:_POINTS]) if strip else (),
        median_x=scale.x(middle),
        median_y=_y(row) if strip else _y(0.5),
    )


def _steps(times: Sequence[float], scale: _Scale) -> str:
    """A staircase from 0 to 1, thinned evenly in rank; first and last stay exact."""
    count = len(times)
    stride = max(1, math.ceil(count / _POINTS))
    ranks = [*range(0, count - 1, stride), count - 1]
    start = scale.low if not scale.log else times[0]
    path = [f"M{scale.x(start)} {_y(0)}"]
    path += [f"H{scale.x(times[rank])}V{_y((rank + 1) / count)}" for rank in ranks]
    return "".join([*path, f"H{WIDTH - RIGHT}"])


def _in_words(side: Side, times: Sequence[float]) -> str:
    return (
        f"{side.value.capitalize()}: {plural(len(times), 'answer')}, fastest {seconds(times[0])}, "
        f"median {seconds(median(times))}, slowest {seconds(times[-1])}."
    )


def _y(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _ticks(scale: _Scale) -> list[float]:
    if scale.log:
        first, last = math.floor(math.log10(scale.low)), math.ceil(math.log10(scale.high))
        found = [digit * 10.0**power for power in range(first, last + 1) for digit in (1, 2, 5)]
        inside = [value for value in found if scale.low <= value <= scale.high]
        return inside if len(inside) <= _TICKS + 2 else inside[:: math.ceil(len(inside) / _TICKS)]
    step = _nice(scale.high / _TICKS)
    return [step * index for index in range(int(scale.high / step) + 1)]


def _nice(rough: float) -> float:
    """The least 1, 2 or 5 times a power of ten that is not below."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(digit * power for digit in (1, 2, 5, 10) if digit * power >= rough * 0.999)


def _label(value: float) -> str:
    return f"{value:.6g}"

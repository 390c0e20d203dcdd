from __future__ import annotations

import re
from dataclasses import replace

import pytest
import report_results

from migrate_check.domain.result import LatencySample
from migrate_check.report.latency_view import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, charts


def samples(times: list[float], side: str = "baseline") -> tuple[LatencySample, ...]:
    return tuple(LatencySample("openai-chat", side, None, time, False) for time in times)


def chart(baseline: list[float], candidate: list[float]):
    found = samples(baseline) + samples(candidate, "candidate")
    return charts(replace(report_results.failed(), samples=found))[0]


def inside(x: float, y: float) -> bool:
    return LEFT <= x <= WIDTH - RIGHT and TOP <= y <= HEIGHT - BOTTOM


def test_two_pictures_per_route_and_none_without_samples():
    titles = [one.title for one in charts(report_results.failed())]
    assert titles == [
        "openai-chat: time to first token",
        "openai-chat: end-to-end time",
        "anthropic-messages: time to first token",
        "anthropic-messages: end-to-end time",
    ]
    assert charts(report_results.replayed()) == ()


def test_a_metric_without_values_has_no_picture():
    assert chart([1.0], [2.0]).title == "openai-chat: end-to-end time"


@pytest.mark.parametrize(
    ("baseline", "candidate"),
    [
        ([0.1 * i for i in range(1, 30)], [0.2 * i for i in range(1, 30)]),
        ([0.01] * 15 + [90.0] * 15, [0.5] * 30),
        ([0.0] * 12, [0.0] * 12),
        ([1e-6] * 12, [1e-6] * 12),
        ([0.3], [0.4]),
        ([float(i) for i in range(5_000)], [1.0] * 12),
    ],
)
def test_everything_is_drawn_inside_the_frame(baseline, candidate):
    found = chart(baseline, candidate)
    for series in found.series:
        assert inside(series.median_x, series.median_y)
        assert all(inside(x, y) for x, y in series.dots)
        for x in re.findall(r"H([\d.]+)", series.path):
            assert LEFT <= float(x) <= WIDTH - RIGHT
        for y in re.findall(r"V([\d.]+)", series.path):
            assert TOP <= float(y) <= HEIGHT - BOTTOM
        assert len(series.path) < 4_000
    assert 2 <= len(found.x_ticks) <= 9
    assert all(LEFT <= tick.at <= WIDTH - RIGHT for tick in found.x_ticks)


def test_a_curve_rises_from_nothing_to_everything():
    series = chart([0.1 * i for i in range(1, 12)], [1.0] * 11).series[0]
    heights = [float(y) for y in re.findall(r"V([\d.]+)", series.path)]
    assert heights == sorted(heights, reverse=True)
    assert heights[-1] == TOP
    assert series.path.startswith(f"M{LEFT}.0 {HEIGHT - BOTTOM}")


def test_few_answers_are_dots_many_a_curve():
    assert chart([1.0] * 9, [1.0] * 50).kind == "strip"
    assert chart([1.0] * 10, [1.0] * 50).kind == "ecdf"


def test_one_side_alone_is_drawn():
    assert [series.side for series in chart([1.0] * 12, []).series] == ["baseline"]


def test_the_axis_says_its_unit_and_when_it_is_logarithmic():
    assert chart([1.0], [2.0]).x_title == "seconds since the request was sent"
    assert "logarithmic" in chart([0.01], [2.0]).x_title


def test_the_picture_in_words():
    found = chart([0.1, 0.2, 0.9], [1.5])
    assert found.description == (
        "openai-chat: end-to-end time. Baseline: 3 answers, fastest 100 ms, median 200 ms, "
        "slowest 900 ms. Candidate: 1 answer, fastest 1.50 s, median 1.50 s, slowest 1.50 s."
    )
    assert found.series[0].legend == "baseline, n = 3, median 200 ms"

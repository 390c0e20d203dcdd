"""WCAG 2.2 AA contrast of the style sheet's variables, in both schemes."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

TEXT = [
    ("ink", "page"),
    ("ink", "panel"),
    ("muted", "page"),
    ("muted", "panel"),
    ("link", "page"),
    ("link", "panel"),
    ("pass", "pass-ground"),
    ("fail", "fail-ground"),
    ("warn", "warn-ground"),
    ("ink", "pass-ground"),
    ("ink", "fail-ground"),
    ("ink", "warn-ground"),
    ("fail", "page"),
    ("warn", "page"),
    ("note", "page"),
    ("mark-ink", "mark-ground"),
]
GRAPHICS = [("baseline", "page"), ("candidate", "page"), ("muted", "page"), ("link", "page")]


def schemes() -> dict[str, dict[str, str]]:
    css = files("migrate_check.report").joinpath("templates/report.css").read_text("utf-8")
    light, dark, _print = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    found = {"light": re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light)}
    found["dark"] = re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark)
    return {name: dict(pairs) for name, pairs in found.items()}


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(scheme, ink, ground):
    colours = schemes()[scheme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), GRAPHICS)
def test_curves_and_focus_rings_can_be_seen(scheme, ink, ground):
    colours = schemes()[scheme]
    assert contrast(colours[ink], colours[ground]) >= 3


def test_both_schemes_define_the_same_colours():
    found = schemes()
    assert found["light"].keys() == found["dark"].keys()


def test_the_measure_itself():
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54

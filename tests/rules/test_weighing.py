"""When rates differ for sure, and what a person is shown of a finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.json_value import Json
from migrate_check.rules.sampled import ALPHA, Rates, Settled, repeats_needed, settle
from migrate_check.rules.shape.detail import LONGEST, describe
from migrate_check.stats.exact import fisher_one_sided


@pytest.mark.parametrize(
    ("rates", "settled"),
    [
        (Rates(3, 3, 0, 3), Settled.DIFFERENT),
        (Rates(4, 4, 0, 4), Settled.DIFFERENT),
        (Rates(2, 2, 0, 2), Settled.OPEN),
        (Rates(3, 3, 0, 0), Settled.OPEN),
        (Rates(2, 3, 0, 3), Settled.OPEN),
        (Rates(3, 3, 1, 3), Settled.OPEN),
        (Rates(3, 4, 0, 4), Settled.OPEN),
        (Rates(4, 5, 0, 5), Settled.OPEN),
        (Rates(7, 20, 0, 20), Settled.DIFFERENT),
        (Rates(6, 20, 0, 20), Settled.OPEN),
        (Rates(10, 20, 9, 20), Settled.ALIKE),
        (Rates(10, 20, 10, 20), Settled.ALIKE),
        (Rates(1, 20, 5, 20), Settled.ALIKE),
        (Rates(18, 20, 8, 20), Settled.DIFFERENT),
        (Rates(0, 3, 0, 3), Settled.ALIKE),
    ],
)
def test_settle(rates: Rates, settled: Settled) -> None:
    assert settle(rates) is settled


@given(st.integers(5, 40), st.data())
def test_different_only_at_the_level(size: int, data: st.DataObject) -> None:
    fired, noise = data.draw(st.integers(0, size)), data.draw(st.integers(0, size))
    if settle(Rates(fired, size, noise, size)) is Settled.DIFFERENT:
        assert fisher_one_sided(fired, size, noise, size) <= ALPHA


@pytest.mark.parametrize(
    ("rates", "repeats"),
    [
        (Rates(1, 1, 0, 0), 3),
        (Rates(2, 2, 0, 2), 3),
        (Rates(2, 3, 0, 3), 10),
        (Rates(1, 3, 0, 3), 20),
        (Rates(1, 20, 0, 20), 150),
        (Rates(1, 2000, 0, 2000), None),
    ],
)
def test_repeats_needed(rates: Rates, repeats: int | None) -> None:
    assert repeats_needed(rates) == repeats


@given(st.integers(1, 12), st.data())
def test_so_many_repeats_do_settle_it(size: int, data: st.DataObject) -> None:
    fired = data.draw(st.integers(1, size))
    repeats = repeats_needed(Rates(fired, size, 0, size))
    if repeats is not None:
        seen = round(fired / size * repeats)
        assert settle(Rates(seen, repeats, 0, repeats)) is Settled.DIFFERENT


@pytest.mark.parametrize(
    ("baseline", "candidate"),
    [(None, {}), ({}, None), ("text", "text"), ({"a": 1}, {"a": 1}), ([1], [1])],
)
def test_no_detail_where_nothing_can_be_said(baseline: Json, candidate: Json) -> None:
    assert describe(baseline, candidate) is None


def test_detail_names_what_differs() -> None:
    text = describe({"usage": {"total": 1}, "object": "x"}, {"object": "y"})
    assert text is not None
    assert "root['usage']" in text
    assert "root['object']" in text


def test_detail_leaves_out_what_always_differs() -> None:
    assert describe({"id": "a", "created": 1}, {"id": "b", "created": 2}) is None


def test_detail_is_short() -> None:
    long: Json = {f"field{number}": "x" * 300 for number in range(50)}
    text = describe({}, long)
    assert text is not None
    assert len(text) <= LONGEST
    assert text.endswith("…")
    assert max(map(len, text.splitlines())) <= 200
    changed = describe({"a": "x"}, {"a": "y" * 500})
    assert changed is not None
    assert changed.endswith("…")

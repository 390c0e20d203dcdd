"""Whether two samples of texts come from one distribution."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.stats.two_sample import MOST, mmd_p_value

WORDS = ("river", "stone", "cloud", "lamp", "garden", "train")
TEXTS = st.lists(st.lists(st.sampled_from("abc"), max_size=5), min_size=1, max_size=5)


def drawn(random: Random, size: int, weights: Sequence[float]) -> list[list[str]]:
    return [random.choices(WORDS, weights, k=6) for _ in range(size)]


def test_other_words_are_told_apart() -> None:
    assert mmd_p_value([["a", "b"]] * 6, [["c", "d"]] * 6, seed=1) == pytest.approx(2 / 924)


def test_equal_texts_are_not() -> None:
    assert mmd_p_value([["a"]] * 30, [["a"]] * 30, seed=1) == 1


def test_few_texts_prove_nothing() -> None:
    assert mmd_p_value([["a"]] * 3, [["b"]] * 3, seed=1) == pytest.approx(2 / 20)


def test_other_tastes_are_told_apart_by_some_answers() -> None:
    random = Random(1)
    usual = drawn(random, 30, (5, 3, 1, 1, 1, 1))
    now = drawn(random, 30, (1, 1, 1, 1, 3, 5))
    assert mmd_p_value(usual, now, seed=1) <= 0.001


@pytest.mark.parametrize("size", [6, 20])
def test_the_level_is_kept(size: int) -> None:
    """One distribution is taken for two in about as many runs as the level says."""
    random = Random(size)
    chances = [
        mmd_p_value(drawn(random, size, WEIGHTS), drawn(random, size, WEIGHTS), seed)
        for seed in range(120)
    ]
    assert sum(chance <= 0.1 for chance in chances) <= 22
    assert sum(chance <= 0.5 for chance in chances) >= 36


WEIGHTS = (5, 3, 2, 1, 1, 1)


def test_the_seed_repeats_the_number() -> None:
    random = Random(2)
    usual, now = drawn(random, 20, WEIGHTS), drawn(random, 20, WEIGHTS)
    assert mmd_p_value(usual, now, seed=7) == mmd_p_value(usual, now, seed=7)


def test_large_samples_are_cut() -> None:
    many = [["a"]] * MOST
    assert mmd_p_value([*many, ["b"]], [*many, ["c"]], seed=1) == 1


def test_an_empty_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        mmd_p_value([], [["a"]], seed=1)


@given(TEXTS, TEXTS)
def test_the_order_of_texts_and_of_samples_does_not_matter(
    first: list[list[str]], second: list[list[str]]
) -> None:
    chance = mmd_p_value(first, second, seed=1)
    assert 0 < chance <= 1
    assert mmd_p_value(second, first, seed=1) == pytest.approx(chance)
    assert mmd_p_value(first[::-1], second, seed=1) == pytest.approx(chance)

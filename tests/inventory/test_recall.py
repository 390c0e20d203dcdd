"""What the inventory finds in the labelled sources, and what it leaves alone."""

from __future__ import annotations

import pytest

from tests.inventory.score import Score, score_all
from tests.inventory.truth import UNSEEN, languages

SITES, SITES_OF_A_LANGUAGE, FIELDS_FOUND, FIELDS_RIGHT = 0.97, 0.90, 0.95, 0.97
# Measured once before anybody mended what it showed; it may only get better.
UNSEEN_SITES, UNSEEN_LOOK_ALIKES = 0.87, 2


def added(scores: dict[str, Score]) -> Score:
    result = Score()
    for one in scores.values():
        result += one
    return result


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return score_all()


@pytest.fixture(scope="module")
def whole(scores: dict[str, Score]) -> Score:
    return added(scores)


def of(whole: Score, column: str) -> str:
    return "\n".join(miss for miss in whole.misses if miss.startswith(f"{column}: "))


def test_nearly_every_call_is_found(whole: Score) -> None:
    assert whole.found.share >= SITES, of(whole, "found")


def test_no_language_is_left_behind(scores: dict[str, Score]) -> None:
    behind = {name: one.found.share for name, one in scores.items()}
    assert {n: share for n, share in behind.items() if share < SITES_OF_A_LANGUAGE} == {}
    assert len(scores) == len(languages())


def test_request_fields_are_named_and_none_is_made_up(whole: Score) -> None:
    assert whole.named.share >= FIELDS_FOUND, of(whole, "named")
    assert whole.correct.share >= FIELDS_RIGHT, of(whole, "correct")


def test_nothing_that_only_looks_like_a_call_is_reported(whole: Score) -> None:
    assert whole.look_alikes.right == whole.look_alikes.of, of(whole, "look_alikes")


def test_sources_that_nobody_wrote_the_scanner_for_are_read_nearly_as_well() -> None:
    unseen = added(score_all(UNSEEN))
    assert unseen.found.share >= UNSEEN_SITES, of(unseen, "found")
    assert unseen.correct.share >= FIELDS_RIGHT, of(unseen, "correct")
    flagged = unseen.look_alikes.of - unseen.look_alikes.right
    assert flagged <= UNSEEN_LOOK_ALIKES, of(unseen, "look_alikes")

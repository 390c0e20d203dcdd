"""Real vendors' recordings: nobody is blamed without a reason."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.corpus.explained import explanations, outdated, unexplained
from tests.corpus.judging import (
    contract_hits,
    errors_against_itself,
    judge_repeats,
    observed,
    repeats,
)
from tests.corpus.recordings import corpus_file

pytestmark = pytest.mark.skipif(
    not corpus_file().exists(),
    reason="no recordings of vendors here; MIGRATE_CHECK_CORPUS names their folder",
)
_SLICES = 4


@pytest.mark.parametrize("part", range(_SLICES))
def test_nobody_differs_from_themselves(part: int) -> None:
    blamed = [
        (each.recording.id, finding.rule, finding.location)
        for each in observed()[part::_SLICES]
        for finding in errors_against_itself(each)
    ]
    assert blamed == []


def test_every_hit_on_a_vendor_is_explained() -> None:
    rows = Counter(hit.row for hit in contract_hits())
    assert unexplained(rows, explanations().contract) == []
    assert outdated(rows, explanations().contract) == []


def test_every_difference_between_repeats_is_explained() -> None:
    rows = {hit.row for same in repeats() for hit in judge_repeats(same).hits}
    assert unexplained(rows, explanations().repeats) == []
    assert outdated(rows, explanations().repeats) == []


def test_doctored_recordings_exist() -> None:
    ids = {each.recording.id for each in observed()}
    assert explanations().doctored.keys() <= ids

"""The claims that the tool makes about itself."""

from __future__ import annotations

import pytest

from migrate_check.domain.selftest import Harm, Sight
from migrate_check.domain.verdict import ExitCode
from migrate_check.gate.grade import Share, grade
from tests.selftest_results import (
    NOTHING,
    ONLY_DEFECTS,
    PERFECT,
    UNJUDGED,
    alarm,
    clean,
    detection,
    pattern,
    selftest,
)


def some(found: int, missed: int, harm: Harm = Harm.DEGRADED) -> tuple:
    names = (f"d{number}" for number in range(found + missed))
    return tuple(
        detection(pattern(name, harm), found=number < found) for number, name in enumerate(names)
    )


def test_everything_found_and_nothing_accused_is_as_claimed() -> None:
    graded = grade(PERFECT)
    assert graded.met
    assert graded.exit_code is ExitCode.PASS
    assert [level.met for level in graded.levels] == [True, True, True]
    assert graded.bound == pytest.approx(0.0149, abs=1e-4)
    assert graded.alarm_rate == 0


@pytest.mark.parametrize(("found", "missed", "met"), [(97, 3, True), (96, 4, False)])
def test_three_of_a_hundred_may_be_missed(found: int, missed: int, met: bool) -> None:
    graded = grade(selftest(some(found, missed)))
    assert graded.met is met
    assert graded.exit_code == (0 if met else 1)
    assert len(graded.missed) == missed


def test_a_share_just_below_its_level_is_not_rounded_up() -> None:
    (level,) = grade(selftest(some(1939, 60))).levels
    assert not level.met
    assert level.reached == "96.9 % (1939 of 1999)"


@pytest.mark.parametrize(
    ("harm", "sight", "met"),
    [
        (Harm.BREAKING, Sight.SINGLE_PAIR, False),
        (Harm.BREAKING, Sight.SCRIPTED_SEQUENCE, False),
        (Harm.BREAKING, Sight.STATISTICAL, True),
        (Harm.DEGRADED, Sight.SINGLE_PAIR, True),
    ],
)
def test_no_breaking_one_that_is_plain_to_see_may_be_missed(
    harm: Harm, sight: Sight, met: bool
) -> None:
    missed = detection(pattern("missed", harm, sight), found=False)
    assert grade(selftest((*some(200, 0), missed))).met is met


def test_one_false_alarm_is_too_many() -> None:
    graded = grade(selftest((), (clean(), clean((alarm(),)))))
    assert not graded.met
    assert (graded.blamed_trials, graded.clean_trials) == (1, 400)
    assert graded.alarm_rate == 1 / 400
    assert graded.bound == pytest.approx(0.0118, abs=1e-4)


def test_two_alarms_of_every_trial_blame_no_more_than_all() -> None:
    graded = grade(selftest((), (clean((alarm(10), alarm(10)), trials=10),)))
    assert graded.blamed_trials == 10
    assert graded.bound == 1


def test_a_run_that_could_not_be_judged_is_no_clean_run() -> None:
    graded = grade(UNJUDGED)
    assert not graded.met
    assert (graded.clean_trials, graded.bound, graded.alarm_rate) == (0, None, None)
    assert "refuses" in graded.levels[0].reached


def test_what_was_not_asked_is_not_claimed() -> None:
    assert len(grade(ONLY_DEFECTS).levels) == 2
    assert grade(NOTHING).levels == ()
    assert Share("none", 0, 0).rate is None


def test_a_defect_counts_on_each_route_on_which_it_was_tried() -> None:
    everywhere = detection(pattern("a"), routes=("one", "two"))
    graded = grade(selftest((everywhere, detection(pattern("b"), routes=("two",)))))
    assert graded.routes == (Share("one", 1, 1), Share("two", 1, 2))
    assert graded.categories == (Share("tools", 2, 2),)

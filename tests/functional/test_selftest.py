"""The tool tries itself, and can fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.scenario import Route
from migrate_check.domain.selftest import SelfTest
from migrate_check.gate.grade import Grade, grade
from migrate_check.lab.defect_patterns import PATTERNS
from migrate_check.lab.faults.catalogue import FAULTS
from migrate_check.plan.packs import load_scenarios, pack_names
from migrate_check.report.selftest_json import selftest_schema
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule
from migrate_check.workflows.selftest import SelfTestRequest, selftest
from migrate_check.workflows.selftest_clean import clean_experiments
from migrate_check.workflows.selftest_detection import experiments_for
from tests.functional.program import say

ONE = "emb-usage-missing"
"""A defect of a small route, so that trying it takes a second."""


@pair_rule(Severity.WARNING, When.ALWAYS)
def cried_wolf(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """Accuses everybody."""
    yield Difference("somewhere", "Something is wrong.", None, None)


def tried(**options: Any) -> tuple[SelfTest, Grade, list[str]]:
    heard: list[str] = []
    request = SelfTestRequest(jobs=1, **options)
    tested = selftest(request, lambda done, everything, label: heard.append(label))
    return tested, grade(tested), heard


def document(path: str = "selftest.json") -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    jsonschema.validate(loaded, selftest_schema())
    return loaded


def test_the_fast_part_is_as_claimed() -> None:
    files = ("--json", "selftest.json", "--html", "selftest.html")
    said = say("selftest", "--fast", "--jobs", "1", *files)
    assert said.code == 0, said.out
    assert "as claimed" in said.out
    assert all(len(line) <= 80 for line in said.out.splitlines())
    written = document()
    assert written["met"]
    assert {one["category"] for one in written["detections"]} >= {"stream-grammar", "tools"}
    assert {run["route"] for run in written["false_alarms"]["runs"]} >= {"openai-chat"}
    listed = [one["id"] for part in ("detections", "not_emulated") for one in written[part]]
    assert len(listed) == len(set(listed))
    assert "as claimed" in Path("selftest.html").read_text(encoding="utf-8")


def test_a_defect_whose_rules_are_gone_is_missed() -> None:
    family = FAULTS[ONE].finds
    rules = tuple(rule for rule in RULES if rule.family not in family)
    tested, graded, heard = tried(only=(ONE,), rules=rules)
    (one,) = tested.detections
    assert not one.found
    assert one.instead
    assert graded.exit_code == 1
    assert graded.missed == (one,)
    assert heard == [ONE]
    assert tried(only=(ONE,))[1].exit_code == 0


def test_another_family_s_finding_is_not_enough() -> None:
    family = FAULTS[ONE].finds
    rules = (*(rule for rule in RULES if rule.family not in family), cried_wolf)
    (one,) = tried(only=(ONE,), rules=rules)[0].detections
    assert not one.found
    assert "cried-wolf" in one.others
    assert "cried-wolf (warning)" in one.instead


def test_a_rule_that_always_fires_is_a_false_alarm() -> None:
    quick = {"only": ("false-alarms",), "fast": True}
    tested, graded, _ = tried(**quick, rules=(*RULES, cried_wolf))
    assert graded.exit_code == 1
    assert {alarm.rule for alarm in graded.alarms} == {"cried-wolf"}
    assert graded.blamed_trials > 0
    assert not tested.detections
    assert not tested.not_emulated


def test_only_what_was_asked_for_is_claimed() -> None:
    said = say("selftest", "--only", ONE, "--jobs", "1", "--json", "selftest.json")
    assert said.code == 0, said.out
    written = document()
    assert [one["id"] for one in written["detections"]] == [ONE]
    assert written["false_alarms"]["upper_95"] is None
    assert written["not_emulated"] == []
    assert "false alarms" not in said.out


def test_several_processes_see_the_same() -> None:
    alone, _, _ = tried(only=(ONE, "emb-base64-ignored"))
    together = selftest(
        SelfTestRequest(only=(ONE, "emb-base64-ignored"), jobs=2), lambda *heard: None
    )
    assert together.detections == alone.detections


def test_what_the_first_packs_show_needs_no_others() -> None:
    first, rest = experiments_for(FAULTS[ONE])
    assert first.routes == rest.routes
    assert not set(first.packs) & set(rest.packs)
    whole = {name for name in pack_names() if name.partition("/")[0] in first.routes}
    assert {*first.packs, *rest.packs} == whole
    (one,) = tried(only=(ONE,))[0].detections
    assert one.trials == 3 * len(load_scenarios(first.packs, tuple(Route)))


def test_more_seeds_run_by_the_clock_too() -> None:
    experiments = clean_experiments(3, 50)
    routes = {one.routes for one in experiments}
    assert len(experiments) == 3 * len(routes)
    assert {one.pace > 0 for one in experiments} == {True, False}


@pytest.mark.parametrize("name", ["toolz", "sse-crfl"])
def test_an_unknown_name_is_refused_with_the_closest(name: str) -> None:
    said = say("selftest", "--only", name)
    assert said.code == 2
    assert "did you mean" in said.error


def test_a_file_that_cannot_be_written_is_told_first(here: Path) -> None:
    said = say("selftest", "--fast", "--json", here)
    assert said.code == 4
    assert "is a folder" in said.error


def test_a_category_names_all_its_patterns() -> None:
    tested, _, _ = tried(only=("async-jobs",))
    known = {one.id for one in PATTERNS.values() if one.category == "async-jobs"}
    listed = {one.pattern.id for one in (*tested.not_emulated, *tested.detections)}
    assert listed == known

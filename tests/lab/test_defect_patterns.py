"""The list of known defects: each is emulated, or there is a reason why not."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from migrate_check.domain.scenario import Route
from migrate_check.domain.selftest import NotEmulated
from migrate_check.lab.defect_patterns import PATTERNS
from migrate_check.lab.faults.catalogue import FAULTS
from migrate_check.lab.not_emulated import not_emulated, reasons

ACROSS_ROUTES = {"async-media", "auth", "billing", "errors", "models", "transport"}


def test_every_fault_has_a_pattern() -> None:
    missing = sorted(set(FAULTS) - set(PATTERNS))
    assert not missing, f"add a line for each to lab/defect_patterns.csv: {missing}"


def test_what_is_emulated_has_no_reason_why_not() -> None:
    both = sorted(reasons() & set(FAULTS))
    assert not both, f"remove from lab/not_emulated.py, a fault does this now: {both}"


def test_what_is_not_emulated_has_a_reason() -> None:
    neither = sorted(set(PATTERNS) - set(FAULTS) - reasons())
    assert not neither, f"write a fault, or a reason in lab/not_emulated.py: {neither}"


def test_there_are_no_reasons_for_what_nobody_knows() -> None:
    assert reasons() <= set(PATTERNS)
    assert {one.pattern.id for one in not_emulated()} == reasons()


@pytest.mark.parametrize("one", not_emulated(), ids=lambda one: one.pattern.id)
def test_reasons_are_sentences(one: NotEmulated) -> None:
    for sentence in (one.about, one.reason):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert "\n" not in sentence


def test_patterns_are_in_order_and_their_sources_are_public() -> None:
    rows = list(PATTERNS.values())
    assert rows == sorted(rows, key=lambda row: (row.category, row.id))
    for row in rows:
        assert row.source is None or urlsplit(row.source).scheme == "https", row.id


def test_areas_are_routes_or_lie_across_them() -> None:
    later = {"openai-responses", "gemini", "embeddings", "images"}
    known = {route.value for route in Route} | ACROSS_ROUTES | later
    assert {row.area for row in PATTERNS.values()} <= known


def test_every_fault_names_the_families_that_find_it() -> None:
    silent = sorted(fault.id for fault in FAULTS.values() if not fault.finds)
    assert not silent, f"say in `finds` which rule family must find each: {silent}"


def test_the_lab_s_own_packs_can_be_read() -> None:
    from importlib.resources import files
    from pathlib import Path

    from migrate_check.plan.packs import load_scenarios

    folder = Path(str(files("migrate_check.lab"))) / "packs"
    wanted = {pack for fault in FAULTS.values() for pack in fault.showing.own_packs}
    assert {path.name for path in folder.iterdir()} == wanted
    for pack in wanted:
        for path in (folder / pack).glob("*.yaml"):
            cases = load_scenarios([str(path)], list(Route))
            assert {case.route.value for case in cases} == {path.stem}

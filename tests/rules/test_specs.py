"""Every case of every spec file, through the observer and the engine, as in a run."""

from __future__ import annotations

import pytest

from migrate_check.domain.verdict import Policy
from migrate_check.rules.evaluate import evaluate
from migrate_check.rules.lookup import rule_by_id
from tests.rules.spec import SpecCase, load, measured_of, pairs_of, spec_files


@pytest.mark.parametrize(
    "case", [case for file in spec_files() for case in load(file)], ids=lambda case: case.id
)
def test_spec(case: SpecCase) -> None:
    rule = rule_by_id(case.rule)
    judged = evaluate(pairs_of(case.content), measured_of(case.content), Policy(), (rule,))
    findings, undecided = judged.findings, judged.undecided
    if case.fires is True:
        places = [finding.location for finding in findings]
        assert places, f"did not fire; undecided: {undecided}"
        if "location" in case.content:
            assert case.content["location"] in places
        if case.content.get("only"):
            assert len(places) == 1, places
    elif case.fires is False:
        assert (findings, undecided) == ((), ())
    else:
        assert findings == ()
        assert undecided

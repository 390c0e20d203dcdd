"""Every case of every spec file, through the observer and the engine, as in a run."""

from __future__ import annotations

import pytest

from migrate_check.domain.verdict import Policy
from migrate_check.rules.evaluate import evaluate
from migrate_check.rules.lookup import rule_by_id
from migrate_check.rules.rule import Rule, Scope
from tests.rules.site_spec import findings_of, judged_of
from tests.rules.spec import SpecCase, load, measured_of, pairs_of, spec_files

_OF_CODE = (Scope.SITE, Scope.CLIENT, Scope.SETTING)


@pytest.mark.parametrize(
    "case", [case for file in spec_files() for case in load(file)], ids=lambda case: case.id
)
def test_spec(case: SpecCase) -> None:
    rule = rule_by_id(case.rule)
    if rule.scope in _OF_CODE:
        judge_code(case, rule)
        return
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


def judge_code(case: SpecCase, rule: Rule) -> None:
    content = case.content
    found = findings_of(judged_of(content, (rule,)))
    assert bool(found) is case.fires, found
    if "count" in content:
        assert len(found) == content["count"], found
    if "severity" in content:
        assert {each.severity.value for each in found} == {content["severity"]}
    if "subject" in content:
        assert content["subject"] in [each.subject for each in found]
    if "says" in content:
        texts = [f"{each.message} {each.advice} {each.claim}" for each in found]
        assert any(content["says"] in text for text in texts), texts

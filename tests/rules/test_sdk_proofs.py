"""What an SDK loses by a known cause is told there, and is no finding of its own."""

from __future__ import annotations

from typing import Any

from migrate_check.domain.finding import Evaluation, Severity
from migrate_check.domain.verdict import Policy
from migrate_check.rules.evaluate import evaluate
from migrate_check.rules.lookup import rule_by_id
from migrate_check.rules.sdk_proofs import EXPLAINED
from tests.rules.spec import pairs_of

LOST = {"create().usage": "None", "create().choices[0].message.role": "None"}
USUAL = {"create().usage": "CompletionUsage", "create().choices[0].message.role": "text"}


def judged(repeats: int, candidate: dict[str, Any]) -> Evaluation:
    content = {
        "name": "proofs",
        "repeats": repeats,
        "baseline": {"use": "chat", "sdk": USUAL},
        "candidate": {"use": "chat", **candidate},
    }
    return evaluate(pairs_of(content), (), Policy())


def test_the_cause_tells_what_callers_lose() -> None:
    found = judged(3, {"drop": ["usage"], "sdk": LOST | {"create().usage": "None"}}).findings
    cause = next(one for one in found if one.rule == "usage-missing")
    assert cause.detail is not None
    assert "`client.chat.completions.create().usage` of openai 3.0.0" in cause.detail
    kept = [one.location for one in found if one.rule == "sdk-accessor-changed"]
    assert kept == ["create().choices[0].message.role"]


def test_nothing_is_asked_about_evidence() -> None:
    asked = judged(1, {"drop": ["usage"], "sdk": USUAL | {"create().usage": "None"}}).undecided
    assert not [one for one in asked if one.rule == "sdk-accessor-changed"]


def test_without_a_cause_it_is_a_finding() -> None:
    found = judged(3, {"sdk": LOST}).findings
    assert {one.location for one in found} == set(LOST)


def test_what_explains_is_an_error() -> None:
    milder = {rule for rule in EXPLAINED if rule_by_id(rule).severity is not Severity.ERROR}
    # It speaks of that very field, and error-code-lost of what the field told.
    assert milder == {"error-field-missing"}

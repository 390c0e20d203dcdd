"""Answers that we hung up on, and rate limits that we provoked: no failures of the sides."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from migrate_check.domain.finding import Evaluation, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.verdict import Policy
from migrate_check.rules.evaluate import evaluate
from tests.rules.spec import pairs_of

CHAT = {"use": "chat"}
CUT = {"use": "chat-stream", "failure": "cancelled", "status": 200}
WHOLE = {"use": "chat-stream"}
REFUSED = {"use": "chat-error"}
DOWN = {"use": "chat-error", "status": 502}
RESET = {"failure": "reset"}
LEAKING = {**CUT, "headers": {"x-key": "sk-proj-" + "Ab3dEf6h" * 6}}
LIMITED = {"use": "chat-error", "status": 429, "headers": {"retry-after": "1"}}


def judge(baseline: Any, candidate: Any, **more: Any) -> Evaluation:
    request = {"model": "gpt-4o", "messages": [], "stream": True}
    observed = pairs_of(
        {"name": "c", "request": request, "baseline": baseline, "candidate": candidate, **more}
    )
    return evaluate(observed, (), Policy())


def loud(judged: Evaluation) -> set[str]:
    return {finding.rule for finding in judged.findings if finding.severity is not Severity.NOTE}


@pytest.mark.parametrize("other", [CUT, WHOLE], ids=["both hung up", "over before"])
def test_a_hang_up_says_nothing(other: dict[str, Any]) -> None:
    for judged in (judge(CUT, other), judge(other, CUT)):
        assert (judged.findings, judged.undecided) == ((), ())


@pytest.mark.parametrize(
    ("candidate", "rule"),
    [
        (REFUSED, "success-became-error"),
        (DOWN, "candidate-unavailable"),
        (RESET, "candidate-unavailable"),
    ],
    ids=["refused", "down", "reset"],
)
def test_a_failure_before_the_hang_up_counts(candidate: dict[str, Any], rule: str) -> None:
    assert rule in loud(judge(CUT, candidate))


def test_a_success_that_the_baseline_refuses_counts_though_it_is_cut() -> None:
    assert "error-hidden-as-success" in loud(judge(REFUSED, CUT))


def test_a_leak_in_a_part_of_an_answer_is_out() -> None:
    assert "secret-exposed" in loud(judge(CUT, LEAKING))


def test_a_baseline_that_is_down_leaves_the_question_open() -> None:
    judged = judge(DOWN, CUT)
    assert judged.findings == ()
    assert {question.rule for question in judged.undecided} == {"baseline-unavailable"}


def burst(baseline: Any, candidate: Any) -> list[ObservedPair]:
    more = {"name": "c", "case": {"expects_error": True}, "repeats": 6}
    return [
        dataclasses.replace(
            pair,
            trial=dataclasses.replace(
                pair.trial, burst=1, case=dataclasses.replace(pair.trial.case, burst=6)
            ),
        )
        for pair in pairs_of({"baseline": baseline, "candidate": candidate, **more})
    ]


def test_a_provoked_rate_limit_is_an_answer() -> None:
    some = [CHAT, CHAT, LIMITED, LIMITED, LIMITED, LIMITED]
    judged = evaluate(burst(some, some), (), Policy())
    assert (loud(judged), judged.undecided) == (set(), ())


def test_a_higher_limit_hides_no_error() -> None:
    judged = evaluate(burst(LIMITED, CHAT), (), Policy())
    assert "error-hidden-as-success" not in loud(judged)


def test_a_rate_limit_without_a_hint_is_told() -> None:
    bare = {"use": "chat-error", "status": 429}
    assert "retry-after-missing" in loud(evaluate(burst(LIMITED, bare), (), Policy()))


def test_a_stray_rate_limit_of_one_request_is_an_outage_still() -> None:
    stray = [REFUSED, LIMITED, REFUSED]
    judged = judge(stray, REFUSED, case={"expects_error": True})
    assert "baseline-unavailable" in {question.rule for question in judged.undecided}

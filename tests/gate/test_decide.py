"""The gate: findings, open questions and margins to a verdict and an exit code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from migrate_check.domain.finding import Evaluation, Evidence, Finding, OpenQuestion, Severity
from migrate_check.domain.verdict import (
    Acceptance,
    Decision,
    ExitCode,
    Outcome,
    Policy,
    Verdict,
)
from migrate_check.gate.decide import Ground, decide
from migrate_check.gate.suppress import suppress

TODAY = date(2026, 3, 1)
ERROR = Finding(
    rule="stream-done-missing",
    family="stream",
    severity=Severity.ERROR,
    route="openai-chat",
    cases=("openai-chat/minimal/plain",),
    location="stream end",
    subject="",
    message="The stream ends without [DONE].",
    baseline="[DONE]",
    candidate=None,
    occurrences=3,
    trials=3,
    fingerprint="0123456789ab",
    evidence=Evidence("openai-chat/minimal/plain", 0, 1),
)
WARNING = replace(ERROR, rule="field-missing", severity=Severity.WARNING, fingerprint="b" * 12)
ACCEPTED = Acceptance(
    "0123456789ab", "stream-done-missing", "not read", "team", TODAY, "accepted.yaml:3"
)
QUESTION = OpenQuestion("candidate-unavailable", "openai-chat", "1 of 3 timed out", "20 repeats")


def verdict(
    *findings: Finding,
    policy: Policy | None = None,
    accepted: tuple[Acceptance, ...] = (),
    questions: tuple[OpenQuestion, ...] = (),
    ground: Ground | None = None,
    today: date = TODAY,
) -> Verdict:
    judged = suppress(Evaluation(findings, questions), accepted, today)
    return decide(judged, policy or Policy(), ground or Ground({"openai-chat": 3}))


def test_nothing_found_is_a_pass_that_says_on_how_many_trials() -> None:
    passed = verdict()
    assert (passed.outcome, passed.exit_code) == (Outcome.PASS, ExitCode.PASS)
    assert passed.reasons == ("no finding of severity error in 3 judged trials",)
    assert passed.routes[0].decision is Decision.GO
    assert [phase.decision for phase in passed.phases] == [
        Decision.HOLD,
        Decision.GO,
        Decision.HOLD,
        Decision.HOLD,
        Decision.HOLD,
    ]


def test_an_error_finding_fails_and_is_named() -> None:
    failed = verdict(ERROR, WARNING)
    assert (failed.outcome, failed.exit_code) == (Outcome.FAIL, ExitCode.FAIL)
    assert failed.reasons == ("1 error finding of 1 rule: stream-done-missing",)
    assert failed.routes[0].decision is Decision.NO_GO


def test_many_rules_are_cut_with_a_count() -> None:
    findings = [replace(ERROR, rule=f"rule-{n}", fingerprint=f"{n:012d}") for n in range(8)]
    assert verdict(*findings).reasons[0].endswith("rule-5 and 2 more")


@pytest.mark.parametrize(
    ("fail_on", "outcome"), [(Severity.ERROR, Outcome.PASS), (Severity.WARNING, Outcome.FAIL)]
)
def test_fail_on_decides_whether_a_warning_fails(fail_on: Severity, outcome: Outcome) -> None:
    assert verdict(WARNING, policy=Policy(fail_on=fail_on)).outcome is outcome


def test_a_pass_tells_of_findings_below_the_threshold() -> None:
    assert verdict(WARNING).reasons == (
        "no finding of severity error in 3 judged trials; 1 finding below it",
    )


def test_an_acceptance_holds_through_its_last_day() -> None:
    assert verdict(ERROR, accepted=(ACCEPTED,)).outcome is Outcome.PASS


def test_an_expired_acceptance_fails_while_the_finding_is_there() -> None:
    failed = verdict(
        replace(ERROR, severity=Severity.NOTE), accepted=(ACCEPTED,), today=date(2026, 3, 2)
    )
    assert failed.outcome is Outcome.FAIL
    assert failed.reasons == (
        "accepted.yaml:3: the acceptance of stream-done-missing (0123456789ab) expired on "
        "2026-03-01 and the finding is still there",
    )


def test_an_expired_acceptance_of_nothing_does_not_fail() -> None:
    judged = suppress(Evaluation((), ()), (ACCEPTED,), date(2027, 1, 1))
    assert judged.expired == ()
    assert judged.unused == (ACCEPTED,)
    assert verdict(accepted=(ACCEPTED,), today=date(2027, 1, 1)).outcome is Outcome.PASS


def test_an_open_question_counts_only_where_it_is_required() -> None:
    assert verdict(questions=(QUESTION,)).outcome is Outcome.PASS
    required = verdict(questions=(replace(QUESTION, required=True),))
    assert (required.outcome, required.exit_code) == (Outcome.INCONCLUSIVE, ExitCode.INCONCLUSIVE)
    assert required.reasons == ("candidate-unavailable on openai-chat: 1 of 3 timed out",)
    assert required.routes[0].decision is Decision.INCONCLUSIVE


@pytest.mark.parametrize(
    ("mapped", "code"),
    [
        (Outcome.PASS, ExitCode.PASS),
        (Outcome.FAIL, ExitCode.FAIL),
        (Outcome.INCONCLUSIVE, ExitCode.INCONCLUSIVE),
    ],
)
def test_inconclusive_may_be_mapped_but_keeps_its_name(mapped: Outcome, code: ExitCode) -> None:
    mapped_verdict = verdict(
        questions=(replace(QUESTION, required=True),), policy=Policy(inconclusive_as=mapped)
    )
    assert (mapped_verdict.outcome, mapped_verdict.exit_code) == (Outcome.INCONCLUSIVE, code)


def test_missing_data_is_never_a_pass() -> None:
    assert verdict(ground=Ground({})).outcome is Outcome.INCONCLUSIVE
    assert verdict(ground=Ground({"openai-chat": 0})).routes[0].decision is Decision.INCONCLUSIVE
    stopped = verdict(ground=Ground({"openai-chat": 2}, stopped="interrupted"))
    assert stopped.reasons == ("the run stopped before its plan was done: interrupted",)


def test_a_side_that_could_not_be_asked_is_an_error_not_a_fail() -> None:
    reason = "the candidate cannot be reached: connection refused"
    broken = verdict(ERROR, ground=Ground({"openai-chat": 3}, could_not_run=(reason,)))
    assert (broken.outcome, broken.exit_code) == (Outcome.ERROR, ExitCode.COULD_NOT_RUN)
    assert broken.reasons == (reason,)
    assert broken.routes[0].decision is Decision.INCONCLUSIVE

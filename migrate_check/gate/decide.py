"""Evaluation and policy → verdict with reasons, routes and phases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from migrate_check.domain.finding import Evaluation, Finding, OpenQuestion, Severity
from migrate_check.domain.verdict import (
    Decision,
    ExitCode,
    Outcome,
    Policy,
    RouteVerdict,
    Verdict,
)
from migrate_check.gate.phases import phases
from migrate_check.gate.suppress import Suppressed

_RANK = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}


@dataclass(frozen=True, slots=True)
class Ground:
    """What the verdict stands on, apart from the findings."""

    trials: dict[str, int]
    """Route → judged trials."""
    could_not_run: tuple[str, ...] = ()
    """Why a side gave nothing to compare: unreachable, credentials refused."""
    stopped: str | None = None
    """Why the run ended before its plan."""


def decide(judged: Suppressed, policy: Policy, ground: Ground) -> Verdict:
    """The verdict. Order: could not run, fail, inconclusive, pass. Missing data is never a pass."""
    evaluation = judged.evaluation
    failing = tuple(f for f in evaluation.findings if _fails(f, policy))
    fail_reasons = (*_finding_reasons(failing, policy), *_acceptance_reasons(judged))
    open_reasons = _open_reasons(evaluation.undecided, ground)
    if ground.could_not_run:
        outcome, reasons = Outcome.ERROR, ground.could_not_run
    elif fail_reasons:
        outcome, reasons = Outcome.FAIL, (*fail_reasons, *open_reasons)
    elif open_reasons:
        outcome, reasons = Outcome.INCONCLUSIVE, open_reasons
    else:
        outcome, reasons = Outcome.PASS, (_pass_reason(evaluation, policy, ground),)
    routes = tuple(_route_verdict(route, judged, policy, ground) for route in sorted(ground.trials))
    first_rule = failing[0].rule if failing else None
    return Verdict(
        outcome,
        exit_code(outcome, policy),
        reasons,
        routes,
        phases(outcome, reasons, ground.trials, first_rule),
    )


def exit_code(outcome: Outcome, policy: Policy) -> ExitCode:
    """What the shell is told; the policy may map inconclusive to pass or fail."""
    if outcome is Outcome.INCONCLUSIVE:
        outcome = policy.inconclusive_as
    return {
        Outcome.PASS: ExitCode.PASS,
        Outcome.FAIL: ExitCode.FAIL,
        Outcome.INCONCLUSIVE: ExitCode.INCONCLUSIVE,
        Outcome.ERROR: ExitCode.COULD_NOT_RUN,
    }[outcome]


def _fails(finding: Finding, policy: Policy) -> bool:
    return finding.suppressed is None and _RANK[finding.severity] >= _RANK[policy.fail_on]


def _finding_reasons(failing: Sequence[Finding], policy: Policy) -> tuple[str, ...]:
    if not failing:
        return ()
    rules = tuple(dict.fromkeys(f.rule for f in failing))
    named = ", ".join(rules[:6]) + (f" and {len(rules) - 6} more" if len(rules) > 6 else "")
    what = "error" if policy.fail_on is Severity.ERROR else f"{policy.fail_on.value}-or-worse"
    return (f"{_count(len(failing), f'{what} finding')} of {_count(len(rules), 'rule')}: {named}",)


def _acceptance_reasons(judged: Suppressed) -> tuple[str, ...]:
    return tuple(
        f"{a.source}: the acceptance of {a.rule} ({a.fingerprint}) expired on "
        f"{a.expires.isoformat()} and the finding is still there"
        for a in judged.expired
    )


def _open_reasons(questions: Sequence[OpenQuestion], ground: Ground) -> tuple[str, ...]:
    reasons = _question_reasons([q for q in questions if q.required])
    if ground.stopped:
        reasons.append(f"the run stopped before its plan was done: {ground.stopped}")
    if not any(ground.trials.values()):
        reasons.append("no trial was judged")
    return tuple(reasons)


def _question_reasons(questions: Sequence[OpenQuestion]) -> list[str]:
    """One line per rule and route: the first question, and how many more there are."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for question in questions:
        grouped.setdefault((question.rule, question.route), []).append(question.reason)
    return [
        f"{rule} on {route}: {reasons[0]}"
        + (f" (and in {_count(len(reasons) - 1, 'more case')})" if len(reasons) > 1 else "")
        for (rule, route), reasons in grouped.items()
    ]


def _pass_reason(evaluation: Evaluation, policy: Policy, ground: Ground) -> str:
    trials = sum(ground.trials.values())
    open_findings = sum(f.suppressed is None for f in evaluation.findings)
    below = f"; {_count(open_findings, 'finding')} below it" if open_findings else ""
    severity = policy.fail_on.value
    return f"no finding of severity {severity} in {_count(trials, 'judged trial')}{below}"


def _route_verdict(
    route: str,
    judged: Suppressed,
    policy: Policy,
    ground: Ground,
) -> RouteVerdict:
    failing = tuple(f for f in judged.evaluation.findings if f.route == route and _fails(f, policy))
    open_reasons = _open_reasons(
        [q for q in judged.evaluation.undecided if q.route == route], ground
    )
    if ground.could_not_run:
        decision, reasons = Decision.INCONCLUSIVE, ground.could_not_run
    elif failing:
        decision, reasons = Decision.NO_GO, (*_finding_reasons(failing, policy), *open_reasons)
    elif open_reasons or not ground.trials[route]:
        decision, reasons = Decision.INCONCLUSIVE, open_reasons or ("no trial was judged",)
    else:
        decision, reasons = Decision.GO, ("no finding that the policy fails on",)
    return RouteVerdict(route, decision, ground.trials[route], reasons)


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"

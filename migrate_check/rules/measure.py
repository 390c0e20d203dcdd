"""Asking the run rules about what was measured, route by route."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from migrate_check.domain.finding import (
    Difference,
    Evidence,
    Finding,
    OpenQuestion,
    Severity,
    Undecided,
)
from migrate_check.domain.verdict import Measured, Policy
from migrate_check.rules.collect import Key
from migrate_check.rules.findings import evidence_of, fingerprint, severity_of
from migrate_check.rules.group import Group
from migrate_check.rules.rule import Rule, RunFacts, RunRule


@dataclass(slots=True)
class OfRun:
    """What the run rules say."""

    findings: list[Finding]
    undecided: list[OpenQuestion]
    looked: list[tuple[Rule, int]]
    """Rule and the pairs that its measurement is made of."""


def ask_about_measurements(
    rules: Sequence[tuple[Rule, RunRule]],
    measured: Sequence[Measured],
    groups: Sequence[Group],
    policy: Policy,
) -> OfRun:
    """Findings name the metric as their location and the first pair of the route as evidence.

    A run rule's id begins with the metric it is about.
    """
    of_run = OfRun([], [], [])
    for each in measured:
        for rule, ask in rules:
            if not rule.id.startswith(f"{each.metric}-"):
                continue
            for answer in ask(RunFacts((each,))):
                if isinstance(answer, Undecided):
                    of_run.undecided.append(_question(rule, each, answer, policy))
                else:
                    evidence = _first(groups, each.route)
                    of_run.findings.append(_finding((rule, each), answer, evidence, policy))
            of_run.looked.append((rule, each.n))
    return of_run


def _question(rule: Rule, measured: Measured, answer: Undecided, policy: Policy) -> OpenQuestion:
    required = rule.family in policy.require
    return OpenQuestion(
        rule=rule.id,
        route=measured.route,
        reason=answer.reason + ("; the policy requires it" if required else ""),
        needed=answer.needed,
        required=required,
    )


def _finding(
    of: tuple[Rule, Measured], said: Difference, evidence: Evidence, policy: Policy
) -> Finding:
    rule, measured = of
    return Finding(
        rule=rule.id,
        family=rule.family,
        # What the verdict needs, it also fails on.
        severity=Severity.ERROR if rule.family in policy.require else severity_of(rule, policy),
        route=measured.route,
        cases=(),
        location=said.location,
        subject=said.subject,
        message=said.message,
        baseline=said.baseline,
        candidate=said.candidate,
        occurrences=measured.n,
        trials=measured.n,
        fingerprint=fingerprint(Key(rule.id, measured.route, said.subject, said.location)),
        evidence=evidence,
    )


def _first(groups: Sequence[Group], route: str) -> Evidence:
    for group in groups:
        if group.case.route.value == route:
            return evidence_of(group.pairs[0])
    return Evidence("", 0, 1)

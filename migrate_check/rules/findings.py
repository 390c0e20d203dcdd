"""Putting a finding together."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from migrate_check.domain.finding import Evidence, Finding, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.verdict import Policy
from migrate_check.rules.collect import Key, Seen, Tally
from migrate_check.rules.rule import Rule, Scope
from migrate_check.rules.shape.detail import describe

RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
"""Worst first."""

_DETAILED = frozenset({"shape", "errors"})


def fingerprint(key: Key) -> str:
    """12 hex digits that stay the same from run to run."""
    text = f"{key.rule}|{key.route}|{key.subject}|{key.location}"
    return sha256(text.encode()).hexdigest()[:12]


def severity_of(rule: Rule, policy: Policy) -> Severity:
    """The policy's severity, else the rule's own."""
    return policy.severities.get(rule.id) or rule.severity


def finding_of(tally: Tally, cases: Mapping[str, Seen], trials: int, policy: Policy) -> Finding:
    """The finding of a tally in some of its cases; `trials` are all that the rule looked at."""
    first = next(iter(cases.values()))
    rule, key, said = tally.rule, tally.key, first.first
    return Finding(
        rule=rule.id,
        family=rule.family,
        severity=severity_of(rule, policy),
        route=key.route,
        cases=tuple(cases),
        location=key.location,
        subject=key.subject,
        message=said.message,
        baseline=said.baseline,
        candidate=said.candidate,
        occurrences=sum(seen.trials for seen in cases.values()),
        trials=trials,
        fingerprint=fingerprint(key),
        evidence=evidence_of(first.pair),
        detail=_detail(rule, first.pair),
    )


def evidence_of(pair: ObservedPair) -> Evidence:
    """Where the store keeps this pair."""
    return Evidence(pair.trial.case.case_id, pair.turn, pair.trial.repeat)


def order(finding: Finding) -> tuple[int, str, str, str, str]:
    """Sorting key: error, warning, note, then route, rule, location."""
    return (
        RANK[finding.severity],
        finding.route,
        finding.rule,
        finding.location,
        finding.subject,
    )


def _detail(rule: Rule, pair: ObservedPair) -> str | None:
    if rule.scope is Scope.PAIR and rule.family in _DETAILED:
        return describe(pair.baseline.document, pair.candidate.document)
    return None

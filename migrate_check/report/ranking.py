"""Which findings a reader sees first."""

from __future__ import annotations

from collections.abc import Iterable

from migrate_check.domain.finding import Finding, Severity
from migrate_check.domain.result import Result
from migrate_check.domain.verdict import Decision, Outcome, PhaseVerdict

ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """Most severe first, then by rule, then most frequent; the order is the same in every run."""
    return sorted(
        findings,
        key=lambda one: (
            ORDER.index(one.severity),
            one.rule,
            -one.occurrences,
            one.route,
            one.location,
            one.subject,
        ),
    )


def open_findings(result: Result) -> list[Finding]:
    """Findings that no acceptance covers, ranked."""
    return ranked(one for one in result.evaluation.findings if one.suppressed is None)


def suppressed_findings(result: Result) -> list[Finding]:
    """Findings that an acceptance covers, ranked."""
    return ranked(one for one in result.evaluation.findings if one.suppressed is not None)


def next_command(result: Result) -> str | None:
    """What to do next: the command of the phase that decided, else of the first one still open.

    Inventory comes last: it is open after every run, and seldom what stops one.
    """
    phases = sorted((one for one in result.verdict.phases if one.next_command), key=_inventory_last)
    decided = {Outcome.FAIL: Decision.NO_GO, Outcome.INCONCLUSIVE: Decision.INCONCLUSIVE}
    wanted = decided.get(result.verdict.outcome)
    deciding = [one for one in phases if one.decision is wanted]
    still_open = [one for one in phases if one.decision is not Decision.GO]
    return next((one.next_command for one in [*deciding, *still_open]), None)


def _inventory_last(phase: PhaseVerdict) -> tuple[bool, int]:
    return phase.number == 1, phase.number

"""Accepted differences: findings that the team has looked at and lives with, until a date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from migrate_check.domain.finding import Evaluation, Finding
from migrate_check.domain.verdict import Acceptance


@dataclass(frozen=True, slots=True)
class Suppressed:
    """An evaluation with accepted findings marked, and what is wrong with the acceptances."""

    evaluation: Evaluation
    expired: tuple[Acceptance, ...]
    """Past their date, and the finding is still there: each fails the run."""
    unused: tuple[Acceptance, ...]
    """Nothing in this run matches them, so they can be removed."""


def suppress(evaluation: Evaluation, acceptances: Iterable[Acceptance], today: date) -> Suppressed:
    """Mark what is accepted. An acceptance holds through its expiry date."""
    by_fingerprint = {accepted.fingerprint: accepted for accepted in acceptances}
    found = {finding.fingerprint for finding in evaluation.findings}
    valid = {key: acc for key, acc in by_fingerprint.items() if acc.expires >= today}
    return Suppressed(
        replace(
            evaluation,
            findings=tuple(_marked(f, valid.get(f.fingerprint)) for f in evaluation.findings),
        ),
        tuple(a for key, a in by_fingerprint.items() if key in found and key not in valid),
        tuple(a for key, a in by_fingerprint.items() if key not in found),
    )


def _marked(finding: Finding, acceptance: Acceptance | None) -> Finding:
    if acceptance is None:
        return finding
    why = f"{acceptance.reason} ({acceptance.owner}, until {acceptance.expires.isoformat()})"
    return replace(finding, suppressed=why)

"""`accept`: a finding that the team lives with goes into a file that is reviewed in git."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.finding import Finding
from migrate_check.domain.verdict import Acceptance
from migrate_check.plan.accepted import append_acceptance
from migrate_check.plan.config import Settings
from migrate_check.plan.load_config import load_settings
from migrate_check.report.files import write
from migrate_check.workflows.acceptance_file import read_text
from migrate_check.workflows.recheck_run import judge_stored
from migrate_check.workflows.wiring import System, config_file


@dataclass(frozen=True, slots=True)
class AcceptRequest:
    """What the user decided."""

    fingerprint: str
    reason: str
    owner: str
    expires: str
    run: str


def accept_finding(
    request: AcceptRequest, config: Path | None, options: Mapping[str, object]
) -> tuple[Path, str]:
    """Append the entry; returns the file and the rule's id. ConfigError for what is not so."""
    system = System()
    settings = load_settings(config_file(config), options)
    today = datetime.fromisoformat(system.clock.now_iso()).date()
    expires = _day(request.expires, today)
    finding = _find(request, settings, system)
    acceptance = Acceptance(
        fingerprint=finding.fingerprint,
        rule=finding.rule,
        reason=_said(request.reason, "--reason"),
        owner=_said(request.owner, "--owner"),
        expires=expires,
        source=str(settings.accepted),
    )
    write(settings.accepted, append_acceptance(read_text(settings.accepted), acceptance))
    return settings.accepted, finding.rule


def _find(request: AcceptRequest, settings: Settings, system: System) -> Finding:
    """The replay through the SDKs takes seconds, so only findings that need it wait for it."""
    quick = judge_stored(request.run, replace(settings, sdk_replay="off"), system)
    if any(found.fingerprint == request.fingerprint for found in quick.evaluation.findings):
        result = quick
    else:
        result = judge_stored(request.run, settings, system)
    return _finding(request.fingerprint, result.evaluation.findings, result.run.run_id)


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"--expires {text!r}: write a day as YYYY-MM-DD") from None
    if day < today:
        raise ConfigError(f"--expires {text}: is past; choose a day from {today} on")
    return day


def _said(text: str, option: str) -> str:
    if not text.strip():
        raise ConfigError(f"{option} is empty; whoever reviews the file needs it")
    return text.strip()


def _finding(fingerprint: str, findings: tuple[Finding, ...], run_id: str) -> Finding:
    for finding in findings:
        if finding.fingerprint == fingerprint:
            return finding
    known = [finding.fingerprint for finding in findings]
    close = get_close_matches(fingerprint, known, 1)
    hint = f"; the closest is {close[0]}" if close else "; see the report for fingerprints"
    raise ConfigError(f"run {run_id} has no finding {fingerprint}{hint}")

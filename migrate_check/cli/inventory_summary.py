"""The end of what `inventory` prints: sums, advice, decision, next command, files."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from migrate_check.cli.layout import line, paragraph
from migrate_check.domain.call_site import CallSite, JudgedInventory, Rollback
from migrate_check.domain.inventory_result import InventoryResult
from migrate_check.domain.verdict import Decision, Outcome
from migrate_check.gate.inventory_verdict import unknown_parts
from migrate_check.report.inventory_words import (
    LOOKED_AT,
    ROLLBACK,
    language_name,
    outcome_word,
    scanned_words,
    skipped_words,
    told_tally,
)
from migrate_check.report.text import one_line, plural

_LABEL = 10
_MOST_ADVICE = 6
_MOST_UNKNOWN = 3
_OUTCOME = {
    Outcome.PASS: "bold green",
    Outcome.FAIL: "bold red",
    Outcome.INCONCLUSIVE: "bold yellow",
    None: "bold",
}
_DECISION = {
    Decision.GO: "green",
    Decision.HOLD: "yellow",
    Decision.NO_GO: "red",
    Decision.INCONCLUSIVE: "yellow",
}


def print_summary(on: Console, judged: JudgedInventory) -> None:
    """How many of what."""
    inventory = judged.inventory
    sites = inventory.sites
    line(on)
    if not sites:
        _say(on, "looked at", LOOKED_AT)
        _say(on, "read", scanned_words(inventory))
    else:
        _print_sums(on, sites, scanned_words(inventory))
    if inventory.settings:
        _say(on, "settings", told_tally(one.kind.value for one in inventory.settings))
    if inventory.skipped:
        count = plural(len(inventory.skipped), "file")
        _say(on, "not read", f"{count}: {skipped_words(inventory.skipped)}")
    proofs = [one.proof for one in judged.sites if one.proof]
    if proofs:
        runs = ", ".join(sorted({one.run_id for one in proofs if one.run_id})) or "no run"
        _say(on, "run", f"{runs}: {told_tally(one.proof.value for one in proofs)}")


def _print_sums(on: Console, sites: Sequence[CallSite], scanned: str) -> None:
    tests = sum(site.in_test for site in sites)
    in_tests = f" ({tests:,} in tests or examples)" if tests else ""
    files = plural(len({site.path for site in sites}), "file")
    _say(on, "sites", f"{len(sites):,} in {files}{in_tests}; {scanned}")
    _say(on, "language", told_tally(language_name(site.language) for site in sites))
    _say(on, "route", told_tally(site.route for site in sites))
    _say(on, "provider", told_tally(site.client.provider or "unknown" for site in sites))
    _say(on, "owner", told_tally(site.owner or "none" for site in sites))
    label = "rollback"
    for one in Rollback:
        count = sum(site.client.rollback is one for site in sites)
        if count:
            _say(on, label, f"{one.value} {count:,}: {ROLLBACK[one]}")
            label = ""
    unknown = [site for site in sites if unknown_parts(site)]
    if unknown:
        places = ", ".join(f"{site.path}:{site.line}" for site in unknown[:_MOST_UNKNOWN])
        more = len(unknown) - _MOST_UNKNOWN
        told = f"{places} and {more:,} more" if more > 0 else places
        _say(on, "unknown", f"{len(unknown):,} not fully known: {told}", "yellow")


def print_answer(on: Console, result: InventoryResult, written: Sequence[tuple[str, Path]]) -> None:
    """Advice, verdict with its reasons, the next command, the files."""
    judged, verdict = result.judged, result.verdict
    if judged.advice:
        line(on)
    for number, advice in enumerate(judged.advice[:_MOST_ADVICE]):
        label = "" if number else "advice"
        paragraph(on, f"{label:<{_LABEL}}– ", advice.replace("`", ""))
    if len(judged.advice) > _MOST_ADVICE:
        _say(on, "", f"and {len(judged.advice) - _MOST_ADVICE} more, in the JSON and HTML", "dim")
    line(on)
    phase = verdict.phase
    word = Text("verdict".ljust(_LABEL))
    word.append(outcome_word(result), _OUTCOME[verdict.outcome])
    word.append(f"  phase 1, {phase.name}: ", "dim")
    word.append(phase.decision.value, _DECISION[phase.decision])
    line(on, word)
    bullet = "– " if len(verdict.reasons) > 1 else ""
    for reason in verdict.reasons:
        paragraph(on, " " * _LABEL + bullet, reason)
    for missing in phase.missing:
        if missing not in verdict.reasons:
            _say(on, "missing", missing)
    line(on, f"{'next':<{_LABEL}}{one_line(phase.next_command)}")
    for label, path in written:
        line(on, f"{label:<{_LABEL}}{path}")


def print_drafts(on: Console, drafts: Sequence[Path], folder: Path) -> None:
    """How many scenarios were written, and how to run them."""
    count = sum(one.suffix == ".yaml" for one in drafts)
    told = plural(count, "draft") if count else "no draft: no call of a route with scenarios"
    line(on, f"{'scenarios':<{_LABEL}}{told} in {folder}")
    if count:
        # A bare name would be that of a pack.
        named = str(folder) if str(folder).startswith((".", "/", "~")) else f"./{folder}"
        line(on, f"{'':<{_LABEL}}migrate-check run --scenario {shlex.quote(named)}")


def _say(on: Console, label: str, text: str, style: str = "") -> None:
    paragraph(on, label.ljust(_LABEL), text, style)

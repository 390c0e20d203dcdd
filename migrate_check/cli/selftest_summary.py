"""What a self-test prints. Fits 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from migrate_check.cli.layout import line, paragraph, table
from migrate_check.domain.selftest import SelfTest
from migrate_check.gate.grade import Grade, Share
from migrate_check.report.selftest_page import told_bound

_GOOD, _BAD, _HEAD = "bold green", "bold red", "bold"
_BAR = 20


def print_selftest(
    on: Console, tested: SelfTest, graded: Grade, written: Sequence[tuple[str, Path]]
) -> None:
    """Recall, what was missed, false alarms, what is not emulated, levels, files."""
    _print_recall(on, graded)
    _print_missed(on, graded)
    _print_alarms(on, graded)
    _print_not_emulated(on, tested)
    line(on)
    for level in graded.levels:
        word, style = ("reached  ", "green") if level.met else ("missed   ", _BAD)
        paragraph(on, word, f"{level.name}: {level.reached}, claimed {level.claimed}", style)
    outcome = Text("as claimed", _GOOD) if graded.met else Text("below its level", _BAD)
    line(on, Text("self-test  ") + outcome + Text(f"  ({tested.duration_s:.0f} s)"))
    for label, path in written:
        line(on, f"{label:<8} {path}")


def _print_recall(on: Console, graded: Grade) -> None:
    for head, shares in (("category", graded.categories), ("route", graded.routes)):
        rows = [(Text(head, _HEAD), Text("found", _HEAD), Text("", _HEAD))]
        rows += [_share_row(share) for share in shares]
        if shares:
            table(on, rows, right=frozenset({1}))
            line(on)


def _share_row(share: Share) -> tuple[Text, Text, Text]:
    whole = share.found == share.all
    filled = round(_BAR * (share.rate or 0))
    bar = Text("█" * filled + "░" * (_BAR - filled), "green" if whole else "yellow")
    return Text(share.name), Text(f"{share.found}/{share.all}"), bar


def _print_missed(on: Console, graded: Grade) -> None:
    for one in graded.missed:
        label = f"missed  {one.pattern.id} ({one.pattern.harm.value})"
        line(on, Text(label, "bold red" if one.pattern.owed else "yellow"))
        paragraph(on, " " * 8, one.about.replace("`", ""))
        paragraph(on, " " * 8, f"seen instead: {one.instead}", "dim")


def _print_alarms(on: Console, graded: Grade) -> None:
    for alarm in graded.alarms:
        label = f"false alarm  {alarm.rule} ({alarm.severity.value}), seed {alarm.seed}"
        line(on, Text(label, "bold red"))
        paragraph(on, " " * 8, f"{alarm.case}, {alarm.location}: {alarm.message}")
    if graded.clean_trials:
        paragraph(on, "", f"without a defect: {told_bound(graded)}")


def _print_not_emulated(on: Console, tested: SelfTest) -> None:
    count = len(tested.not_emulated)
    if not count:
        return
    line(on, f"{count} known patterns are not emulated; --json and --html say why:")
    categories = Counter(one.pattern.category for one in tested.not_emulated)
    told = ", ".join(f"{name} {n}" for name, n in sorted(categories.items()))
    paragraph(on, "  ", told, "dim")

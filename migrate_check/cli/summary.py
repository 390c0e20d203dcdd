"""What a run prints: the estimate before, the verdict after. Fits 80 columns."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from migrate_check.domain.finding import Finding, Severity
from migrate_check.domain.result import Result
from migrate_check.domain.verdict import Measured, Outcome
from migrate_check.workflows.run_scenarios import Finished, Prepared

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
_OUTCOME = {
    Outcome.PASS: "bold green",
    Outcome.FAIL: "bold red",
    Outcome.INCONCLUSIVE: "bold yellow",
    Outcome.ERROR: "bold magenta",
}
_MOST_ROWS = 20


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)


def print_demo_intro(faults: Iterable[tuple[str, str]]) -> None:
    """Say what is about to be compared, and what is wrong with it."""
    console = _console()
    console.print("An embedded provider and an embedded gateway run on loopback. The gateway has")
    console.print("these faults, all seen in real gateways; the tool does not know which:")
    for _, about in faults:
        console.print(Padding(Text(f"– {about.replace('`', '')}"), (0, 0, 0, 2)))
    console.print()


def print_estimate(prepared: Prepared) -> None:
    """Requests and dollars at most, before anything is sent."""
    console = _console()
    for warning in prepared.warnings:
        console.print(Text(f"note: {warning}", style="yellow"))
    console.print(Text(prepared.estimate_line))


def print_result(finished: Finished) -> None:
    """Findings, measurements, verdict, files."""
    console = _console()
    result = finished.result
    _print_findings(console, result)
    _print_measured(console, result)
    for question in result.evaluation.undecided[:6]:
        console.print(
            Text(f"undecided: {question.rule} on {question.route}: {question.reason}", "yellow")
        )
    more = len(result.evaluation.undecided) - 6
    if more > 0:
        console.print(Text(f"undecided: {more} more in the report", "yellow"))
    verdict = result.verdict
    console.print()
    console.print(Text.assemble("verdict  ", (verdict.outcome.value, _OUTCOME[verdict.outcome])))
    for reason in verdict.reasons:
        console.print(Text(f"         {reason}"))
    for label, path in finished.written:
        console.print(Text(f"{label:<9}{path}"), soft_wrap=True)


def _print_findings(console: Console, result: Result) -> None:
    shown = [f for f in result.evaluation.findings if f.suppressed is None]
    suppressed = len(result.evaluation.findings) - len(shown)
    loud = [f for f in shown if f.severity is not Severity.NOTE]
    notes = len(shown) - len(loud)
    if loud:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=True)
        table.add_column("severity", no_wrap=True)
        table.add_column("rule", no_wrap=True, overflow="ellipsis", max_width=32)
        table.add_column("route", no_wrap=True, overflow="ellipsis", max_width=18)
        table.add_column("seen", justify="right", no_wrap=True)
        for finding in loud[:_MOST_ROWS]:
            table.add_row(*_row(finding))
        console.print()
        console.print(table)
    rest = [f"{len(loud) - _MOST_ROWS} more findings"] if len(loud) > _MOST_ROWS else []
    rest += [f"{notes} note{'s' * (notes != 1)}"] if notes else []
    rest += [f"{suppressed} accepted"] if suppressed else []
    if rest:
        console.print(Text(f"and {', '.join(rest)} in the report", "dim"))


def _row(finding: Finding) -> tuple[Text, str, str, str]:
    return (
        Text(finding.severity.value, _STYLE[finding.severity]),
        finding.rule,
        finding.route,
        f"{finding.occurrences}/{finding.trials}",
    )


def _print_measured(console: Console, result: Result) -> None:
    if not result.measured:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("route", "metric", "baseline", "candidate", "ratio", "outcome"):
        table.add_column(column, no_wrap=True)
    for measured in result.measured:
        table.add_row(
            measured.route,
            measured.metric,
            _amount(measured, measured.baseline),
            _amount(measured, measured.candidate),
            "–" if measured.ratio is None else f"×{measured.ratio:.2f}",
            Text(f"{measured.outcome.value} (n={measured.n})", _OUTCOME[measured.outcome]),
        )
    console.print()
    console.print(table)


def _amount(measured: Measured, value: float | None) -> str:
    if value is None:
        return "unknown"
    return f"${value:.6f}" if measured.metric == "cost" else f"{value * 1000:.0f} ms"

"""What a run prints: the estimate before, the verdict after. Fits 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from migrate_check.cli.layout import line, paragraph, table, tail, width
from migrate_check.domain.finding import Finding, OpenQuestion, Severity
from migrate_check.domain.result import Result, SdkReplay
from migrate_check.domain.verdict import Measured, Outcome
from migrate_check.report.claims_view import claims_line, contradicted_line
from migrate_check.report.sdk_replay_text import sdk_replay_lines
from migrate_check.report.text import plural
from migrate_check.workflows.run_scenarios import Finished, Prepared

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
_OUTCOME = {
    Outcome.PASS: "bold green",
    Outcome.FAIL: "bold red",
    Outcome.INCONCLUSIVE: "bold yellow",
    Outcome.ERROR: "bold magenta",
}
_MOST_ROWS = 20
_MOST_QUESTIONS = 6
_RULE_WIDTH = 32


def print_demo_intro(on: Console, faults: Iterable[tuple[str, str]]) -> None:
    """Say what is about to be compared, and what is wrong with it."""
    line(on, "An embedded provider and an embedded gateway run on loopback. The gateway has")
    line(on, "these faults, all seen in real gateways; the tool does not know which:")
    for _, about in faults:
        paragraph(on, "  – ", about.replace("`", ""))
    line(on)


def print_estimate(on: Console, prepared: Prepared) -> None:
    """Requests and dollars at most, before anything is sent."""
    for warning in prepared.warnings:
        paragraph(on, "note: ", warning, "yellow")
    paragraph(on, "", prepared.estimate_line)


def print_result(on: Console, finished: Finished) -> None:
    """Findings, measurements, open questions, verdict, files."""
    result = finished.result
    _print_findings(on, result)
    _print_dropped(on, result)
    _print_measured(on, result.measured)
    _print_undecided(on, result.evaluation.undecided)
    _print_sdk_replay(on, result.sdk_replay)
    _print_claims(on, result)
    verdict = result.verdict
    line(on)
    line(on, Text.assemble("verdict  ", (verdict.outcome.value, _OUTCOME[verdict.outcome])))
    bullet = "– " if len(verdict.reasons) > 1 else ""
    for reason in verdict.reasons:
        paragraph(on, " " * 9 + bullet, reason)
    for label, path in finished.written:
        line(on, f"{label:<8} {path}")


def _print_sdk_replay(on: Console, replay: SdkReplay) -> None:
    line(on)
    for said in sdk_replay_lines(replay):
        paragraph(on, "answers  ", said, "dim" if said.startswith("replayed") else "yellow")


def _print_claims(on: Console, result: Result) -> None:
    if result.claims:
        contradicted = contradicted_line(result.claims)
        text = f"of profile {result.run.candidate.name}: {claims_line(result.claims)}"
        named = f" ({contradicted})" if contradicted else ""
        paragraph(on, "claims   ", f"{text}{named}", "yellow" if contradicted else "dim")


def _print_findings(on: Console, result: Result) -> None:
    shown = [f for f in result.evaluation.findings if f.suppressed is None]
    loud = [f for f in shown if f.severity is not Severity.NOTE]
    if loud:
        _print_table(on, loud)
    notes = len(shown) - len(loud)
    accepted = len(result.evaluation.findings) - len(shown)
    more = [plural(len(loud) - _MOST_ROWS, "more finding")] if len(loud) > _MOST_ROWS else []
    more += [plural(notes, "note")] if notes else []
    more += [f"{accepted} accepted"] if accepted else []
    if more:
        paragraph(on, "", f"{'and ' if loud else ''}{', '.join(more)} in the report", "dim")


def _print_table(on: Console, loud: Sequence[Finding]) -> None:
    # Errors of one route must not fall behind the warnings of another.
    worst = sorted(loud, key=lambda f: f.severity is not Severity.ERROR)[:_MOST_ROWS]
    findings = sorted(worst, key=lambda f: f.route)
    rule = min(max(len(f.rule) for f in findings), _RULE_WIDTH)
    seen = max(len(_seen(f)) for f in findings)
    room = max(width(on) - len("  warning  ") - rule - 2 - seen - 2, 12)
    rows: list[tuple[Text, ...]] = []
    for route, group in groupby(findings, lambda f: f.route):
        rows.append((Text(route, "bold"),))
        rows += [_row(finding, rule, room) for finding in group]
    table(on, rows, right=frozenset({2}))


def _row(finding: Finding, rule: int, room: int) -> tuple[Text, ...]:
    name = finding.rule
    return (
        Text("  ") + Text(finding.severity.value, _STYLE[finding.severity]),
        Text(name if len(name) <= rule else f"{name[: rule - 1]}…"),
        Text(_seen(finding)),
        Text(tail(finding.location, room), "dim"),
    )


def _seen(finding: Finding) -> str:
    return f"{finding.occurrences}/{finding.trials}"


def _print_measured(on: Console, measured: Sequence[Measured]) -> None:
    if not measured:
        return
    head = ("route", "metric", "baseline", "candidate", "ratio", "outcome")
    rows: list[tuple[Text, ...]] = [tuple(Text(column, "bold") for column in head)]
    rows += [
        (
            Text(m.route),
            Text(m.metric),
            Text(_amount(m, m.baseline)),
            Text(_amount(m, m.candidate)),
            Text("–" if m.ratio is None else f"×{m.ratio:.2f}"),
            Text(f"{m.outcome.value} (n={m.n})", _OUTCOME[m.outcome]),
        )
        for m in measured
    ]
    line(on)
    table(on, rows, right=frozenset({2, 3, 4}))


def _amount(measured: Measured, value: float | None) -> str:
    if value is None:
        return "unknown"
    return f"${value:.6f}" if measured.metric == "cost" else f"{value * 1000:.0f} ms"


def _print_dropped(on: Console, result: Result) -> None:
    dropped = result.evaluation.dropped_by_control
    if not dropped:
        return
    rules = ", ".join(dict.fromkeys(one.rule for one in dropped))
    text = f"{plural(len(dropped), 'difference')} that baseline against baseline shows too: {rules}"
    paragraph(on, "control  ", text, "dim")


def _print_undecided(on: Console, questions: Sequence[OpenQuestion]) -> None:
    """One per rule and route: the cases of one rule mostly have the same trouble."""
    grouped: dict[tuple[str, str], list[OpenQuestion]] = {}
    # What the verdict needs comes first.
    for question in sorted(questions, key=lambda q: not q.required):
        grouped.setdefault((question.rule, question.route), []).append(question)
    if grouped:
        line(on)
    for (rule, route), (first, *others) in list(grouped.items())[:_MOST_QUESTIONS]:
        also = f" (and {plural(len(others), 'more question')} of this rule)" if others else ""
        text = f"{rule} on {route}: {first.reason}; needs {first.needed}{also}"
        paragraph(on, "undecided  ", text, "yellow")
    if len(grouped) > _MOST_QUESTIONS:
        more = plural(len(grouped) - _MOST_QUESTIONS, "more rule")
        line(on, Text(f"undecided  {more} in the report", "yellow"))

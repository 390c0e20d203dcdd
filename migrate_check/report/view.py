"""Everything the page shows, computed before any template sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from migrate_check.domain.exchange import Side
from migrate_check.domain.finding import Dropped, OpenQuestion, Severity
from migrate_check.domain.result import CaseSummary, Result, SideInfo
from migrate_check.domain.verdict import ExitCode, Measured, Outcome, RouteVerdict
from migrate_check.report.claims_view import ClaimsView, claims_view
from migrate_check.report.figures import (
    METRICS,
    UNKNOWN,
    amount,
    control_interval,
    dollars,
    interval,
    ratio,
    seconds,
)
from migrate_check.report.finding_view import BriefFinding, RuleGroup, brief, rule_groups
from migrate_check.report.inventory_view import InventorySection, inventory_section
from migrate_check.report.latency_view import Chart, charts
from migrate_check.report.phase_view import PhaseView, phases
from migrate_check.report.ranking import next_command, open_findings, suppressed_findings
from migrate_check.report.sdk_replay_text import sdk_replay_lines
from migrate_check.report.text import bare_url, clipped, plural

LISTED = 100
"""Rows of a table about questions or accepted findings."""
CASES_LISTED = 400
_TEXT_LIMIT = 400

_SENTENCES = {
    Outcome.PASS: "Nothing that was tested is known to break a caller of the baseline.",
    Outcome.FAIL: "Callers that work with the baseline can break with the candidate.",
    Outcome.INCONCLUSIVE: "The evidence is not enough to decide either way.",
    Outcome.ERROR: "The comparison could not be made, so nothing is known about the candidate.",
}
_ADVICE = {
    Outcome.PASS: "Read what was not tested, then go on with the next phase.",
    Outcome.FAIL: "Start with the first error below. Fix it at the gateway, or accept it with a "
    "reason, and run again.",
    Outcome.INCONCLUSIVE: "See below what is undecided and what would settle it.",
    Outcome.ERROR: "Remove the cause that is named above, and run again.",
}
_EXIT_WORDS = {
    ExitCode.PASS: "pass",
    ExitCode.FAIL: "fail",
    ExitCode.USAGE: "usage or configuration error",
    ExitCode.INCONCLUSIVE: "inconclusive",
    ExitCode.COULD_NOT_RUN: "could not run",
}


@dataclass(frozen=True, slots=True)
class VerdictView:
    """The answer to the run."""

    word: str
    tone: str
    """`pass`, `fail`, `inconclusive` or `error`."""
    sentence: str
    reasons: tuple[str, ...]
    exit_code: str
    advice: str
    next_command: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure. `target` is the section that has the detail."""

    label: str
    value: str
    note: str
    target: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A suppressed finding."""

    rule: str
    finding: BriefFinding
    reason: str


@dataclass(frozen=True, slots=True)
class Noise:
    """What the control shows as often as the run."""

    rule: str
    route: str
    location: str
    count: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the evidence does not settle."""

    rule: str
    route: str
    reason: str
    needed: str
    where: str
    required: bool


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """A measured comparison in words."""

    route: str
    metric: str
    n: str
    baseline: str
    candidate: str
    ratio: str
    interval: str
    control: str
    """The control's own interval; empty where there was none."""
    margin: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class CostRow:
    """What one side's answers cost."""

    side: str
    usd: str
    priced: str
    source: str


@dataclass(frozen=True, slots=True)
class TransportRow:
    """Failures of one route on one side."""

    route: str
    side: str
    requests: str
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """How it was run, line by line."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report."""

    title: str
    baseline: str
    candidate: str
    started_at: str
    verdict: VerdictView
    compared: bool
    """At least one trial was done; without one, no finding means nothing."""
    figures: tuple[Figure, ...]
    phases: tuple[PhaseView, ...]
    inventory: InventorySection | None
    routes: tuple[RouteVerdict, ...]
    groups: tuple[RuleGroup, ...]
    accepted: tuple[Accepted, ...]
    accepted_more: int
    noise: tuple[Noise, ...]
    noise_more: int
    controlled: bool
    """The run had control trials."""
    questions: tuple[Question, ...]
    questions_more: int
    charts: tuple[Chart, ...]
    no_charts: str
    latencies: tuple[MeasuredRow, ...]
    cost_ratios: tuple[MeasuredRow, ...]
    costs: tuple[CostRow, ...]
    transport: tuple[TransportRow, ...]
    not_tested: tuple[str, ...]
    cases: tuple[CaseSummary, ...]
    cases_more: int
    facts: tuple[Fact, ...]
    claims: ClaimsView | None
    """None where the candidate's profile claims nothing."""


def page(result: Result, explanations: Mapping[str, str], show_prompts: bool) -> Page:
    """The view of a result. `explanations`: rule id → explanation."""
    run = result.run
    accepted = suppressed_findings(result)
    questions = sorted(result.evaluation.undecided, key=lambda one: not one.required)
    dropped = result.evaluation.dropped_by_control
    cases = sorted(result.cases, key=lambda one: one.findings == 0)
    return Page(
        title=f"{result.verdict.outcome.value}: {run.baseline.name} to {run.candidate.name}",
        baseline=run.baseline.name,
        candidate=run.candidate.name,
        started_at=run.started_at,
        verdict=_verdict(result),
        compared=run.done_trials > 0,
        figures=tuple(_figures(result)),
        phases=phases(result.verdict.phases),
        inventory=None
        if result.inventory is None
        else inventory_section(result.inventory, explanations),
        routes=result.verdict.routes,
        groups=rule_groups(result, explanations, show_prompts),
        accepted=tuple(
            Accepted(one.rule, brief(one), one.suppressed or "") for one in accepted[:LISTED]
        ),
        accepted_more=max(0, len(accepted) - LISTED),
        noise=tuple(_noise(one) for one in dropped[:LISTED]),
        noise_more=max(0, len(dropped) - LISTED),
        controlled=run.control_trials > 0,
        questions=tuple(_question(one) for one in questions[:LISTED]),
        questions_more=max(0, len(questions) - LISTED),
        charts=charts(result),
        no_charts=_no_charts(result),
        latencies=tuple(_row(one) for one in result.measured if one.metric != "cost"),
        cost_ratios=tuple(_row(one) for one in result.measured if one.metric == "cost"),
        costs=tuple(_costs(result)),
        transport=tuple(_transport(result)),
        not_tested=result.not_tested,
        cases=tuple(cases[:CASES_LISTED]),
        cases_more=max(0, len(cases) - CASES_LISTED),
        facts=tuple(_facts(result)),
        claims=claims_view(result),
    )


def exit_code_words(code: ExitCode, outcome: Outcome) -> str:
    """`1 (fail)`, `0 (pass, set by the policy)`."""
    usual = _EXIT_WORDS[code] == outcome.value or outcome is Outcome.ERROR
    policy = "" if usual else ", set by the policy"
    return f"{int(code)} ({_EXIT_WORDS[code]}{policy})"


def _verdict(result: Result) -> VerdictView:
    verdict = result.verdict
    return VerdictView(
        word="COULD NOT RUN" if verdict.outcome is Outcome.ERROR else verdict.outcome.upper(),
        tone=verdict.outcome.value,
        sentence=_SENTENCES[verdict.outcome],
        reasons=verdict.reasons,
        exit_code=exit_code_words(verdict.exit_code, verdict.outcome),
        advice=_ADVICE[verdict.outcome],
        next_command=next_command(result),
    )


def _figures(result: Result) -> Iterable[Figure]:
    run = result.run
    yield from _finding_figures(result)
    required = sum(one.required for one in result.evaluation.undecided)
    undecided = f"{required:,} needed for the verdict" if required else "none needed by the policy"
    yield Figure("Undecided", f"{len(result.evaluation.undecided):,}", undecided, "undecided")
    trials = f"of {run.planned_trials:,} planned, {plural(run.requests_sent, 'request')}"
    yield Figure("Trials done", f"{run.done_trials:,}", trials, "how")
    failed = {side: _failures(result, side) for side in Side}
    lost = f"{failed[Side.BASELINE]:,} / {failed[Side.CANDIDATE]:,}"
    yield Figure("Failed requests", lost, "baseline / candidate", "transport")
    yield from _measured_figures(result)
    left_open = f"{len(result.not_tested):,}" if run.done_trials else "everything"
    yield Figure("Not tested", left_open, "see what the run left open", "not-tested")


def _finding_figures(result: Result) -> Iterable[Figure]:
    found = open_findings(result)
    notes = {
        Severity.ERROR: "a caller that worked can break",
        Severity.WARNING: "a caller may break",
        Severity.NOTE: "different and harmless",
    }
    for severity, note in notes.items():
        count = sum(one.severity is severity for one in found)
        value = f"{count:,}" if result.run.done_trials else UNKNOWN
        yield Figure(f"{severity.value.capitalize()}s", value, note, "findings")


def _measured_figures(result: Result) -> Iterable[Figure]:
    """The worst ratio over the routes: a mean would hide a slow route behind a fast one."""
    labels = {"ttft": "First token", "e2e": "End to end", "cost": "Cost"}
    for metric, label in labels.items():
        ratios = [one.ratio for one in result.measured if one.metric == metric and one.ratio]
        note = "worst route, candidate / baseline" if ratios else "not measured"
        value = ratio(max(ratios)) if ratios else UNKNOWN
        yield Figure(label, value, note, "cost" if metric == "cost" else "latency")


def _failures(result: Result, side: Side) -> int:
    return sum(sum(one.failures.values()) for one in result.transport if one.side == side)


def _question(one: OpenQuestion) -> Question:
    more = len(one.cases) - 1
    where = one.cases[0] + (f" and {more:,} more" if more > 0 else "") if one.cases else "whole run"
    return Question(
        rule=one.rule,
        route=one.route,
        reason=clipped(one.reason, _TEXT_LIMIT),
        needed=clipped(one.needed, _TEXT_LIMIT),
        where=where,
        required=one.required,
    )


def _noise(one: Dropped) -> Noise:
    return Noise(one.rule, one.route, one.location, plural(one.count, "trial"))


def _no_charts(result: Result) -> str:
    if result.run.replayed:
        return "Not measured: the answers came from cassettes, and a replay knows nothing of time."
    return "Not measured: no answer of this run has a time."


def _row(one: Measured) -> MeasuredRow:
    return MeasuredRow(
        route=one.route,
        metric=METRICS.get(one.metric, one.metric),
        n=f"{one.n:,}",
        baseline=amount(one, one.baseline),
        candidate=amount(one, one.candidate),
        ratio=ratio(one.ratio),
        interval=interval(one),
        control=control_interval(one),
        margin=ratio(one.margin),
        outcome=one.outcome.value,
        reason=one.reason,
    )


def _costs(result: Result) -> Iterable[CostRow]:
    for side in Side:
        cost = result.cost.get(side.value)
        if cost is None:
            yield CostRow(side.value, UNKNOWN, "0 answers", "not computed in this run")
        else:
            total = plural(cost.priced + cost.unpriced, "answer")
            yield CostRow(
                side.value, dollars(cost.usd), f"{cost.priced:,} of {total}", cost.price_source
            )


def _transport(result: Result) -> Iterable[TransportRow]:
    for one in result.transport:
        failures = tuple(f"{kind}: {one.failures[kind]:,}" for kind in sorted(one.failures))
        yield TransportRow(one.route, one.side, f"{one.requests:,}", failures)


def _facts(result: Result) -> Iterable[Fact]:
    run = result.run
    yield Fact("Run", run.run_id)
    yield Fact("Started", run.started_at)
    yield Fact("Duration", seconds(run.duration_s))
    yield Fact("Tool", f"migrate-check {run.tool_version}")
    yield from _side_facts("Baseline", run.baseline)
    yield from _side_facts("Candidate", run.candidate)
    yield Fact("Trials", f"{run.done_trials:,} of {run.planned_trials:,} planned")
    yield Fact("Warm-up", f"{plural(run.warmup_trials, 'trial')}, not judged")
    if run.planned_control:
        control = f"{run.control_trials:,} of {plural(run.planned_control, 'trial')}"
        yield Fact("Control", f"{control}, baseline against baseline")
    yield Fact("Requests sent", f"{run.requests_sent:,}")
    yield Fact("Stopped early", run.stopped or "no")
    yield Fact("Answers from", "cassettes (replay)" if run.replayed else "the live endpoints")
    yield Fact("Official SDKs", "; ".join(sdk_replay_lines(result.sdk_replay)))
    yield Fact("Stored in", run.source)


def _side_facts(label: str, side: SideInfo) -> Iterable[Fact]:
    yield Fact(label, f"{side.profile} at {bare_url(side.base_url)}")
    for route in sorted(side.models):
        yield Fact(f"{label} model, {route}", side.models[route])

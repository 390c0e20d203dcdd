"""Findings as the page shows them: grouped by rule, with evidence and a way to reproduce each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from migrate_check.domain.exchange import Exchange, Side
from migrate_check.domain.finding import Evidence, Finding, Severity
from migrate_check.domain.result import Result
from migrate_check.report.curl import curl_command
from migrate_check.report.excerpt import Excerpt, excerpt
from migrate_check.report.prompts import shorten_contents
from migrate_check.report.prose import Block, Span, blocks, spans
from migrate_check.report.ranking import open_findings
from migrate_check.report.text import clipped, plural

FULL_PER_RULE = {Severity.ERROR: 8, Severity.WARNING: 8, Severity.NOTE: 2}
"""Findings of one rule that are shown with evidence; what is harmless gets less room."""
FULL_PER_PAGE = 90
"""Findings of a page that are shown with evidence; keeps 500 findings below 2 MB."""
BRIEF_PER_RULE = 40
"""Further findings of one rule that are listed in a table."""
_TEXT_LIMIT = 600
_DETAIL_LIMIT = 2_000
_CASES = 6
_ACCEPT_DAYS = 90


@dataclass(frozen=True, slots=True)
class Answer:
    """What one side sent back, and how to ask it again."""

    side: str
    head: str
    """Status line, or why there is none."""
    failure: str | None
    body: Excerpt
    curl: str
    shortened: str
    """How the command differs from what was sent; empty when it does not."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding in full."""

    anchor: str
    unfolded: bool
    """Its evidence is open when the page is: the first of each rule with errors."""
    severity: str
    route: str
    location: str
    subject: str
    message: tuple[Span, ...]
    baseline: str | None
    candidate: str | None
    seen: str
    cases: tuple[str, ...]
    more_cases: int
    detail: str | None
    trial: str
    answers: tuple[Answer, ...]
    same_as: str | None
    """Anchor of the finding that already shows this request."""
    fingerprint: str
    accept: str


@dataclass(frozen=True, slots=True)
class BriefFinding:
    """One finding as a row of a table."""

    severity: str
    route: str
    location: str
    message: tuple[Span, ...]
    seen: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """All open findings of one rule with one severity."""

    anchor: str
    rule: str
    family: str
    severity: str
    summary: tuple[Span, ...]
    """The rule's own first line, or the first finding's message where the rule has none."""
    explanation: tuple[Block, ...]
    count: str
    full: tuple[FindingView, ...]
    brief: tuple[BriefFinding, ...]
    not_listed: int


def rule_groups(
    result: Result, explanations: Mapping[str, str], show_prompts: bool
) -> tuple[RuleGroup, ...]:
    """Open findings, most severe rules first."""
    writer = _Writer(result, show_prompts)
    grouped = groupby(open_findings(result), key=lambda one: (one.severity, one.rule))
    return tuple(
        _group(number, list(members), explanations, writer)
        for number, (_, members) in enumerate(grouped, start=1)
    )


def brief(finding: Finding) -> BriefFinding:
    """A finding in one row."""
    return BriefFinding(
        severity=finding.severity.value,
        route=finding.route,
        location=finding.location,
        message=spans(clipped(finding.message, _TEXT_LIMIT)),
        seen=_seen(finding),
        fingerprint=finding.fingerprint,
    )


def _group(
    number: int, members: list[Finding], explanations: Mapping[str, str], writer: _Writer
) -> RuleGroup:
    first = members[0]
    summary, _, rest = explanations.get(first.rule, "").partition("\n")
    full = members[: min(FULL_PER_RULE[first.severity], writer.left)]
    others = members[len(full) :]
    return RuleGroup(
        anchor=f"rule-{number}",
        rule=first.rule,
        family=first.family,
        severity=first.severity.value,
        summary=spans(summary or clipped(first.message, _TEXT_LIMIT)),
        explanation=blocks(rest),
        count=plural(len(members), "finding"),
        full=tuple(writer.view(finding, finding is first) for finding in full),
        brief=tuple(brief(finding) for finding in others[:BRIEF_PER_RULE]),
        not_listed=max(0, len(others) - BRIEF_PER_RULE),
    )


class _Writer:
    """Numbers the findings of one page and remembers which requests it has shown."""

    def __init__(self, result: Result, show_prompts: bool) -> None:
        self._result = result
        self._show_prompts = show_prompts
        self._expires = _expires(result.run.started_at)
        self._shown: dict[Evidence, str] = {}
        self.left = FULL_PER_PAGE

    def view(self, finding: Finding, first: bool) -> FindingView:
        """The finding in full. `first` of its rule."""
        self.left -= 1
        anchor = f"finding-{FULL_PER_PAGE - self.left}"
        same_as = self._shown.get(finding.evidence)
        answers = self._answers(finding, with_curl=same_as is None)
        if answers and same_as is None:
            self._shown[finding.evidence] = anchor
        return FindingView(
            anchor=anchor,
            unfolded=first and finding.severity is Severity.ERROR,
            severity=finding.severity.value,
            route=finding.route,
            location=finding.location,
            subject=finding.subject,
            message=spans(clipped(finding.message, _TEXT_LIMIT)),
            baseline=_evidence(finding.baseline),
            candidate=_evidence(finding.candidate),
            seen=_seen(finding),
            cases=finding.cases[:_CASES],
            more_cases=max(0, len(finding.cases) - _CASES),
            detail=None if finding.detail is None else clipped(finding.detail, _DETAIL_LIMIT),
            trial=_trial(finding.evidence),
            answers=answers,
            same_as=same_as,
            fingerprint=finding.fingerprint,
            accept=f"migrate-check accept {finding.fingerprint} --reason 'WHY IT IS HARMLESS' "
            f"--owner NAME --expires {self._expires}",
        )

    def _answers(self, finding: Finding, with_curl: bool) -> tuple[Answer, ...]:
        shown = self._result.shown.get(finding.evidence)
        if shown is None:
            return ()
        sides = ((Side.BASELINE, shown.baseline), (Side.CANDIDATE, shown.candidate))
        return tuple(
            self._answer(side, exchange, finding.location, with_curl) for side, exchange in sides
        )

    def _answer(self, side: Side, exchange: Exchange, location: str, with_curl: bool) -> Answer:
        body, shortened = exchange.request.body, 0
        if not self._show_prompts:
            body, shortened = shorten_contents(body)
        failure = exchange.failure
        return Answer(
            side=side.value,
            head=_head(exchange),
            failure=None if failure is None else f"{failure.kind}: {failure.detail}",
            body=excerpt(exchange, location),
            curl=curl_command(replace(exchange.request, body=body), side) if with_curl else "",
            shortened=f"{plural(shortened, 'long text')} as a length only" if shortened else "",
        )


def _head(exchange: Exchange) -> str:
    response = exchange.response
    if response is None:
        return "no response"
    kind = next(
        (value for name, value in response.headers if name.lower() == "content-type"), "no type"
    )
    size = plural(len(response.body), "byte")
    return f"{response.http_version} {response.status}, {clipped(kind, 80)}, {size}"


def _evidence(text: str | None) -> str | None:
    return None if text is None else clipped(text, _TEXT_LIMIT)


def _seen(finding: Finding) -> str:
    return f"{finding.occurrences:,} of {plural(finding.trials, 'trial')}"


def _trial(evidence: Evidence) -> str:
    turn = f", turn {evidence.turn + 1}" if evidence.turn else ""
    return f"{evidence.case_id}, repeat {evidence.repeat}{turn}"


def _expires(started_at: str) -> str:
    try:
        day = date.fromisoformat(started_at[:10])
    except ValueError:
        return "YYYY-MM-DD"
    return (day + timedelta(days=_ACCEPT_DAYS)).isoformat()

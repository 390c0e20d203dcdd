"""A result as a comment for a pull request: short, and safe to post.

Text from the run is either inside a code span, where nothing is interpreted, or spelled with
character references, which cannot form Markdown. So it can mention nobody, link nowhere, load no
image and leave no table cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from migrate_check.domain.finding import Finding
from migrate_check.domain.result import Result
from migrate_check.domain.verdict import Measured, Outcome
from migrate_check.report.figures import METRICS, amount, control_interval, dollars, interval, ratio
from migrate_check.report.ranking import next_command, open_findings, suppressed_findings
from migrate_check.report.sdk_replay_text import sdk_replay_lines
from migrate_check.report.text import clipped, one_line, plural

ROWS = 20
_MESSAGE_LIMIT = 300
_COMMENT_LIMIT = 60_000
"""Characters; GitHub refuses comments above 65,536."""
_LIST_LIMIT = 10
_WORDS = {
    Outcome.PASS: "✅ PASS",
    Outcome.FAIL: "❌ FAIL",
    Outcome.INCONCLUSIVE: "❔ INCONCLUSIVE",
    Outcome.ERROR: "⚠️ COULD NOT RUN",
}
_REFERENCED = re.compile(r"[&<>\\`*_{}\[\]()#+!|~$^=\"']")
_ACTIVE = re.compile(r"@|#(?=\w)|(?<=:)//|(?<=www)\.", re.IGNORECASE)


def markdown(result: Result) -> str:
    """The comment, in GitHub-flavoured Markdown."""
    blocks = [
        _headline(result),
        _bullets(result.verdict.reasons),
        *_findings(result),
        *_measured(result),
        *_cost(result),
        *_listed("Dropped by the control", _dropped(result)),
        *_listed("Undecided", _questions(result)),
        *_listed("Not tested", [_prose(text) for text in result.not_tested]),
        *_next(result),
        f"Answers {_prose('; '.join(sdk_replay_lines(result.sdk_replay)))}.",
        _footer(result),
    ]
    return "\n\n".join(_fitting(block for block in blocks if block)) + "\n"


def _fitting(blocks: Iterable[str]) -> Iterator[str]:
    """Whole blocks as long as they fit; a block that does not is named as left out."""
    room, left_out = _COMMENT_LIMIT, 0
    for block in blocks:
        if len(block) <= room:
            room -= len(block)
            yield block
        else:
            left_out += 1
    if left_out:
        yield f"{plural(left_out, 'part')} left out for length: see the full report."


def _headline(result: Result) -> str:
    run, verdict = result.run, result.verdict
    return (
        f"## {_WORDS[verdict.outcome]}: {_prose(run.baseline.name)} → "
        f"{_prose(run.candidate.name)}\n\n"
        f"{run.done_trials:,} of {plural(run.planned_trials, 'trial')}, "
        f"{plural(run.requests_sent, 'request')}, exit code {int(verdict.exit_code)}."
    )


def _findings(result: Result) -> list[str]:
    found = open_findings(result)
    accepted = len(suppressed_findings(result))
    note = f"{plural(accepted, 'accepted finding is', 'accepted findings are')} not listed."
    if not result.run.done_trials:
        return ["Nothing was compared."]
    if not found:
        return ["No findings." + (f" {note}" if accepted else "")]
    rows = [_finding_row(finding) for finding in found[:ROWS]]
    table = _table("Severity | Rule | Where | What the candidate does | Seen | Fingerprint", rows)
    rest = len(found) - len(rows)
    more = [f"… and {rest:,} more in the full report."] if rest else []
    return ["### Findings", table, *more, *([note] if accepted else [])]


def _finding_row(finding: Finding) -> list[str]:
    return [
        finding.severity.value,
        _code(finding.rule),
        f"{_code(finding.route)} {_code(finding.location)}",
        _prose(finding.message),
        f"{finding.occurrences} of {finding.trials}",
        _code(finding.fingerprint),
    ]


def _measured(result: Result) -> list[str]:
    if not result.measured:
        return []
    head = "Route | Measured | Baseline | Candidate | Ratio (95 % interval) | Pairs | Answer"
    return ["### Latency and cost", _table(head, [_measured_row(one) for one in result.measured])]


def _measured_row(one: Measured) -> list[str]:
    return [
        _code(one.route),
        f"{_prose(METRICS.get(one.metric, one.metric))}, median"
        if one.metric != "cost"
        else METRICS["cost"],
        amount(one, one.baseline),
        amount(one, one.candidate),
        f"{ratio(one.ratio)} ({interval(one)})"
        + (f"; {control_interval(one)}" if one.control_n else ""),
        f"{one.n:,}",
        one.outcome.value,
    ]


def _cost(result: Result) -> list[str]:
    rows = [
        [
            _prose(side),
            dollars(cost.usd),
            f"{cost.priced:,} of {cost.priced + cost.unpriced:,}",
            _prose(cost.price_source),
        ]
        for side, cost in sorted(result.cost.items())
    ]
    return [_table("Side | Cost of this run | Answers priced | Price source", rows)] if rows else []


def _dropped(result: Result) -> list[str]:
    return [
        f"{_code(one.rule)} on {_code(one.route)} {_code(one.location)}: "
        f"{plural(one.count, 'trial')}; baseline against baseline shows it as often"
        for one in result.evaluation.dropped_by_control
    ]


def _questions(result: Result) -> list[str]:
    return [
        f"{_code(one.rule)} on {_code(one.route)}: {_prose(one.reason)}. Needed: "
        f"{_prose(one.needed)}"
        for one in sorted(result.evaluation.undecided, key=lambda one: not one.required)
    ]


def _next(result: Result) -> list[str]:
    command = next_command(result)
    return [f"### Next\n\n{_code(command)}"] if command else []


def _footer(result: Result) -> str:
    run = result.run
    return f"<sub>migrate-check {_prose(run.tool_version)}, run {_code(run.run_id)}</sub>"


def _listed(title: str, lines: list[str]) -> list[str]:
    """A heading with a list of already safe lines; nothing when there are none."""
    if not lines:
        return []
    shown = [f"- {line}" for line in lines[:_LIST_LIMIT]]
    rest = len(lines) - len(shown)
    return [f"### {title}", "\n".join([*shown, *([f"- and {rest:,} more"] if rest else [])])]


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(f"- {_prose(text)}" for text in texts)


def _table(head: str, rows: list[list[str]]) -> str:
    columns = [column.strip() for column in head.split("|")]
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _code(text: str) -> str:
    """A code span. Back-ticks and bars would end the span or the cell, so look-alikes stand in."""
    clean = clipped(one_line(text), _MESSAGE_LIMIT).replace("`", "'").replace("|", "¦")
    return f"`{clean}`" if clean.strip() else "(none)"


def _prose(text: str) -> str:
    """Plain words: punctuation that Markdown could read becomes a character reference."""
    clean = clipped(one_line(text), _MESSAGE_LIMIT)
    still = _ACTIVE.sub(lambda found: f"{found.group()}\u200b", clean)
    return _REFERENCED.sub(lambda found: f"&#{ord(found.group())};", still)

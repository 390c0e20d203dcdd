"""What `inventory` prints: call sites by file, findings, sums, the decision. Fits 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from migrate_check.cli.layout import line, paragraph, tail, width
from migrate_check.domain.call_site import (
    CallSite,
    JudgedInventory,
    JudgedSite,
    Proof,
    Rollback,
    SiteFinding,
)
from migrate_check.domain.finding import Severity
from migrate_check.report.inventory_ranking import (
    FindingGroup,
    all_findings,
    grouped,
    open_findings,
    telling_fields,
    worst_first,
)
from migrate_check.report.inventory_words import flags, model_words, not_known_words
from migrate_check.report.text import one_line, plural

MOST_SITES = 60
MOST_RULES = 20
MOST_KINDS = {Severity.ERROR: 8, Severity.WARNING: 3}
"""Findings of one rule that are printed."""
_MOST_FIELDS = 12
_MOST_PLACES = 4
_MOST_STALE = 5
_INDENT = " " * 8
_SAID = " " * 9
_MODEL_LEAST = 12
_ROUTE_WIDTH = 22
_SEVERITY = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
_CLASS = {Rollback.A: "green", Rollback.B: "yellow", Rollback.C: "red", Rollback.D: "magenta"}
_PROOF = {Proof.PROVED: "green", Proof.CONTRADICTED: "bold red", Proof.UNTESTED: "dim"}


def print_sites(on: Console, sites: Sequence[JudgedSite]) -> None:
    """Sites by file. Of very many, those with the worst findings."""
    chosen = worst_first(sites)[:MOST_SITES]
    shown = sorted(chosen, key=lambda one: (one.site.path, one.site.line))
    columns = _Columns(on, shown)
    for path, members in groupby(shown, lambda one: one.site.path):
        _print_file(on, path, list(members), columns)
    if len(sites) > len(shown):
        line(on)
        paragraph(on, "", f"… and {len(sites) - len(shown):,} more, in the JSON and HTML", "dim")


class _Columns:
    """Widths that one listing shares; the model gets what the others leave."""

    def __init__(self, on: Console, shown: Sequence[JudgedSite]) -> None:
        sites = [one.site for one in shown]
        self.route = min(_widest(site.route for site in sites), _ROUTE_WIDTH)
        self.flags = _widest(flags(site) for site in sites)
        proof = _widest(one.proof.proof.value for one in shown if one.proof)
        taken = len(_INDENT) + self.route + self.flags + proof + 2 * 4 + 1
        room = max(width(on) - taken, _MODEL_LEAST)
        self.model = min(_widest(_model(site) for site in sites), room)


def _widest(texts: Iterable[str]) -> int:
    return max(map(len, texts), default=0)


def _print_file(on: Console, path: str, members: Sequence[JudgedSite], columns: _Columns) -> None:
    first = members[0].site
    line(on)
    about = [f"owner {one_line(first.owner)}" if first.owner else "no owner"]
    about += ["test or example"] if first.in_test else []
    head = Text(one_line(path), "bold")
    head.append(f"  {', '.join(about)}", "dim")
    line(on, head)
    for one in members:
        line(on, _row(one, columns))
        _print_details(on, one)


def _row(one: JudgedSite, columns: _Columns) -> Text:
    site = one.site
    rollback = site.client.rollback
    row = Text(f"{site.line:>6}  ")
    row.append(tail(site.route, columns.route).ljust(columns.route + 2))
    row.append(_head(_model(site), columns.model).ljust(columns.model + 2))
    row.append(rollback.value, _CLASS[rollback])
    row.append(f"  {flags(site):<{columns.flags}}")
    if one.proof is not None:
        row.append(f"  {one.proof.proof.value}", _PROOF[one.proof.proof])
    row.rstrip()
    return row


def _head(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _model(site: CallSite) -> str:
    return one_line(model_words(site.model))


def _print_details(on: Console, one: JudgedSite) -> None:
    site = one.site
    names = telling_fields(one)
    more = f" and {len(names) - _MOST_FIELDS} more" if len(names) > _MOST_FIELDS else ""
    sent = f": {', '.join(names[:_MOST_FIELDS])}{more}" if names else ""
    paragraph(on, _INDENT, f"{site.sdk}{sent}", "dim")
    unknown = not_known_words(site)
    if unknown:
        paragraph(on, _INDENT, unknown, "yellow")
    if site.wrapper is not None:
        callers = plural(len(site.wrapper.callers), "caller")
        paragraph(on, _INDENT, f"in the wrapper {site.wrapper.function}(), {callers}", "dim")


def print_findings(on: Console, judged: JudgedInventory) -> None:
    """Errors and warnings by rule, worst first; what is equal at several places once."""
    loud = [one for one in open_findings(judged) if one.severity is not Severity.NOTE]
    rules = [list(own) for _, own in groupby(loud, lambda one: (one.severity, one.rule))]
    for own in rules[:MOST_RULES]:
        _print_rule(on, own)
    if len(rules) > MOST_RULES:
        line(on)
        more = plural(len(rules) - MOST_RULES, "more rule")
        paragraph(on, "", f"… and findings of {more}, in the JSON and HTML", "dim")


def _print_rule(on: Console, own: Sequence[SiteFinding]) -> None:
    severity = own[0].severity
    line(on)
    head = Text(f"{severity.value:<9}", _SEVERITY[severity])
    head.append(own[0].rule, "bold")
    head.append(f"  {plural(len(own), 'finding')}", "dim")
    line(on, head)
    kinds = grouped(own)
    shown = kinds[: MOST_KINDS[severity]]
    told = ""
    for kind in shown:
        _print_kind(on, kind, told)
        told = kind.first.advice
    left = sum(len(kind.all) for kind in kinds[len(shown) :])
    if left:
        paragraph(on, _SAID, f"… and {left:,} more of this rule, in the JSON and HTML", "dim")


def _print_kind(on: Console, kind: FindingGroup, told: str) -> None:
    """`told` is the advice of the one before, which needs no saying again."""
    first = kind.first
    places = [one_line(f"{one.path}:{one.line}") for one in kind.all]
    more = f" and {len(places) - _MOST_PLACES:,} more" if len(places) > _MOST_PLACES else ""
    paragraph(on, _SAID, f"{', '.join(places[:_MOST_PLACES])}{more} ({', '.join(kind.routes)})")
    paragraph(on, f"{_SAID}  ", first.message.replace("`", ""))
    if first.advice != told:
        paragraph(on, f"{_SAID}  → ", first.advice.replace("`", ""))
    if first.claim:
        paragraph(on, f"{_SAID}  claim: ", first.claim, "dim", whole_words=True)


def print_quiet(on: Console, judged: JudgedInventory) -> None:
    """What is not told in full: notes, suppressed findings, comments that match nothing."""
    notes = sum(one.severity is Severity.NOTE for one in open_findings(judged))
    suppressed = sum(one.suppressed is not None for one in all_findings(judged))
    told = [plural(notes, "note")] if notes else []
    told += [f"{suppressed:,} suppressed by comments"] if suppressed else []
    if told:
        line(on)
        paragraph(on, "", f"and {', '.join(told)}, in the JSON and HTML", "dim")
    for stale in judged.stale_suppressions[:_MOST_STALE]:
        paragraph(on, "note: ", f"this comment suppresses nothing: {stale}", "yellow")
    if len(judged.stale_suppressions) > _MOST_STALE:
        more = len(judged.stale_suppressions) - _MOST_STALE
        paragraph(on, "note: ", f"and {more:,} more comments that suppress nothing", "yellow")

"""A self-test as a page in the report's style: levels, misses, false alarms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from migrate_check.domain.selftest import CleanRun, Detection, FalseAlarm, NotEmulated, SelfTest
from migrate_check.gate.grade import Grade, Level, Share
from migrate_check.report.html import fill_page
from migrate_check.report.prose import Span, spans
from migrate_check.report.text import plural

_BAR = 120
"""Width of a whole bar, in units of its drawing."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure, with a link to what it counts."""

    label: str
    value: str
    note: str
    target: str


@dataclass(frozen=True, slots=True)
class Row:
    """A share with its bar."""

    name: str
    told: str
    percent: str
    bar: int
    whole: bool


@dataclass(frozen=True, slots=True)
class CleanRow:
    """All clean runs of one route."""

    route: str
    seeds: int
    trials: str
    alarms: int


@dataclass(frozen=True, slots=True)
class Group:
    """Detections of one category."""

    category: str
    told: str
    detections: tuple[Detection, ...]


@dataclass(frozen=True, slots=True)
class SelfTestPage:
    """All that the template shows."""

    met: bool
    version: str
    started_at: str
    scope: str
    sentence: str
    bar: int
    levels: tuple[Level, ...]
    figures: tuple[Figure, ...]
    missed: tuple[Detection, ...]
    alarms: tuple[FalseAlarm, ...]
    troubled: tuple[CleanRun, ...]
    clean: tuple[CleanRow, ...]
    bound: str
    categories: tuple[Row, ...]
    routes: tuple[Row, ...]
    groups: tuple[Group, ...]
    not_emulated: tuple[NotEmulated, ...]

    @staticmethod
    def spans(text: str) -> tuple[Span, ...]:
        """A sentence with its code told apart."""
        return spans(text)


def selftest_html(tested: SelfTest, graded: Grade) -> str:
    """The page. It is complete in itself and runs no script."""
    return fill_page("selftest.html.j2", selftest_page(tested, graded))


def selftest_page(tested: SelfTest, graded: Grade) -> SelfTestPage:
    """Everything that is shown, computed."""
    return SelfTestPage(
        met=graded.met,
        version=tested.tool_version,
        started_at=tested.started_at[:16].replace("T", " ") + " UTC",
        scope=tested.scope,
        sentence=_sentence(tested, graded),
        bar=_BAR,
        levels=graded.levels,
        figures=tuple(_figures(tested, graded)),
        missed=graded.missed,
        alarms=graded.alarms,
        troubled=tuple(run for run in tested.clean if run.trouble),
        clean=_clean_rows(tested.clean),
        bound=told_bound(graded),
        categories=tuple(_row(share) for share in graded.categories),
        routes=tuple(_row(share) for share in graded.routes),
        groups=tuple(_groups(tested.detections)),
        not_emulated=tested.not_emulated,
    )


def told_bound(graded: Grade) -> str:
    """The share of clean trials that were blamed, with its upper bound."""
    if graded.bound is None:
        return "not measured"
    return (
        f"{graded.blamed_trials:,} of {graded.clean_trials:,} clean trials blamed; "
        f"with 95 % confidence below {told_percent(graded.bound)}"
    )


def told_percent(rate: float) -> str:
    """Two digits behind the point, as small rates need."""
    return f"{100 * rate:.2f} %"


def _sentence(tested: SelfTest, graded: Grade) -> str:
    share = graded.recall
    alarms = plural(len(graded.alarms), "false alarm")
    raised = f"raises {alarms} in {graded.clean_trials:,} trials without a defect."
    if not share.all:
        return f"Defects were not looked for. It {raised}" if tested.clean else "Nothing was tried."
    said = f"Finds {share.found} of {share.all} defects that the embedded gateway can have"
    return f"{said}, and {raised}" if tested.clean else f"{said}; false alarms: not looked for."


def _figures(tested: SelfTest, graded: Grade) -> list[Figure]:
    shown = [
        Figure("Defects found", _of(graded.recall), _percent(graded.recall), "categories"),
        Figure("Breaking, plain to see", _of(graded.owed), "one pair or a script", "missed"),
    ]
    if graded.bound is not None:
        note = f"with 95 % confidence below {told_percent(graded.bound)}"
        shown.append(Figure("False alarms", f"{len(graded.alarms)}", note, "clean"))
        shown.append(Figure("Clean trials", f"{graded.clean_trials:,}", _seeds(tested), "clean"))
    count = f"{len(tested.not_emulated)}"
    return [*shown, Figure("Not emulated", count, "each with its reason", "not-emulated")]


def _seeds(tested: SelfTest) -> str:
    return plural(len({run.seed for run in tested.clean}), "seed")


def _of(share: Share) -> str:
    return f"{share.found}/{share.all}"


def _percent(share: Share) -> str:
    return "–" if share.rate is None else f"{int(share.rate * 1000) / 10:g} %"


def _row(share: Share) -> Row:
    return Row(
        share.name,
        _of(share),
        _percent(share),
        round(_BAR * (share.rate or 0)),
        share.found == share.all,
    )


def _clean_rows(runs: Sequence[CleanRun]) -> tuple[CleanRow, ...]:
    rows = []
    for route, grouped in groupby(sorted(runs, key=lambda run: run.route), lambda run: run.route):
        own = list(grouped)
        trials = sum(run.trials for run in own)
        rows.append(CleanRow(route, len(own), f"{trials:,}", sum(len(run.alarms) for run in own)))
    return tuple(rows)


def _groups(found: Sequence[Detection]) -> list[Group]:
    by_category = sorted(found, key=lambda one: one.pattern.category)
    groups = []
    for category, grouped in groupby(by_category, lambda one: one.pattern.category):
        own = tuple(grouped)
        groups.append(Group(category, f"{sum(o.found for o in own)} of {len(own)}", own))
    return groups

"""What a self-test shows, against the levels that the tool claims for itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from migrate_check.domain.selftest import CleanRun, Detection, FalseAlarm, SelfTest
from migrate_check.domain.verdict import ExitCode
from migrate_check.stats.noninferiority import rate_bound

RECALL = 0.97
"""Share of all emulated defects that a rule of the right family must find."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    name: str
    found: int
    all: int

    @property
    def rate(self) -> float | None:
        """None of nothing."""
        return self.found / self.all if self.all else None


@dataclass(frozen=True, slots=True)
class Level:
    """One claim, and whether this run bears it out."""

    name: str
    claimed: str
    reached: str
    met: bool


@dataclass(frozen=True, slots=True)
class Grade:
    """The self-test in numbers."""

    recall: Share
    owed: Share
    """Of the breaking ones that one pair or a script shows."""
    categories: tuple[Share, ...]
    routes: tuple[Share, ...]
    """A defect counts on each route on which it was tried."""
    missed: tuple[Detection, ...]
    clean_trials: int
    blamed_trials: int
    alarms: tuple[FalseAlarm, ...]
    bound: float | None
    """Upper 95 % bound of the share of blamed trials; None where none was tried."""
    levels: tuple[Level, ...]

    @property
    def met(self) -> bool:
        """Every level is."""
        return all(level.met for level in self.levels)

    @property
    def exit_code(self) -> ExitCode:
        """For the shell."""
        return ExitCode.PASS if self.met else ExitCode.FAIL

    @property
    def alarm_rate(self) -> float | None:
        """Blamed trials of all clean ones."""
        return self.blamed_trials / self.clean_trials if self.clean_trials else None


def grade(tested: SelfTest) -> Grade:
    """Count, and compare with the levels."""
    found = tested.detections
    recall = _share("all", found)
    owed = _share("owed", [one for one in found if one.pattern.owed])
    alarms = tuple(alarm for run in tested.clean for alarm in run.alarms)
    trials = sum(run.trials for run in tested.clean if not run.trouble)
    blamed = sum(_blamed(run) for run in tested.clean)
    return Grade(
        recall=recall,
        owed=owed,
        categories=_by_category(found),
        routes=_by_route(found),
        missed=tuple(one for one in found if not one.found),
        clean_trials=trials,
        blamed_trials=blamed,
        alarms=alarms,
        bound=rate_bound(blamed, trials) if trials else None,
        levels=tuple(_levels(tested, recall, owed, alarms)),
    )


def _levels(
    tested: SelfTest, recall: Share, owed: Share, alarms: Sequence[FalseAlarm]
) -> Iterable[Level]:
    if recall.all:
        enough = recall.found >= RECALL * recall.all
        yield Level("defects found", f"≥ {100 * RECALL:g} %", _told(recall), enough)
    if owed.all:
        whole = owed.found == owed.all
        yield Level("breaking ones that one pair or a script shows", "100 %", _told(owed), whole)
    if tested.clean:
        troubles = [run.trouble for run in tested.clean if run.trouble]
        told = f"{len(alarms)}" + (f"; not judged: {troubles[0]}" if troubles else "")
        yield Level("false alarms", "0", told, not alarms and not troubles)


def _told(share: Share) -> str:
    # Rounded down: 96.97 % is not 97 %.
    return f"{int(1000 * share.found / share.all) / 10:g} % ({share.found} of {share.all})"


def _blamed(run: CleanRun) -> int:
    """Trials that any alarm blames; alarms of one trial cannot be told apart, so at most all."""
    return min(sum(alarm.occurrences for alarm in run.alarms), run.trials)


def _share(name: str, found: Sequence[Detection]) -> Share:
    return Share(name, sum(one.found for one in found), len(found))


def _by_category(found: Sequence[Detection]) -> tuple[Share, ...]:
    groups: defaultdict[str, list[Detection]] = defaultdict(list)
    for one in found:
        groups[one.pattern.category].append(one)
    return tuple(_share(name, group) for name, group in sorted(groups.items()))


def _by_route(found: Sequence[Detection]) -> tuple[Share, ...]:
    routes = sorted({route for one in found for route in one.routes})
    return tuple(
        Share(
            route,
            sum(route in one.found_on for one in found),
            sum(route in one.routes for one in found),
        )
        for route in routes
    )

"""Configuration and cases to the ordered trials of a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import count

from migrate_check.dialects.registry import DIALECTS
from migrate_check.domain.errors import ConfigError
from migrate_check.domain.exchange import Side
from migrate_check.domain.plan import Plan, Trial
from migrate_check.domain.scenario import Case, Route
from migrate_check.plan.config import Config
from migrate_check.plan.option_names import option_name


@dataclass(frozen=True, slots=True)
class Skipped:
    """A case that will not be sent, and why."""

    case_id: str
    reason: str


def expand(config: Config, cases: Sequence[Case]) -> tuple[Plan, tuple[Skipped, ...]]:
    """Warm-up trials, then all cases once, then all cases again, and so on.

    Neighbouring repeats of a case and neighbouring cases differ in which side goes first, so
    neither side gains from always being second. Control trials lie evenly between the measured
    ones, because noise changes with the time of day. Raises ConfigError when no case is left: a
    run without trials must not look like a passed one.
    """
    skipped = tuple(Skipped(case.case_id, why) for case in cases if (why := _why_not(config, case)))
    kept = [_renamed(config, case) for case in cases if not _why_not(config, case)]
    if not kept:
        reasons = "; ".join(dict.fromkeys(skip.reason for skip in skipped)) or "no scenario given"
        raise ConfigError(f"{config.source}: no case is left to run: {reasons}")
    trials = (*_warmup(config, kept), *_repeats(config, kept))
    return Plan(trials, sum(requests_of(trial.case) for trial in trials)), skipped


def requests_of(case: Case) -> int:
    """Upper bound of HTTP requests of one trial: both sides, all turns."""
    return 2 * (1 + len(case.turns))


def _why_not(config: Config, case: Case) -> str | None:
    if case.route not in config.routes:
        return f"route {case.route} is not among `routes`"
    if case.route not in config.models and DIALECTS[case.route].method != "GET":
        return (
            f"no model for route {case.route}; add it under `model` or give "
            f"{option_name('model')} {case.route}=NAME"
        )
    return None


def _renamed(config: Config, case: Case) -> Case:
    names = config.rename_fields.get(case.route)
    if not names or case.body is None:
        return case
    kept = {names.get(key, key): value for key, value in case.body.items()}
    return replace(case, body={key: value for key, value in kept.items() if key is not None})


def _warmup(config: Config, cases: Iterable[Case]) -> list[Trial]:
    """The first ordinary case of each route: connections and caches get warm, nothing else."""
    first: dict[Route, Case] = {}
    for case in cases:
        if not case.expects_error and case.cancel_after_events is None:
            first.setdefault(case.route, case)
    return [
        Trial(
            case,
            repeat,
            warmup=True,
            first=_first_side(config.seed + repeat),
            nonce=_nonce(config.seed, case, "warm-up", repeat),
        )
        for repeat in range(1, config.warmup + 1)
        for case in first.values()
    ]


def _repeats(config: Config, cases: Sequence[Case]) -> Iterator[Trial]:
    bursts = count(1)
    for repeat in range(1, config.repeat + 1):
        for index, case in enumerate(cases):
            turn = config.seed + repeat + index
            yield from _together(_measured(config.seed, case, repeat, turn), bursts)
            for number in _controls_after(repeat, config):
                yield from _together(_control(config.seed, case, number, turn), bursts)


def _measured(seed: int, case: Case, repeat: int, turn: int) -> list[Trial]:
    """One repeat of a case: as many trials as its burst has."""
    numbers = range((repeat - 1) * case.burst + 1, repeat * case.burst + 1)
    return [
        Trial(
            case,
            number,
            warmup=False,
            first=_first_side(turn + place),
            nonce=_nonce(seed, case, "judged", number),
        )
        for place, number in enumerate(numbers)
    ]


def _control(seed: int, case: Case, repeat: int, turn: int) -> list[Trial]:
    """One control repeat. Its burst has half the trials: the baseline answers both requests."""
    size = (case.burst + 1) // 2
    numbers = range((repeat - 1) * size + 1, repeat * size + 1)
    return [
        Trial(
            case,
            number,
            warmup=False,
            first=_first_side(turn + place),
            control=True,
            nonce=_nonce(seed, case, "control", number),
        )
        for place, number in enumerate(numbers)
    ]


def _together(trials: list[Trial], bursts: Iterator[int]) -> list[Trial]:
    if len(trials) == 1:
        return trials
    number = next(bursts)
    return [replace(trial, burst=number) for trial in trials]


def _controls_after(repeat: int, config: Config) -> range:
    """The control repeats that follow this repeat, so that they are spread over the run."""
    done, due = ((each * config.control) // config.repeat for each in (repeat - 1, repeat))
    return range(done + 1, due + 1)


def _first_side(number: int) -> Side:
    return Side.CANDIDATE if number % 2 == 0 else Side.BASELINE


def _nonce(seed: int, case: Case, phase: str, repeat: int) -> str:
    """The same on both sides and on replay, so that both are asked the same."""
    named = f"{seed}/{case.case_id}/{phase}/{repeat}"
    return sha256(named.encode()).hexdigest()[:12]

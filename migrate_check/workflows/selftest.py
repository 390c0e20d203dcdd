"""`selftest`: every fault of the embedded gateway once, and the gateway without any many times."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from migrate_check import __version__
from migrate_check.domain.selftest import CleanRun, Detection, SelfTest
from migrate_check.lab.defect_patterns import PATTERNS
from migrate_check.lab.faults.catalogue import FAULTS
from migrate_check.lab.not_emulated import not_emulated
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.rule import Rule
from migrate_check.workflows.selftest_clean import (
    clean_experiments,
    quick_clean_experiments,
    try_clean,
)
from migrate_check.workflows.selftest_detection import experiments_for, look_for
from migrate_check.workflows.selftest_experiment import Experiment
from migrate_check.workflows.selftest_selection import select
from migrate_check.workflows.wiring import System

Listen = Callable[[int, int, str], None]
"""Done, all, and what was done last."""


@dataclass(frozen=True, slots=True)
class SelfTestRequest:
    """What to try."""

    only: tuple[str, ...] = ()
    """Categories, ids, and `false-alarms` for the gateway without a defect; empty is everything."""
    fast: bool = False
    """One of the worst defects of each category, and few clean trials."""
    seeds: int = 5
    trials: int = 200
    """Clean trials for each route and seed, at least."""
    jobs: int = 0
    """Processes; 0 takes one for each processor. With one, everything happens in this process."""
    rules: tuple[Rule, ...] = RULES
    """Others than the catalogue need `jobs=1`: functions do not travel to other processes."""
    system: System = field(default_factory=System)

    def __post_init__(self) -> None:
        """UsageError for a category or id that does not exist, before anything starts."""
        select(self.only, self.fast)


Outcome: TypeAlias = Detection | CleanRun


@dataclass(frozen=True, slots=True)
class _Task:
    """A defect to look for, or a clean run where there is none. Travels to other processes."""

    experiments: tuple[Experiment, ...]
    fault_id: str | None = None

    @property
    def label(self) -> str:
        """For the progress."""
        first = self.experiments[0]
        return self.fault_id or f"{' '.join(first.routes)}, seed {first.seed}"


def selftest(request: SelfTestRequest, listen: Listen) -> SelfTest:
    """Try everything. Raises CannotRunError where a run cannot be made."""
    chosen = select(request.only, request.fast)
    whole = () if request.fast else clean_experiments(request.seeds, request.trials)
    clean = (whole or quick_clean_experiments()) if chosen.clean else ()
    tasks = [
        _Task(experiments_for(FAULTS[name], one_route=request.fast), name) for name in chosen.faults
    ]
    tasks += [_Task((experiment,)) for experiment in clean]
    clock = request.system.clock
    started_at, started_ns = clock.now_iso(), clock.monotonic_ns()
    detections: list[Detection] = []
    runs: list[CleanRun] = []
    for number, (task, outcome) in enumerate(_performed(tasks, request), start=1):
        if isinstance(outcome, Detection):
            detections.append(outcome)
        else:
            runs.append(outcome)
        listen(number, len(tasks), task.label)
    order = list(PATTERNS)
    return SelfTest(
        tool_version=__version__,
        started_at=started_at,
        duration_s=(clock.monotonic_ns() - started_ns) / 1e9,
        scope=chosen.scope,
        detections=tuple(sorted(detections, key=lambda one: order.index(one.pattern.id))),
        clean=tuple(sorted(runs, key=lambda run: (run.route, run.seed))),
        not_emulated=tuple(
            one for one in not_emulated() if chosen.covers(one.pattern.category, one.pattern.id)
        ),
    )


def _performed(tasks: Sequence[_Task], request: SelfTestRequest) -> Iterator[tuple[_Task, Outcome]]:
    """In order of completion."""
    jobs = min(request.jobs or os.cpu_count() or 1, len(tasks))
    if jobs <= 1:
        for task in tasks:
            yield task, _perform(task, request.rules)
        return
    with _pool(jobs) as pool:
        pending = {pool.submit(_perform, task): task for task in tasks}
        for done in as_completed(pending):
            yield pending[done], done.result()


def _perform(task: _Task, rules: tuple[Rule, ...] = RULES) -> Outcome:
    if task.fault_id is None:
        return try_clean(task.experiments[0], rules)
    return look_for(task.fault_id, task.experiments, rules)


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    # Fresh processes: a fork of one that has threads may hang.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, context, initializer=_leave_interrupts_to_the_parent)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)

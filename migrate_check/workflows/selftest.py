"""`selftest`: every fault of the embedded gateway once, and the gateway without any many times."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field

from migrate_check import __version__
from migrate_check.domain.selftest import CleanRun, Detection, SelfTest
from migrate_check.lab.defect_patterns import PATTERNS
from migrate_check.lab.faults.catalogue import FAULTS
from migrate_check.lab.faults.fault import Fault
from migrate_check.lab.not_emulated import not_emulated
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.rule import Rule
from migrate_check.workflows.selftest_clean import clean_experiments, clean_run
from migrate_check.workflows.selftest_detection import detection, experiment_for
from migrate_check.workflows.selftest_experiment import Experiment, Seen, perform
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
    """The defects of each category that break most, and few clean trials."""
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


@dataclass(frozen=True, slots=True)
class _Tried:
    """An experiment and the fault that it is about, if any."""

    experiment: Experiment
    fault: Fault | None

    @property
    def label(self) -> str:
        """For the progress."""
        route = " ".join(self.experiment.routes)
        return self.fault.id if self.fault else f"{route}, seed {self.experiment.seed}"


def selftest(request: SelfTestRequest, listen: Listen) -> SelfTest:
    """Try everything. Raises CannotRunError where a run cannot be made."""
    chosen = select(request.only, request.fast)
    seeds, trials = (1, 40) if request.fast else (request.seeds, request.trials)
    clean = clean_experiments(seeds, trials) if chosen.clean else ()
    tried = [
        _Tried(experiment_for(FAULTS[name], one_route=request.fast), FAULTS[name])
        for name in chosen.faults
    ]
    tried += [_Tried(experiment, None) for experiment in clean]
    clock = request.system.clock
    started_at, started_ns = clock.now_iso(), clock.monotonic_ns()
    detections: list[Detection] = []
    runs: list[CleanRun] = []
    for number, (one, seen) in enumerate(_performed(tried, request), start=1):
        if one.fault is None:
            runs.append(clean_run(one.experiment, seen))
        else:
            detections.append(detection(one.fault, one.experiment, seen))
        listen(number, len(tried), one.label)
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


def _performed(tried: Sequence[_Tried], request: SelfTestRequest) -> Iterator[tuple[_Tried, Seen]]:
    """In order of completion."""
    jobs = min(request.jobs or os.cpu_count() or 1, len(tried))
    if jobs <= 1:
        for one in tried:
            yield one, perform(one.experiment, request.rules)
        return
    with _pool(jobs) as pool:
        pending = {pool.submit(perform, one.experiment): one for one in tried}
        for done in as_completed(pending):
            yield pending[done], done.result()


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

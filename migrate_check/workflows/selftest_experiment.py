"""One run of the self-test: the embedded gateway beside its provider, through the pipeline."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from importlib.resources import files
from math import ceil
from pathlib import Path

from migrate_check.domain.finding import Evaluation
from migrate_check.domain.verdict import Outcome, Verdict
from migrate_check.exchange.run_events import RunEvent
from migrate_check.lab.offer import USUAL_MODELS
from migrate_check.lab.running import running_lab
from migrate_check.lab.site import Lab
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.rule import Rule
from migrate_check.workflows.run_scenarios import Prepared, RunRequest, carry_out, prepare

_KEY_ENV = "MIGRATE_CHECK_SELFTEST_KEY"
_CONCURRENCY = 8
_TIMED_CONCURRENCY = 2
"""By the clock: provider and gateway share a process, where a crowd would wait for each other."""
_OWN_PACKS = "packs"
_ANY_MODEL = "lab-small"
"""For lists of models, which ask for none."""
_TIMED = frozenset({"stream-buffered-in-burst", "chunks-coalesced"})


@dataclass(frozen=True, slots=True)
class Experiment:
    """What to run. Holds only texts and numbers, so that other processes can do it."""

    routes: tuple[str, ...]
    faults: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    """Empty: every shipped pack of the routes, or none where there are own packs."""
    own_packs: tuple[str, ...] = ()
    """Folders of `lab/packs`."""
    repeat: int = 3
    at_least: int = 0
    """Trials; `repeat` grows until they are reached."""
    pace: float = 0.0
    """Without waits nothing is said about latency."""
    seed: int = 0
    sdks: bool = False
    """Also play the answers through the official SDKs that are installed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it."""

    evaluation: Evaluation
    verdict: Verdict
    trials: int
    repeat: int

    def with_more(self, other: Seen) -> Seen:
        """Both together, where the other has further packs of the same comparison."""
        mine, its = self.evaluation, other.evaluation
        return Seen(
            Evaluation((*mine.findings, *its.findings), (*mine.undecided, *its.undecided)),
            other.verdict,
            self.trials + other.trials,
            other.repeat,
        )

    @property
    def trouble(self) -> str:
        """Why nothing could be judged; empty where it could."""
        failed = self.verdict.outcome is Outcome.ERROR
        return "; ".join(self.verdict.reasons) if failed else ""


def perform(experiment: Experiment, rules: tuple[Rule, ...] = RULES) -> Seen:
    """Send over real HTTP, store in a temporary folder, judge. Raises MigrateCheckError."""
    asked = tuple(rule for rule in rules if experiment.pace or not _by_the_clock(rule))
    with (
        running_lab(experiment.faults, seed=experiment.seed, pace=experiment.pace) as lab,
        tempfile.TemporaryDirectory(prefix="migrate-check-selftest-") as folder,
    ):
        prepared, repeat = _prepared(experiment, lab, Path(folder))
        result = carry_out(prepared, _unheard, asked)
    return Seen(result.evaluation, result.verdict, len(prepared.plan.trials), repeat)


def _by_the_clock(rule: Rule) -> bool:
    """Without waits, what arrives when is a matter of the machine's load."""
    return rule.family == "latency" or rule.id in _TIMED


def _prepared(experiment: Experiment, lab: Lab, folder: Path) -> tuple[Prepared, int]:
    prepared = prepare(_request(experiment, lab, folder))
    once = len(prepared.plan.trials) / experiment.repeat
    repeat = ceil(experiment.at_least / once)
    if repeat <= experiment.repeat:
        return prepared, experiment.repeat
    return prepare(_request(replace(experiment, repeat=repeat), lab, folder)), repeat


def _request(experiment: Experiment, lab: Lab, folder: Path) -> RunRequest:
    options: dict[str, object] = {
        "baseline.base_url": lab.provider_url,
        "baseline.api_key": _KEY_ENV,
        "candidate.base_url": lab.gateway_url,
        "candidate.api_key": _KEY_ENV,
        "model": {r: USUAL_MODELS[r] for r in experiment.routes if r in USUAL_MODELS} or _ANY_MODEL,
        "routes": list(experiment.routes),
        "scenarios": _scenarios(experiment),
        "repeat": experiment.repeat,
        "warmup": 0,
        "concurrency": _TIMED_CONCURRENCY if experiment.pace else _CONCURRENCY,
        "context_window": lab.context_window,
        "seed": experiment.seed,
        # The rules must find what they find without the SDKs, which need not be installed.
        "sdk_replay": "auto" if experiment.sdks else "off",
        "store": str(folder / "runs.sqlite"),
        "accepted": str(folder / "accepted.yaml"),
    }
    return RunRequest(None, options, environ={_KEY_ENV: lab.key}, ignore_file=True)


def _scenarios(experiment: Experiment) -> list[str]:
    """Packs of the names and routes; the lab's own by path."""
    shipped = experiment.packs or (() if experiment.own_packs else experiment.routes)
    own = Path(str(files("migrate_check.lab"))) / _OWN_PACKS
    paths = (
        own / pack / f"{route}.yaml" for pack in experiment.own_packs for route in experiment.routes
    )
    return [*shipped, *(str(path) for path in paths if path.is_file())]


def _unheard(event: RunEvent) -> None:
    """Single trials are too small for the self-test's progress."""

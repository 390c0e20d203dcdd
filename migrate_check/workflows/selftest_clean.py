"""A gateway that does nothing wrong: every error and warning about it is a false alarm."""

from __future__ import annotations

from migrate_check.domain.finding import Finding, Severity
from migrate_check.domain.scenario import Route
from migrate_check.domain.selftest import CleanRun, FalseAlarm
from migrate_check.plan.packs import pack_names
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.rule import Rule
from migrate_check.workflows.selftest_experiment import Experiment, Seen, perform

FIRST_PACKS = ("minimal", "streaming", "tools", "errors")
"""What every route has, or most; they show most defects."""
_PACED = 1.0
"""One seed runs with the lab's waits, so that rules about time are tried too."""


def quick_clean_experiments() -> tuple[Experiment, ...]:
    """The first packs of each route, once."""
    return tuple(
        Experiment(routes=(route,), packs=packs)
        for route in tested_routes()
        if (packs := tuple(name for name in pack_names() if _is_first(name, route)))
    )


def _is_first(name: str, route: str) -> bool:
    own, _, part = name.partition("/")
    return own == route and part in FIRST_PACKS


def clean_experiments(seeds: int, trials: int) -> tuple[Experiment, ...]:
    """All packs of each route, for each seed. The first of several seeds is read by SDKs too.

    It runs by the clock.
    """
    return tuple(
        Experiment(
            routes=(route,),
            at_least=trials,
            pace=_PACED if seed == 0 and seeds > 1 else 0.0,
            sdks=seed == 0 and seeds > 1,
            seed=seed,
        )
        for route in tested_routes()
        for seed in range(seeds)
    )


def try_clean(experiment: Experiment, rules: tuple[Rule, ...] = RULES) -> CleanRun:
    """Perform, and count the alarms."""
    return clean_run(experiment, perform(experiment, rules))


def tested_routes() -> tuple[str, ...]:
    """Routes that have packs, in their order."""
    packed = {name.partition("/")[0] for name in pack_names()}
    return tuple(route.value for route in Route if route.value in packed)


def clean_run(experiment: Experiment, seen: Seen) -> CleanRun:
    """Its false alarms."""
    loud = (f for f in seen.evaluation.findings if f.severity is not Severity.NOTE)
    return CleanRun(
        route=experiment.routes[0],
        seed=experiment.seed,
        pace=experiment.pace,
        trials=seen.trials,
        alarms=tuple(_alarm(finding, experiment.seed) for finding in loud),
        trouble=seen.trouble,
    )


def _alarm(finding: Finding, seed: int) -> FalseAlarm:
    return FalseAlarm(
        rule=finding.rule,
        severity=finding.severity,
        route=finding.route,
        seed=seed,
        location=finding.location,
        message=finding.message,
        case=finding.cases[0] if finding.cases else "",
        occurrences=finding.occurrences,
        trials=finding.trials,
    )

"""Each fault once: what to run for it, and whether what was seen is it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from migrate_check.domain.finding import Finding, Severity
from migrate_check.domain.scenario import Route
from migrate_check.domain.selftest import Detection, Harm, Pattern
from migrate_check.lab.defect_patterns import PATTERNS
from migrate_check.lab.faults.catalogue import FAULTS
from migrate_check.lab.faults.fault import Fault
from migrate_check.plan.packs import pack_names
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.rule import Rule
from migrate_check.workflows.selftest_clean import FIRST_PACKS
from migrate_check.workflows.selftest_experiment import Experiment, Seen, perform

_EVERYWHERE = (Route.ANTHROPIC_MESSAGES, Route.OPENAI_CHAT)
"""Where faults of every route are tried: these two have all kinds of answers."""
_MOST_NAMED = 4


def experiments_for(fault: Fault, *, one_route: bool = False) -> tuple[Experiment, ...]:
    """The comparisons that should show it, in turn: what the first shows needs no second.

    `one_route` leaves out all routes but its last.
    """
    showing = fault.showing
    routes = showing.routes or tuple(sorted(fault.routes)) or _EVERYWHERE
    routes = routes[-1:] if one_route else routes
    whole = Experiment(
        routes=tuple(sorted(route.value for route in routes)),
        faults=(fault.id,),
        packs=() if showing.own_packs and not showing.packs else _packs(routes, showing.packs),
        own_packs=showing.own_packs,
        repeat=showing.repeat,
        pace=showing.pace,
    )
    if showing.packs or showing.own_packs:
        return (whole,)
    first = tuple(name for name in whole.packs if name.partition("/")[2] in FIRST_PACKS)
    rest = tuple(name for name in whole.packs if name not in first)
    return tuple(replace(whole, packs=packs) for packs in (first, rest) if packs)


def _packs(routes: Iterable[Route], wanted: Sequence[str]) -> tuple[str, ...]:
    """Whole names of the shipped packs of these routes; all, or those of the last parts."""
    known = {route.value for route in routes}
    parted = ((name, *name.split("/", 1)) for name in pack_names())
    return tuple(
        name for name, route, part in parted if route in known and (not wanted or part in wanted)
    )


def look_for(
    fault_id: str, experiments: Sequence[Experiment], rules: tuple[Rule, ...] = RULES
) -> Detection:
    """Perform until a rule of the right family finds it. Needs no more than texts to start."""
    fault = FAULTS[fault_id]
    first, *others = experiments
    seen = perform(first, rules)
    tried = detection(fault, first, seen)
    for experiment in others:
        if tried.found:
            break
        seen = seen.with_more(perform(experiment, rules))
        tried = detection(fault, experiment, seen)
    return tried


def detection(fault: Fault, experiment: Experiment, seen: Seen) -> Detection:
    """Whether a rule of the right family found it, and what was seen where none did."""
    pattern = PATTERNS[fault.id]
    counted = [f for f in seen.evaluation.findings if _counts(f, pattern)]
    right = [finding for finding in counted if finding.family in fault.finds]
    other = [finding for finding in counted if finding.family not in fault.finds]
    return Detection(
        pattern=pattern,
        about=fault.about,
        routes=experiment.routes,
        families=tuple(sorted(fault.finds)),
        rules=_rules(right),
        others=_rules(f for f in other if f.severity is not Severity.NOTE),
        found_on=tuple(sorted({finding.route for finding in right})),
        instead="" if right else _instead(fault, other, seen),
        trials=seen.trials,
        repeat=seen.repeat,
        pace=experiment.pace,
    )


def _counts(finding: Finding, pattern: Pattern) -> bool:
    """A harmless difference is rightly told by a note."""
    return finding.severity is not Severity.NOTE or pattern.harm is Harm.COSMETIC


def _rules(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(sorted({finding.rule for finding in findings}))


def _instead(fault: Fault, other: Sequence[Finding], seen: Seen) -> str:
    """One line: findings of other families, notes, open questions, or nothing."""
    loud = sorted({f"{f.rule} ({f.severity.value})" for f in other})
    notes = sorted(
        {
            finding.rule
            for finding in seen.evaluation.findings
            if finding.severity is Severity.NOTE and finding.family in fault.finds
        }
    )
    open_ones = sorted({question.rule for question in seen.evaluation.undecided})
    parts = (
        ("not judged: ", [seen.trouble] if seen.trouble else []),
        ("of other families: ", loud),
        ("notes: ", notes),
        ("undecided: ", open_ones),
    )
    told = [label + _named(names) for label, names in parts if names]
    return "; ".join(told) or "nothing"


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more

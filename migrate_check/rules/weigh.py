"""From counted answers to findings and open questions: chance and consequences taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from migrate_check.domain.finding import Dropped, Finding, OpenQuestion, Severity
from migrate_check.domain.verdict import Policy
from migrate_check.rules.collect import Collector, Seen, Tally
from migrate_check.rules.findings import RANK, finding_of, severity_of
from migrate_check.rules.group import Group
from migrate_check.rules.looked import Looked
from migrate_check.rules.noise import Noise
from migrate_check.rules.precedence import CONSEQUENCES
from migrate_check.rules.rule import Nature
from migrate_check.rules.sampled import Rates, Settled, repeats_needed, settle
from migrate_check.rules.sdk_proofs import Proofs, proofs_of

NEEDED_ANSWERS = frozenset(
    {"baseline-unavailable", "candidate-unavailable", "error-event-in-stream"}
)
"""Rules whose open questions are about missing data, which is never a pass."""

RuleInCase = tuple[str, str, str]
"""Rule id, route and case key."""


@dataclass(frozen=True, slots=True)
class Scales:
    """What answers are weighed with."""

    looked: Looked
    noise: Noise
    policy: Policy
    uncontrolled: Noise | None = None
    """The noise without the control pairs; None where there are none."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A tally with the cases where the difference is certain, and those where it may be chance."""

    tally: Tally
    certain: dict[str, Seen]
    open: dict[str, Rates]

    def place(self, case: str) -> RuleInCase:
        """The rule in one of its cases."""
        return (self.tally.key.rule, self.tally.key.route, case)


class Judged(NamedTuple):
    """What is left of the answers of everything but the run rules."""

    findings: list[Finding]
    questions: list[OpenQuestion]
    dropped: list[Dropped]


def weigh(collector: Collector, scales: Scales) -> Judged:
    """Weigh everything that the rules answered."""
    weighed = [_weigh(tally, scales) for tally in collector.tallies.values()]
    hidden = _hidden(weighed, scales.looked.groups)
    dropped = list(_dropped(weighed, hidden, scales))
    proofs = _proofs(weighed)
    weighed = [_without(proofs, each) for each in weighed]
    findings = []
    for each in weighed:
        cases = {
            case: seen for case, seen in each.certain.items() if each.place(case) not in hidden
        }
        if cases:
            trials = sum(
                scales.looked.trials(each.tally.rule, seen.group) for seen in cases.values()
            )
            found = finding_of(each.tally, cases, trials, scales.policy)
            detail = proofs.detail(each.tally.key, found.detail)
            findings.append(replace(found, detail=detail))
    certain = {each.place(case) for each in weighed for case in each.certain}
    questions = [
        *_chances(weighed, hidden | certain, scales.policy),
        *_questions(collector, hidden),
    ]
    return Judged(findings, questions, dropped)


def _dropped(
    weighed: Sequence[Weighed], hidden: set[RuleInCase], scales: Scales
) -> Iterator[Dropped]:
    """What would have been a finding, had there been no control."""
    if scales.uncontrolled is None:
        return
    bare = replace(scales, noise=scales.uncontrolled)
    for each in weighed:
        lost = _weigh(each.tally, bare).certain.keys() - each.certain.keys() - each.open.keys()
        cases = each.tally.cases
        count = sum(cases[case].trials for case in lost if each.place(case) not in hidden)
        if count:
            rule, route, subject, location = each.tally.key
            yield Dropped(rule, route, location, subject, count)


def _proofs(weighed: Sequence[Weighed]) -> Proofs:
    return proofs_of(
        [(each.tally, each.tally.cases) for each in weighed],
        [(each.tally, each.certain) for each in weighed],
    )


def _without(proofs: Proofs, each: Weighed) -> Weighed:
    """Less the cases where it is evidence of another finding, certain or not."""
    told = proofs.cases(each.tally.key)
    return Weighed(
        each.tally,
        {case: seen for case, seen in each.certain.items() if case not in told},
        {case: rates for case, rates in each.open.items() if case not in told},
    )


def _hidden(weighed: Sequence[Weighed], groups: Sequence[Group]) -> set[RuleInCase]:
    """Consequences of what is certain, in all turns of its case."""
    turns: dict[str, list[str]] = {}
    for group in groups:
        turns.setdefault(group.case.case_id, []).append(group.key)
    return {
        (consequence, each.tally.key.route, key)
        for each in weighed
        for consequence in CONSEQUENCES.get(each.tally.rule.id, ())
        for seen in each.certain.values()
        for key in turns[seen.group.case.case_id]
    }


def _weigh(tally: Tally, scales: Scales) -> Weighed:
    route_of_all = next(iter(tally.cases.values())).group.case.route
    place = (tally.key.location, tally.key.subject)
    # One counter-example is a fact, unless the baseline against itself gives such examples too.
    if tally.rule.nature is Nature.CONTRACT and not scales.noise.in_control(
        tally.rule, route_of_all, place
    ):
        return Weighed(tally, tally.cases, {})
    rates = {case: _rates(tally, seen.group, scales) for case, seen in tally.cases.items()}
    settled = {case: settle(of_case) for case, of_case in rates.items()}
    certain = {
        case: seen for case, seen in tally.cases.items() if settled[case] is Settled.DIFFERENT
    }
    # Too few repeats of each case may still be enough trials of the route.
    if len(certain) < len(rates) and len(rates) > 1:
        route = _route_rates(tally, scales)
        if settle(route) is Settled.DIFFERENT:
            return Weighed(tally, tally.cases, {})
    still_open = {case: rates[case] for case in rates if settled[case] is Settled.OPEN}
    return Weighed(tally, certain, still_open)


def _rates(tally: Tally, group: Group, scales: Scales) -> Rates:
    seen = tally.cases.get(group.key)
    place = (tally.key.location, tally.key.subject)
    noise, noise_asked = scales.noise.rates(tally.rule, group, place)
    return Rates(
        seen.trials if seen else 0, scales.looked.trials(tally.rule, group), noise, noise_asked
    )


def _route_rates(tally: Tally, scales: Scales) -> Rates:
    total = Rates(0, 0, 0, 0)
    for group in scales.looked.groups:
        if group.case.route.value == tally.key.route and scales.looked.trials(tally.rule, group):
            total = total.plus(_rates(tally, group, scales))
    return total


def _chances(
    weighed: Sequence[Weighed], settled: set[RuleInCase], policy: Policy
) -> Iterator[OpenQuestion]:
    """One question per rule and case: the place where the candidate did it most often."""
    worst: dict[RuleInCase, tuple[Tally, Rates]] = {}
    for each in weighed:
        for case, rates in each.open.items():
            place = each.place(case)
            if place in settled or (place in worst and worst[place][1].fired >= rates.fired):
                continue
            worst[place] = (each.tally, rates)
    for (rule, route, case), (tally, rates) in worst.items():
        # Nobody needs to know for sure what would be harmless anyway.
        if severity_of(tally.rule, policy) is Severity.NOTE:
            continue
        yield OpenQuestion(
            rule=rule,
            route=route,
            reason=_reason(tally.key.location, rates),
            needed=_needed(rates),
            cases=(case,),
            required=rule in NEEDED_ANSWERS or _would_fail(tally, rates, policy),
        )


def _would_fail(tally: Tally, rates: Rates, policy: Policy) -> bool:
    """It happened in every trial and only there: too few repeats must not make that a pass.

    What the control shows too, but less often, needs an answer as well.
    """
    always = rates.fired == rates.asked and not rates.noise
    unsettled = always or tally.rule.nature is Nature.CONTRACT
    return unsettled and RANK[severity_of(tally.rule, policy)] <= RANK[policy.fail_on]


def _reason(location: str, rates: Rates) -> str:
    seen = f"{location}: in {rates.fired} of {rates.asked} trials"
    if not rates.noise_asked:
        return f"{seen}; one repeat does not show what the baseline does by chance"
    return f"{seen}, baseline {rates.noise} of {rates.noise_asked}: it may be chance"


def _needed(rates: Rates) -> str:
    repeats = repeats_needed(rates)
    if repeats is None:
        return "more than 1000 repeats of the case at the rates seen"
    return f"about {repeats} repeats of the case at the rates seen"


def _questions(collector: Collector, hidden: set[RuleInCase]) -> Iterator[OpenQuestion]:
    for doubt, trials in collector.doubts.items():
        if (doubt.rule, doubt.route, doubt.case) not in hidden:
            yield OpenQuestion(
                rule=doubt.rule,
                route=doubt.route,
                reason=f"{doubt.reason} ({trials} {'trial' if trials == 1 else 'trials'})",
                needed=doubt.needed,
                cases=(doubt.case,),
                required=doubt.rule in NEEDED_ANSWERS,
            )

"""What the baseline does by itself: whom to blame for nothing, and how often chance does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from migrate_check.domain.finding import Difference
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.domain.scenario import Route
from migrate_check.rules.book import looks_at
from migrate_check.rules.group import Group, control_of, repeats_of, trials_of, twins_of
from migrate_check.rules.rule import Answer, Nature, Rule, Scope, When
from migrate_check.rules.situation import situation, unanswered

Place = tuple[str, str]
"""Location and subject of a difference."""


def ask_exchange(rule: Rule, seen: Observation) -> Iterator[Answer]:
    """All answers of an exchange rule about one observation."""
    if rule.exchange is not None:
        for anomaly in seen.anomalies:
            if anomaly.kind in rule.on:
                yield from rule.exchange(seen, anomaly)


class Noise:
    """The baseline's own habits, computed only for what the candidate is suspected of.

    They show in its repeats, and in the control pairs where there are any.
    """

    def __init__(self, groups: Sequence[Group], control: Sequence[Group] = ()) -> None:
        self._groups = groups
        self._control = {group.key: group for group in control}
        self._shown: dict[tuple[str, Route], frozenset[Place]] = {}
        self._excuses: dict[tuple[str, str, bool], frozenset[Place]] = {}
        self._rates: dict[tuple[str, str], tuple[dict[Place, int], int]] = {}

    def excuses(self, rule: Rule, group: Group, seen: Observation, answer: Answer) -> bool:
        """Whether the baseline does what a contract rule accuses the candidate's answer of.

        In any repeat of any case of the route; streamed and unstreamed answers do not excuse
        each other.
        """
        if rule.nature is Nature.SAMPLED or not isinstance(answer, Difference):
            return False
        key = (rule.id, group.case.route.value, seen.asked.stream)
        if key not in self._excuses:
            self._excuses[key] = self._places(rule, group.case.route, seen.asked.stream)
        return (answer.location, answer.subject) in self._excuses[key]

    def _places(self, rule: Rule, route: Route, stream: bool) -> frozenset[Place]:
        return frozenset(
            (answer.location, answer.subject)
            for group in self._groups
            if group.case.route is route
            for pair in group.pairs
            if pair.baseline.anomalies and pair.baseline.asked.stream == stream
            for answer in ask_exchange(rule, pair.baseline)
            if isinstance(answer, Difference)
        )

    def in_control(self, rule: Rule, route: Route, place: Place) -> bool:
        """Whether some control pair of the route shows what the rule says of the candidate.

        Never for a leak: that both sides have it makes it no better.
        """
        if not self._control or rule.family == "security":
            return False
        key = (rule.id, route)
        if key not in self._shown:
            self._shown[key] = frozenset(
                (answer.location, answer.subject)
                for group in self._control.values()
                if group.case.route is route
                for answers in self._ask_control(rule, group)
                for answer in answers
                if isinstance(answer, Difference)
            )
        return place in self._shown[key]

    def rates(self, rule: Rule, group: Group, place: Place) -> tuple[int, int]:
        """In how many of how many trials the baseline does it in this case."""
        key = (rule.id, group.key)
        if key not in self._rates:
            self._rates[key] = self._count(rule, group)
        fired, asked = self._rates[key]
        return fired.get(place, 0), asked

    def _count(self, rule: Rule, group: Group) -> tuple[dict[Place, int], int]:
        fired: dict[Place, int] = {}
        asked = 0
        for answers in self._ask(rule, group):
            asked += 1
            places = {
                (answer.location, answer.subject)
                for answer in answers
                if isinstance(answer, Difference)
            }
            for place in places:
                fired[place] = fired.get(place, 0) + 1
        return fired, asked

    def _ask(self, rule: Rule, group: Group) -> Iterator[Iterator[Answer]]:
        if rule.scope is Scope.EXCHANGE:
            yield from _ask_exchange(rule, group)
        elif rule.scope is Scope.PAIR:
            yield from _ask_pair(rule, group)
        elif rule.sequence is not None:
            case_id = group.case.case_id
            turns = [other for other in self._groups if other.case.case_id == case_id]
            for trial in trials_of(turns):
                if trial.control is not None:
                    yield rule.sequence(trial.control)
        if group.key in self._control:
            yield from self._ask_control(rule, self._control[group.key])

    def _ask_control(self, rule: Rule, group: Group) -> Iterator[Iterator[Answer]]:
        """As a run would ask, with an answer of the baseline in the candidate's place."""
        if rule.exchange is not None or rule.pair is not None:
            yield from _ask_control_pairs(rule, group)
        elif rule.sequence is not None:
            case_id = group.case.case_id
            turns = [other for other in self._control.values() if other.case.case_id == case_id]
            yield from (
                rule.sequence(trial.turns) for trial in trials_of(turns) if trial.group is group
            )
        elif rule.metamorphic is not None:
            twins = twins_of(list(self._control.values()))
            yield from (rule.metamorphic(twin) for of_twin, twin in twins if of_twin is group)
        elif rule.case is not None:
            repeats = repeats_of(group)
            yield from () if repeats is None else (rule.case(repeats),)


def _ask_control_pairs(rule: Rule, group: Group) -> Iterator[Iterator[Answer]]:
    for pair, seen in zip(group.pairs, group.situations, strict=True):
        if not looks_at(rule, seen):
            continue
        if rule.exchange is not None:
            yield from (ask_exchange(rule, answer) for answer in (pair.baseline, pair.candidate))
        elif rule.pair is not None and group.reference is not None:
            yield rule.pair(pair, group.reference)


def _ask_exchange(rule: Rule, group: Group) -> Iterator[Iterator[Answer]]:
    for pair, seen in zip(group.pairs, group.situations, strict=True):
        if looks_at(rule, seen):
            yield ask_exchange(rule, pair.baseline)


def _ask_pair(rule: Rule, group: Group) -> Iterator[Iterator[Answer]]:
    if rule.pair is None or group.reference is None:
        return
    for pair in control_of(_usable(rule, group)):
        if looks_at(rule, situation(pair, group.steady)):
            yield rule.pair(pair, group.reference)


def _usable(rule: Rule, group: Group) -> list[ObservedPair]:
    """Repeats of the baseline which the rule could be asked about.

    Otherwise one outage would break the ring of repeats at two places.
    """
    if rule.when in (When.ALWAYS, When.BASELINE_OK):
        return group.pairs
    usable = [
        pair
        for pair in group.pairs
        if looks_at(rule, situation(replace(pair, candidate=pair.baseline), group.steady))
    ]
    answered = [pair for pair in usable if not unanswered(pair.baseline, group.steady)]
    return answered or usable

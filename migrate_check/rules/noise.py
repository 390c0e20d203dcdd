"""What the baseline does by itself: whom to blame for nothing, and how often chance does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from migrate_check.domain.finding import Difference
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.domain.scenario import Route
from migrate_check.rules.book import looks_at
from migrate_check.rules.group import Group, control_of, trials_of
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
    """The baseline's own habits, computed only for what the candidate is suspected of."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = groups
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

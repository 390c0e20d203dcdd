"""Gathering what rules answer, and folding it into findings and open questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from migrate_check.domain.finding import Difference, Undecided
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.group import Group
from migrate_check.rules.rule import Rule


class Key(NamedTuple):
    """What makes two answers the same finding; fingerprints are made of it."""

    rule: str
    route: str
    subject: str
    location: str


@dataclass(slots=True)
class Seen:
    """A finding's occurrences in one case."""

    group: Group
    pair: ObservedPair
    """Of the first occurrence."""
    first: Difference
    trials: int = 1
    last: ObservedPair | None = None
    """To count a trial once, whatever a rule says about it twice."""


@dataclass(slots=True)
class Tally:
    """A finding in the making."""

    rule: Rule
    key: Key
    cases: dict[str, Seen] = field(default_factory=dict)


class Doubt(NamedTuple):
    """What makes two open questions the same one."""

    rule: str
    route: str
    case: str
    reason: str
    needed: str


class Collector:
    """Answers of rules, counted per finding and case."""

    def __init__(self) -> None:
        self.tallies: dict[Key, Tally] = {}
        self.doubts: dict[Doubt, int] = {}
        """Open question → trials that raised it."""

    def add(self, rule: Rule, group: Group, pair: ObservedPair, answer: Difference) -> None:
        """Count one difference, seen in one trial."""
        key = Key(rule.id, group.case.route.value, answer.subject, answer.location)
        tally = self.tallies.get(key)
        if tally is None:
            tally = self.tallies[key] = Tally(rule, key)
        seen = tally.cases.get(group.key)
        if seen is None:
            tally.cases[group.key] = Seen(group, pair, answer, last=pair)
        elif seen.last is not pair:
            seen.trials += 1
            seen.last = pair

    def ask(self, rule: Rule, group: Group, answer: Undecided) -> None:
        """Count one question that a trial leaves open."""
        doubt = Doubt(rule.id, group.case.route.value, group.key, answer.reason, answer.needed)
        self.doubts[doubt] = self.doubts.get(doubt, 0) + 1

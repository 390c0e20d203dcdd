"""The rules of one evaluation, indexed so that only those which can fire are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import PairRule, Rule, Scope
from migrate_check.rules.situation import Situation

PairPlan = tuple[tuple[Rule, PairRule], ...]


@dataclass(slots=True)
class Book:
    """Rules by what they look at."""

    rules: tuple[Rule, ...]
    by_kind: Mapping[AnomalyKind, tuple[Rule, ...]]
    metamorphic: tuple[Rule, ...]
    sequence: tuple[Rule, ...]
    run: tuple[Rule, ...]
    _pair: tuple[tuple[Rule, PairRule], ...]
    _plans: dict[Situation, PairPlan]

    @staticmethod
    def of(rules: Sequence[Rule], severities: Mapping[str, Severity | None]) -> Book:
        """Index the rules, without those that the policy switches off."""
        asked = tuple(rule for rule in rules if severities.get(rule.id, rule.severity) is not None)
        by_kind: dict[AnomalyKind, tuple[Rule, ...]] = {}
        for rule in asked:
            for kind in rule.on:
                by_kind[kind] = (*by_kind.get(kind, ()), rule)
        return Book(
            rules=asked,
            by_kind=by_kind,
            metamorphic=tuple(rule for rule in asked if rule.scope is Scope.METAMORPHIC),
            sequence=tuple(rule for rule in asked if rule.scope is Scope.SEQUENCE),
            run=tuple(rule for rule in asked if rule.scope is Scope.RUN),
            _pair=tuple((rule, rule.pair) for rule in asked if rule.pair is not None),
            _plans={},
        )

    def plan(self, situation: Situation) -> PairPlan:
        """The pair rules to ask in a situation.

        Rules of the family shape look at nothing but shapes, so equal ones need no asking.
        """
        plan = self._plans.get(situation)
        if plan is None:
            plan = self._plans[situation] = tuple(
                (rule, ask)
                for rule, ask in self._pair
                if rule.when in situation.whens
                and not (situation.same_shape and rule.family == "shape")
            )
        return plan


def looks_at(rule: Rule, situation: Situation) -> bool:
    """Whether a pair in this situation counts as a trial that the rule looked at."""
    if rule.scope is Scope.EXCHANGE:
        return not rule.on.isdisjoint(situation.kinds)
    return rule.scope is Scope.PAIR and rule.when in situation.whens

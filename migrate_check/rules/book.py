"""The rules of one evaluation, indexed so that only those which can fire are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import (
    CaseRule,
    ExchangeRule,
    MetamorphicRule,
    PairRule,
    Rule,
    RunRule,
    Scope,
    SequenceRule,
)
from migrate_check.rules.situation import Situation

PairPlan = tuple[tuple[Rule, PairRule], ...]


@dataclass(slots=True)
class Book:
    """Rules by what they look at."""

    rules: tuple[Rule, ...]
    by_kind: Mapping[AnomalyKind, tuple[tuple[Rule, ExchangeRule], ...]]
    metamorphic: tuple[tuple[Rule, MetamorphicRule], ...]
    sequence: tuple[tuple[Rule, SequenceRule], ...]
    case: tuple[tuple[Rule, CaseRule], ...]
    run: tuple[tuple[Rule, RunRule], ...]
    _pair: tuple[tuple[Rule, PairRule], ...]
    _plans: dict[Situation, PairPlan]

    @staticmethod
    def of(rules: Sequence[Rule], severities: Mapping[str, Severity | None]) -> Book:
        """Index the rules, without those that the policy switches off."""
        asked = tuple(rule for rule in rules if severities.get(rule.id, rule.severity) is not None)
        of_answers = [(rule, rule.exchange) for rule in asked if rule.exchange is not None]
        kinds = {kind for rule, _ in of_answers for kind in rule.on}
        return Book(
            rules=asked,
            by_kind={
                kind: tuple(each for each in of_answers if kind in each[0].on) for kind in kinds
            },
            metamorphic=tuple((rule, rule.metamorphic) for rule in asked if rule.metamorphic),
            sequence=tuple((rule, rule.sequence) for rule in asked if rule.sequence),
            case=tuple((rule, rule.case) for rule in asked if rule.case),
            run=tuple((rule, rule.run) for rule in asked if rule.run),
            _pair=tuple((rule, rule.pair) for rule in asked if rule.pair),
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

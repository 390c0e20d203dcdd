"""How many trials each rule looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from migrate_check.rules.book import looks_at
from migrate_check.rules.group import Group
from migrate_check.rules.rule import Rule, Scope
from migrate_check.rules.situation import Situation


class Looked:
    """Counts per rule and case."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = groups
        self._situations: dict[str, Counter[Situation]] = {
            group.key: Counter(group.situations) for group in groups
        }
        self._all = sum(self._situations.values(), Counter[Situation]())
        self._counted: dict[tuple[str, str], int] = {}
        self._totals: Counter[str] = Counter()

    def count(self, rule: Rule, group: Group | None, trials: int) -> None:
        """Count trials of a rule that is not asked pair by pair."""
        self._totals[rule.id] += trials
        if group is not None:
            key = (rule.id, group.key)
            self._counted[key] = self._counted.get(key, 0) + trials

    def trials(self, rule: Rule, group: Group) -> int:
        """Trials of one case."""
        if rule.scope in (Scope.EXCHANGE, Scope.PAIR):
            return _count(rule, self._situations[group.key])
        return self._counted.get((rule.id, group.key), 0)

    def total(self, rule: Rule) -> int:
        """Trials of the whole run."""
        if rule.scope in (Scope.EXCHANGE, Scope.PAIR):
            return _count(rule, self._all)
        return self._totals[rule.id]


def _count(rule: Rule, situations: Counter[Situation]) -> int:
    return sum(trials for situation, trials in situations.items() if looks_at(rule, situation))

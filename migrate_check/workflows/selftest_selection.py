"""Which defects a self-test tries."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from migrate_check.domain.errors import UsageError
from migrate_check.domain.selftest import Harm, Pattern, Sight
from migrate_check.lab.defect_patterns import PATTERNS
from migrate_check.lab.faults.catalogue import FAULTS

_HARMS = list(Harm)
FALSE_ALARMS = "false-alarms"
"""In the place of a category: the gateway without a defect."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What was chosen."""

    faults: tuple[str, ...]
    only: frozenset[str]
    scope: str
    """`whole`, `fast`, or the names of `only`."""

    def covers(self, category: str, name: str) -> bool:
        """Whether a pattern is within what was asked for."""
        return not self.only or bool(self.only & {category, name})

    @property
    def clean(self) -> bool:
        """Whether false alarms are looked for."""
        return not self.only or FALSE_ALARMS in self.only


def select(only: Sequence[str], fast: bool) -> Selection:
    """Faults in the order of their patterns. UsageError for a name that does not exist."""
    categories = {FALSE_ALARMS, *(pattern.category for pattern in PATTERNS.values())}
    for name in only:
        _refuse_unknown(name, categories)
    wanted = frozenset(only)
    chosen = Selection((), wanted, ", ".join(only) or ("fast" if fast else "whole"))
    emulated = [
        pattern
        for pattern in PATTERNS.values()
        if pattern.id in FAULTS and chosen.covers(pattern.category, pattern.id)
    ]
    kept = _most_harmful(emulated) if fast else emulated
    return Selection(tuple(pattern.id for pattern in kept), wanted, chosen.scope)


def _most_harmful(patterns: Iterable[Pattern]) -> list[Pattern]:
    """The worst of each category, and none that needs the clock or statistics.

    Of equally bad ones, one that names the packs that show it: it takes least.
    """
    groups: defaultdict[str, list[Pattern]] = defaultdict(list)
    for pattern in patterns:
        if not FAULTS[pattern.id].showing.pace and pattern.sight is not Sight.STATISTICAL:
            groups[pattern.category].append(pattern)
    return [min(group, key=_cost_of_showing) for group in groups.values()]


def _cost_of_showing(pattern: Pattern) -> tuple[int, bool]:
    return _HARMS.index(pattern.harm), not FAULTS[pattern.id].showing.packs


def _refuse_unknown(name: str, categories: set[str]) -> None:
    if name not in PATTERNS and name not in categories:
        close = difflib.get_close_matches(name, [*categories, *PATTERNS], n=3, cutoff=0)
        raise UsageError(
            f"--only {name}: no such category or id; did you mean {' or '.join(close)}?"
        )

"""A mapping that was put together from what could be traced."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from migrate_check.domain.call_site import Certainty
from migrate_check.inventory.neutral import Expr
from migrate_check.inventory.resolver.place import ParamOf, Place


@dataclass(frozen=True, slots=True)
class Given:
    """One entry of a mapping."""

    expr: Expr
    place: Place
    certainty: Certainty
    line: int
    also: tuple[Expr, ...] = ()
    """Values of the same name on other paths."""


@dataclass(slots=True)
class Built:
    """A mapping as far as it was traced."""

    entries: dict[str, Given] = field(default_factory=dict)
    holes: list[str] = field(default_factory=list)
    """What could not be traced, for a person. Empty: all entries are known."""
    params: list[ParamOf] = field(default_factory=list)
    """Parameters that are spread into it."""

    def put(self, name: str, given: Given) -> None:
        """A further entry; a certain one replaces, a doubtful one is added to what was there."""
        before = self.entries.get(name)
        if before is not None and given.certainty is Certainty.MAYBE:
            self.entries[name] = replace(before, also=(*before.also, given.expr))
        else:
            self.entries[name] = given

    def doubt(self, name: str) -> None:
        """The entry may be taken away again."""
        if name in self.entries:
            self.entries[name] = replace(self.entries[name], certainty=Certainty.MAYBE)

    def merge(self, other: Built, certainty: Certainty) -> None:
        """All of another mapping, known at best with that certainty."""
        for name, given in other.entries.items():
            self.put(name, replace(given, certainty=_worse(given.certainty, certainty)))
        self.holes += [one for one in other.holes if one not in self.holes]
        self.params += other.params


def _worse(one: Certainty, other: Certainty) -> Certainty:
    return max(one, other, key=list(Certainty).index)

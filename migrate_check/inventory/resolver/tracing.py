"""What the parts of the tracer ask of each other: they follow one another in circles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from migrate_check.inventory.neutral import Binding, Expr, Invoke, Module
from migrate_check.inventory.resolver.place import End, ParamOf, Place
from migrate_check.inventory.resolver.variables import EnvRead

if TYPE_CHECKING:
    from migrate_check.inventory.project import Project


class Tracing(Protocol):
    """See `trace.Tracer`, which is the only one."""

    project: Project

    def ends(self, expr: Expr, place: Place) -> tuple[End, ...]:
        """What the expression may stand for, the likeliest first; never empty."""

    def env_ends(self, read: EnvRead, expr: Expr, place: Place) -> list[End]:
        """The variable, then its default."""

    def bound_ends(self, bindings: tuple[Binding, ...], place: Place) -> list[End]:
        """What bindings give, the latest first."""

    def param_end(self, param: ParamOf, expr: Expr) -> End:
        """A parameter that is not known here."""

    def member_of_module(self, module: Module, name: str, line: int) -> list[End]:
        """`settings.MODEL`, where `settings` is a file of the tree."""

    def returned(self, function: End, call: Invoke | None, place: Place) -> list[End]:
        """What a function of the tree gives back."""

    def entry(self, of: End, key: Expr, place: Place) -> list[End]:
        """What a record or list holds under a key."""

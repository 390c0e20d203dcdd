"""Where an expression stands, and what following it came to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from migrate_check.domain.call_site import Certainty
from migrate_check.inventory.neutral import Expr, Invoke, Module, Param, Scope

ANYWHERE = 1 << 60
"""An offset behind all others: what counts is not what came before."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The call by which a function was entered: its arguments are known."""

    function: Scope
    call: Invoke
    place: Place
    """Of the call."""
    home: Module
    """The function's file."""


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a program, from which names are looked up."""

    module: Module
    scope: Scope
    offset: int = ANYWHERE
    frame: Frame | None = None

    def at(self, scope: Scope, offset: int) -> Place:
        """Another position of the same file, entered by the same call."""
        return Place(self.module, scope, offset, self.frame)

    def where(self, line: int) -> str:
        """`settings.py:3`."""
        return f"{self.module.path}:{line}"


@dataclass(frozen=True, slots=True)
class ParamOf:
    """A parameter whose argument is not known here."""

    function: Scope
    param: Param
    place: Place
    """Inside the function."""

    @property
    def origin(self) -> str:
        """`parameter model of ask()`."""
        name = self.function.name or "a function"
        if name in ("__init__", "constructor") and self.function.parent is not None:
            name = self.function.parent.name
        return f"parameter {self.param.name} of {name}()"


@dataclass(frozen=True, slots=True)
class End:
    """Where following an expression ended: an expression that stands for itself."""

    expr: Expr
    place: Place
    certainty: Certainty = Certainty.LITERAL
    origin: str = ""
    """Empty: written at the place itself."""
    param: ParamOf | None = None
    """It is, or is part of, this parameter."""
    env: str | None = None
    """It is this environment variable."""
    external: str | None = None
    """Full name of something outside the tree, `openai.OpenAI`; of an `Invoke`, its callee's."""
    definition: Scope | None = None
    """A function or class of the tree; of an `Invoke`, the class it makes an object of."""
    home: Module | None = None
    """The file of the definition."""
    module: Module | None = None
    """It is this module of the tree."""
    type_name: str | None = None
    """Declared type, as written in `place`."""

    @property
    def is_call(self) -> bool:
        """Whether the end is a call, not the thing that is called."""
        return isinstance(self.expr, Invoke)

    def weaker(self, certainty: Certainty, origin: str = "") -> End:
        """The same, known at best with that certainty."""
        order = list(Certainty)
        worse = max(self.certainty, certainty, key=order.index)
        if worse is self.certainty and (self.origin or not origin):
            return self
        return replace(self, certainty=worse, origin=self.origin or origin)

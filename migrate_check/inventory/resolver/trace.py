"""Follows an expression through the names of a program to what it stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from migrate_check.domain.call_site import Certainty
from migrate_check.inventory.neutral import (
    Binding,
    BindingKind,
    Choice,
    Expr,
    Imported,
    Index,
    Invoke,
    Member,
    Module,
    Name,
    Null,
    Opaque,
    Param,
    Scope,
    ScopeKind,
    Text,
)
from migrate_check.inventory.resolver.attributes import Attributes
from migrate_check.inventory.resolver.calls import Calls
from migrate_check.inventory.resolver.definitions import Definition, define
from migrate_check.inventory.resolver.indexes import Indexes
from migrate_check.inventory.resolver.place import ANYWHERE, End, ParamOf, Place
from migrate_check.inventory.resolver.variables import EnvRead, env_read

if TYPE_CHECKING:
    from migrate_check.inventory.project import Project

DEEPEST = 24
"""Steps from the place asked about; code that needs more is not followed."""
MOST_ENDS = 12
"""Values that are kept of one expression."""
MOST_STEPS = 3000
"""Steps for one call site."""


class Tracer:
    """Follows expressions; one for a scan, told of each call site by `begin`."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._calls = Calls(self)
        self._attributes = Attributes(self)
        self._indexes = Indexes(self)
        self._depth = 0
        self._steps = 0
        self._under_way: set[tuple[int, str, int, int]] = set()

    def begin(self) -> None:
        """A new question: the budget of steps is full again."""
        self._steps = 0

    def spend(self) -> bool:
        """Take one step of the budget; False: there is none left."""
        self._steps += 1
        return self._steps <= MOST_STEPS

    def ends(self, expr: Expr, place: Place) -> tuple[End, ...]:
        """What the expression may stand for, the likeliest first; never empty."""
        if not self.spend() or self._depth >= DEEPEST:
            return (End(Opaque("too deep", expr.line), place, Certainty.UNKNOWN),)
        self._depth += 1
        try:
            found = list(self._follow(expr, place))[:MOST_ENDS]
        finally:
            self._depth -= 1
        return _distinct(found) or (End(expr, place),)

    def _follow(self, expr: Expr, place: Place) -> Iterable[End]:
        read = env_read(expr)
        if read is not None:
            return self.env_ends(read, expr, place)
        match expr:
            case Name():
                return self.name_ends(expr, place)
            case Member():
                return self._attributes.ends(expr, place)
            case Index():
                return self._indexes.ends(expr, place)
            case Invoke():
                return self._calls.ends(expr, place)
            case Choice():
                return self._options(expr, place)
        return (End(expr, place),)

    def env_ends(self, read: EnvRead, expr: Expr, place: Place) -> list[End]:
        """The variable, then its default."""
        origin = f"environment variable {read.name}"
        found = [End(expr, place, Certainty.UNKNOWN, origin, env=read.name)]
        if read.default is not None:
            found += [end.weaker(Certainty.RESOLVED) for end in self.ends(read.default, place)]
        return found

    def _options(self, expr: Choice, place: Place) -> list[End]:
        found: list[End] = []
        count = 0
        for option in expr.options:
            ends = self.ends(option, place)
            if expr.fallback and all(isinstance(end.expr, Null) for end in ends):
                continue
            count += 1
            found += ends
            if expr.fallback and all(isinstance(end.expr, Text) and end.expr.value for end in ends):
                break
        if count < 2:
            return [end.weaker(Certainty.RESOLVED) for end in found]
        return [end.weaker(Certainty.MAYBE) for end in found]

    def name_ends(self, expr: Name, place: Place) -> list[End]:
        """What a bare name stands for."""
        key = (id(place.module), expr.name, id(place.scope), min(place.offset, ANYWHERE))
        if key in self._under_way:
            return []
        self._under_way.add(key)
        try:
            return self._name_ends(expr, place)
        finally:
            self._under_way.discard(key)

    def _name_ends(self, expr: Name, place: Place) -> list[End]:
        definitions = define(expr.name, place)
        if not definitions:
            return self._elsewhere(expr, place)
        found = [end for meaning in definitions for end in self._meaning(meaning, expr, place)]
        several = len(definitions) > 1
        return [end.weaker(Certainty.MAYBE) for end in found] if several else found

    def _elsewhere(self, expr: Name, place: Place) -> list[End]:
        """Defined in another cell of the notebook, brought by `import *`, or in another file of
        the same package; else nowhere."""
        project, here = self.project, place.module
        for module in chain(project.beside(here), project.package(here, expr.name)):
            other = Place(module, module.top)
            if define(expr.name, other):
                return self.name_ends(expr, other)
        return [End(expr, place, Certainty.UNKNOWN)]

    def _meaning(self, meaning: Definition, expr: Name, place: Place) -> Iterable[End]:
        if meaning.bindings:
            return self.bound_ends(meaning.bindings, place)
        if meaning.param is not None and meaning.scope is not None:
            return self.param_ends(meaning.scope, meaning.param, expr, place)
        if meaning.definition is not None:
            return [End(expr, place, definition=meaning.definition, home=place.module)]
        return self.import_ends(meaning.imported, expr, place) if meaning.imported else []

    def bound_ends(self, bindings: tuple[Binding, ...], place: Place) -> list[End]:
        """What bindings give, the latest first."""
        found: list[End] = []
        for binding in bindings:
            ends = self._value_ends(binding, place.at(binding.scope, binding.offset))
            origin = _origin(binding, place.module)
            certainty = Certainty.MAYBE if len(bindings) > 1 else Certainty.RESOLVED
            found += [self._typed(end.weaker(certainty, origin), binding, place) for end in ends]
        values = [end for end in found if not isinstance(end.expr, Null)]
        if len(values) == 1 and len(found) > 1:
            return [_firmer(values[0], len(bindings))]
        return values or found

    def _value_ends(self, binding: Binding, place: Place) -> Iterable[End]:
        if binding.kind is BindingKind.EACH:
            return self._indexes.looped(binding.value, place)
        return self.ends(binding.value, place)

    def _typed(self, end: End, binding: Binding, place: Place) -> End:
        if binding.type_name is None or end.type_name is not None:
            return end
        if end.external or end.definition or not isinstance(end.expr, Opaque | Name | Invoke):
            return end
        return replace(end, type_name=binding.type_name, place=place.at(binding.scope, ANYWHERE))

    def param_ends(self, scope: Scope, param: Param, expr: Expr, place: Place) -> list[End]:
        """The argument, where the call that entered the function is known."""
        if place.frame is not None and place.frame.function is scope:
            return self._calls.argument_ends(scope, param, place.frame)
        inside = Place(place.module, scope)
        given = self._calls.injected(param, inside) or self._calls.fixture(scope, param, place)
        if given:
            return given
        found = [self.param_end(ParamOf(scope, param, inside), expr)]
        if param.default is not None and not param.rest:
            ends = self.ends(param.default, Place(place.module, scope.parent or scope))
            found += [end.weaker(Certainty.MAYBE) for end in ends]
        return found

    def param_end(self, param: ParamOf, expr: Expr) -> End:
        """A parameter that is not known here."""
        return End(
            expr,
            param.place,
            Certainty.UNKNOWN,
            param.origin,
            param=param,
            type_name=param.param.type_name,
        )

    def import_ends(self, imported: Imported, expr: Expr, place: Place) -> list[End]:
        """What an imported name stands for in the tree, or its full name outside of it."""
        target = self.project.follow(place.module, imported)
        if target is None:
            parts = [imported.module, imported.name] if imported.name else [imported.module]
            return [End(expr, place, external=".".join(parts))]
        module, name = target
        if name is None:
            return [End(expr, Place(module, module.top), module=module)]
        return self.name_ends(Name(name, expr.line), Place(module, module.top))

    def member_of_module(self, module: Module, name: str, line: int) -> list[End]:
        """`settings.MODEL`, where `settings` is a file of the tree."""
        place = Place(module, module.top)
        if define(name, place):
            return self.name_ends(Name(name, line), place)
        inner = self.project.submodule(module, name)
        if inner is not None:
            return [End(Name(name, line), Place(inner, inner.top), module=inner)]
        return [End(Name(name, line), place, Certainty.UNKNOWN)]

    def returned(self, function: End, call: Invoke | None, place: Place) -> list[End]:
        """What a function of the tree gives back, see `Calls.returned`."""
        return self._calls.returned(function, call, place)

    def inside(self, function: End, call: Invoke, place: Place) -> Place | None:
        """Inside of a function of the tree, entered by this call."""
        return self._calls.inside(function, call, place)

    def entry(self, of: End, key: Expr, place: Place) -> list[End]:
        """What a record or list holds under a key."""
        return self._indexes.entry(of, key, place)


def _origin(binding: Binding, module: Module) -> str:
    name = binding.name.rpartition(".")[2]
    constant = name.isupper() or binding.scope.kind is not ScopeKind.FUNCTION
    if binding.name.startswith("self."):
        return f"attribute {name}, {module.path}:{binding.line}"
    return f"{'constant' if constant else 'variable'} {name}, {module.path}:{binding.line}"


def _firmer(end: End, bindings: int) -> End:
    """`x = None` before `x = value` does not make the value doubtful."""
    if end.certainty is Certainty.MAYBE and bindings > 1:
        return replace(end, certainty=Certainty.RESOLVED)
    return end


def _distinct(ends: Iterable[End]) -> tuple[End, ...]:
    seen: set[tuple[object, ...]] = set()
    kept: list[End] = []
    for end in ends:
        text = end.expr.value if isinstance(end.expr, Text) else id(end.expr)
        key = (text, end.external, end.env, id(end.place.frame) if end.is_call else 0)
        if key not in seen:
            seen.add(key)
            kept.append(end)
    return tuple(kept)

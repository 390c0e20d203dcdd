"""Members of objects: attributes of classes, settings, records and modules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from migrate_check.domain.call_site import Certainty
from migrate_check.inventory.neutral import (
    Binding,
    BindingKind,
    Invoke,
    Member,
    Name,
    Null,
    Opaque,
    Record,
    Scope,
    ScopeKind,
    Text,
)
from migrate_check.inventory.resolver.arguments import initialiser
from migrate_check.inventory.resolver.chain import dotted
from migrate_check.inventory.resolver.definitions import always_set, define
from migrate_check.inventory.resolver.indexes import entry_named
from migrate_check.inventory.resolver.place import ANYWHERE, End, Frame, Place
from migrate_check.inventory.resolver.settings import (
    filled_by_maker,
    setting_of,
    without_field,
)
from migrate_check.inventory.resolver.tracing import Tracing
from migrate_check.inventory.resolver.types import named_types

SELVES = frozenset({"self", "cls", "this"})
MOST_SETS = 8
MOST_UNDER_WAY = 24
"""Attributes that lead to one another, bases among them."""


class Attributes:
    """Follows `of.name`."""

    def __init__(self, tracer: Tracing) -> None:
        self._tracer = tracer
        self._under_way: set[tuple[int, str]] = set()
        self._paths_under_way: set[tuple[int, str]] = set()

    def ends(self, expr: Member, place: Place) -> list[End]:
        """What the member stands for."""
        if isinstance(expr.of, Name) and expr.of.name in SELVES:
            return self._own(expr, place)
        path = dotted(expr)
        put = self._put_on(path, place) if path else ()
        key = (id(place.module), path or "")
        if not put or key in self._paths_under_way:
            return self._of(expr, place)
        self._paths_under_way.add(key)
        try:
            found = self._tracer.bound_ends(put, place)
            if always_set(put):
                return found
            found += self._of(expr, place)
        finally:
            self._paths_under_way.discard(key)
        known = [end for end in found if not _says_nothing(end)]
        return [end.weaker(Certainty.MAYBE) for end in known] or found

    def _of(self, expr: Member, place: Place) -> list[End]:
        return [end for of in self._tracer.ends(expr.of, place) for end in self.of_end(of, expr)]

    def _put_on(self, path: str, place: Place) -> tuple[Binding, ...]:
        """What is put into a member of a variable, or of an attribute anywhere in the class."""
        for found in define(path, place):
            if found.bindings:
                return found.bindings
        owner = place.scope.enclosing(ScopeKind.CLASS)
        if owner is None or path.partition(".")[0] not in SELVES:
            return ()
        return tuple(
            binding
            for binding in place.module.bindings(path)
            if binding.name == path
            and binding.kind is BindingKind.SET
            and binding.scope.enclosing(ScopeKind.CLASS) is owner
        )[:MOST_SETS]

    def _own(self, expr: Member, place: Place) -> list[End]:
        """`self.name`, wherever in the class it is put."""
        owner = place.scope.enclosing(ScopeKind.CLASS)
        if owner is None:
            return [End(expr, place, Certainty.UNKNOWN)]
        found = self.of_class(owner, expr.name, place) or self._in_package(owner, expr, place)
        return found or [End(expr, place, Certainty.UNKNOWN)]

    def _in_package(self, owner: Scope, expr: Member, place: Place) -> list[End] | None:
        """The class's other parts: a Go type's fields, a partial class."""
        for module in self._tracer.project.package(place.module, owner.name):
            for scope in module.functions(owner.name):
                if scope.kind is ScopeKind.CLASS:
                    found = self.of_class(scope, expr.name, Place(module, scope))
                    if found:
                        return found
        return None

    def of_end(self, of: End, expr: Member) -> list[End]:
        """The member of something found."""
        if of.module is not None:
            return self._tracer.member_of_module(of.module, expr.name, expr.line)
        if of.external is not None and not of.is_call:
            return [replace(of, expr=expr, external=f"{of.external}.{expr.name}")]
        found: list[End] | None = None
        if of.definition is not None and of.definition.kind is ScopeKind.CLASS:
            found = self.of_class(of.definition, expr.name, _home(of), of)
        elif isinstance(of.expr, Record):
            found = self._entry(of, of.expr, expr.name)
        elif isinstance(of.expr, Text) and expr.name == "value":
            found = [of]
        elif of.type_name is not None:
            found = self._of_type(of, of.type_name, expr.name)
        return found or [self._itself(of, expr)]

    def _itself(self, of: End, expr: Member) -> End:
        """A member of something unseen; `of` is put in for what it was reached by."""
        stands = Member(of.expr, expr.name, expr.line)
        return replace(
            of,
            expr=stands,
            certainty=Certainty.UNKNOWN,
            env=None,
            external=None,
            definition=None,
            type_name=None,
        )

    def _entry(self, of: End, record: Record, name: str) -> list[End] | None:
        value = entry_named(record, name)
        if value is None:
            return None
        ends = self._tracer.ends(value, of.place)
        return [end.weaker(Certainty.RESOLVED, of.origin) for end in ends]

    def _of_type(self, of: End, type_name: str, name: str) -> list[End] | None:
        for candidate in named_types(type_name):
            for kind in self._tracer.ends(_as_expr(candidate), of.place):
                if kind.definition is not None and kind.definition.kind is ScopeKind.CLASS:
                    found = self.of_class(kind.definition, name, _home(kind))
                    if found:
                        return found
        return None

    def of_class(
        self, owner: Scope, name: str, place: Place, instance: End | None = None
    ) -> list[End] | None:
        """The attribute of a class of the tree, by the class's file; None where it has none."""
        key = (id(owner), name)
        if key in self._under_way or len(self._under_way) >= MOST_UNDER_WAY:
            return None
        self._under_way.add(key)
        try:
            return self._of_class(owner, name, place, instance)
        finally:
            self._under_way.discard(key)

    def _of_class(
        self, owner: Scope, name: str, place: Place, instance: End | None
    ) -> list[End] | None:
        inside = Place(place.module, owner, frame=place.frame)
        given = self._given(owner, name, inside, instance)
        if given is not None:
            return given
        put = self._put(owner, name, place)
        if put:
            found = self._put_ends(put, inside, instance)
            if filled_by_maker(owner, put, instance):
                return _or_filled(found, owner, name, inside)
            return found
        for method in place.module.functions(name):
            if method.parent is owner:
                return self._method(method, name, inside)
        return self._inherited(owner, name, inside, instance)

    def _given(
        self, owner: Scope, name: str, place: Place, instance: End | None
    ) -> list[End] | None:
        """A field that settings read from the environment, or that the making of it filled."""
        field = next((b for b in place.module.fields(owner) if _bare(b.name) == name), None)
        if field is None:
            return None
        if instance is not None and isinstance(instance.expr, Invoke):
            for argument in instance.expr.args:
                if argument.name == name:
                    ends = self._tracer.ends(argument.value, instance.place)
                    origin = f"argument {name} of {owner.name}()"
                    return [end.weaker(Certainty.RESOLVED, origin) for end in ends]
        read = setting_of(owner, field, place.module)
        return self._tracer.env_ends(read, _of_field(field), place) if read else None

    def _put(self, owner: Scope, name: str, place: Place) -> tuple[Binding, ...]:
        """What is put into the attribute: before the place itself, or anywhere in the class."""
        here: list[Binding] = []
        anywhere: list[Binding] = []
        for path in (f"self.{name}", f"cls.{name}", f"{owner.name}.{name}"):
            for binding in place.module.bindings(path):
                if binding.name != path or binding.kind is not BindingKind.SET:
                    continue
                if path[:3] in ("sel", "cls") and binding.scope.enclosing(ScopeKind.CLASS) != owner:
                    continue
                anywhere.append(binding)
                before = binding.scope is place.scope and binding.offset < place.offset
                if before and not _only_declared(binding):
                    here.append(binding)
        if here and not here[-1].conditional:
            return (here[-1],)
        declared = [without_field(b) for b in place.module.fields(owner) if _bare(b.name) == name]
        # A reader may name a field both ways; what is put into it says more than its declaration.
        both = {(b.scope, b.offset): b for b in (*anywhere, *declared)}
        filled = [b for b in both.values() if not _only_declared(b)]
        put = filled or list(both.values())
        return tuple(put[:MOST_SETS])

    def _put_ends(self, put: Iterable[Binding], inside: Place, instance: End | None) -> list[End]:
        found: list[End] = []
        for binding in put:
            place = inside
            made = instance.expr if instance is not None else None
            if instance and isinstance(made, Invoke) and initialiser(binding.scope):
                frame = Frame(binding.scope, made, instance.place, inside.module)
                place = replace(inside, frame=frame)
            found += self._tracer.bound_ends((binding,), place)
        known = [end for end in found if not _says_nothing(end)]
        return [end.weaker(Certainty.MAYBE) for end in known] if len(known) > 1 else known or found

    def _method(self, method: Scope, name: str, place: Place) -> list[End]:
        end = End(Name(name, method.line), place, definition=method, home=place.module)
        if not any(decorator.endswith("property") for decorator in method.decorators):
            return [end]
        return self._tracer.returned(end, None, place)

    def _inherited(
        self, owner: Scope, name: str, place: Place, instance: End | None
    ) -> list[End] | None:
        outer = Place(place.module, owner.parent or owner, ANYWHERE)
        for base in owner.bases:
            for end in self._tracer.ends(_as_expr(base), outer):
                if end.definition is not None and end.definition.kind is ScopeKind.CLASS:
                    found = self.of_class(end.definition, name, _home(end), instance)
                    if found:
                        return found
        return None


def _or_filled(found: list[End], owner: Scope, name: str, place: Place) -> list[End]:
    """The field's default, beside what an unseen maker fills in."""
    expr = Member(Name(owner.name, owner.line), name, owner.line)
    unseen = End(expr, place, Certainty.UNKNOWN, f"field {name} of {owner.name}")
    known = [end.weaker(Certainty.MAYBE) for end in found if not _says_nothing(end)]
    return [*known, unseen]


def _home(end: End) -> Place:
    """The class's own file."""
    module = end.home or end.place.module
    return Place(module, end.definition or module.top)


def _as_expr(path: str) -> Member | Name:
    first, *rest = path.split(".")
    expr: Member | Name = Name(first, 0)
    for name in rest:
        expr = Member(expr, name, 0)
    return expr


def _bare(name: str) -> str:
    return name.removeprefix("self.")


def _only_declared(binding: Binding) -> bool:
    return isinstance(binding.value, Opaque)


def _of_field(field: Binding) -> Name:
    return Name(_bare(field.name), field.line)


def _says_nothing(end: End) -> bool:
    opaque = isinstance(end.expr, Opaque) and end.type_name is None
    return opaque or isinstance(end.expr, Null)

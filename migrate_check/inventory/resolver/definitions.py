"""What a bare name means at a place: the bindings that reach it, or what else it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from migrate_check.inventory.neutral import (
    Binding,
    BindingKind,
    Imported,
    Module,
    Null,
    Param,
    Scope,
    ScopeKind,
)
from migrate_check.inventory.resolver.place import ANYWHERE, Place

VALUES = frozenset({BindingKind.SET, BindingKind.EACH})
"""Bindings that give a name a whole value; the others change a part of it."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What one scope says about a name."""

    bindings: tuple[Binding, ...] = ()
    param: Param | None = None
    scope: Scope | None = None
    """Whose parameter it is."""
    definition: Scope | None = None
    imported: Imported | None = None


def reaching(bindings: Sequence[Binding]) -> tuple[Binding, ...]:
    """Of bindings in order, the last that always happens and those after it; latest first."""
    kept: list[Binding] = []
    for binding in reversed(bindings):
        kept.append(binding)
        if not binding.conditional:
            break
    return tuple(kept)


def kept_apart(binding: Binding, module: Module, offset: int) -> bool:
    """Whether branches keep a binding of the same function from the place. Not so an object's
    attribute, which another call may have left."""
    lasting = binding.name.partition(".")[0] in ("self", "cls", "this")
    return binding.conditional and not lasting and module.apart(binding.offset, offset)


def always_set(bindings: Iterable[Binding]) -> bool:
    """Whether one of them happens on every path."""
    return any(not binding.conditional for binding in bindings)


def parameter(scope: Scope, name: str) -> Param | None:
    """The scope's parameter of that name."""
    return next((param for param in scope.params if param.name == name), None)


def define(name: str, place: Place) -> list[Definition]:
    """Definitions from the inside out, up to the first that holds on every path."""
    found: list[Definition] = []
    scope: Scope | None = place.scope
    offset = place.offset
    while scope is not None:
        if scope.kind is not ScopeKind.CLASS or scope is place.scope:
            found += _in_scope(name, place.module, scope, offset)
            if any(_settled(definition) for definition in found):
                return found
        offset = ANYWHERE
        scope = scope.parent
    imported = place.module.imports.get(name)
    if imported is not None:
        found.append(Definition(imported=imported))
    return found


def _settled(definition: Definition) -> bool:
    return not definition.bindings or always_set(definition.bindings)


def _in_scope(name: str, module: Module, scope: Scope, offset: int) -> list[Definition]:
    found: list[Definition] = []
    bindings = reaching(
        [
            binding
            for binding in module.bindings(name)
            if binding.name == name
            and binding.kind in VALUES
            and binding.scope is scope
            and binding.offset < offset
            and not kept_apart(binding, module, offset)
        ]
    )
    if bindings:
        found.append(Definition(bindings=bindings + _set_by_functions(name, module, bindings)))
        if always_set(bindings):
            return found
    param = parameter(scope, name)
    if param is not None:
        return [*found, Definition(param=param, scope=scope)]
    for function in module.functions(name):
        if function.parent is scope:
            return [*found, Definition(definition=function)]
    return found


def _set_by_functions(
    name: str, module: Module, bindings: tuple[Binding, ...]
) -> tuple[Binding, ...]:
    """`client = None` at the top is filled by a function with `global client`."""
    first = bindings[0]
    if first.scope.kind is not ScopeKind.MODULE or not isinstance(first.value, Null):
        return ()
    return tuple(
        binding
        for binding in module.bindings(name)
        if binding.name == name
        and binding.kind is BindingKind.SET
        and binding.scope.kind is ScopeKind.FUNCTION
        and parameter(binding.scope, name) is None
    )

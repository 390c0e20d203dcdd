"""Go's options that are collected first: `opts = append(opts, …)`, `NewClient(opts...)`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from migrate_check.domain.call_site import Certainty
from migrate_check.inventory.neutral import Argument, Binding, BindingKind, Expr, Invoke, Items
from migrate_check.inventory.resolver.chain import dotted
from migrate_check.inventory.resolver.place import Place


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a list."""

    call: Invoke
    place: Place
    certainty: Certainty


def listed_options(args: Iterable[Argument], place: Place) -> list[Option] | None:
    """The options of `opts...`, in order; None where a list is not seen being made."""
    found: list[Option] = []
    for arg in args:
        path = dotted(arg.value) if arg.spread == 1 else None
        if arg.spread != 1:
            continue
        bindings = list(_of(path, place)) if path else []
        if not bindings:
            return None
        for binding in bindings:
            found += _options(binding, place)
    return found


def _of(path: str, place: Place) -> Iterator[Binding]:
    for binding in place.module.bindings(path):
        here = binding.scope is place.scope and binding.offset < place.offset
        if here and binding.name == path:
            yield binding


def _options(binding: Binding, place: Place) -> Iterator[Option]:
    certainty = Certainty.MAYBE if binding.conditional else Certainty.RESOLVED
    at = place.at(binding.scope, binding.offset)
    added = binding.kind in (BindingKind.SET, BindingKind.APPEND, BindingKind.MERGE)
    for value in _values(binding.value) if added else ():
        if isinstance(value, Invoke):
            yield Option(value, at, certainty)


def _values(value: Expr) -> tuple[Expr, ...]:
    return value.items if isinstance(value, Items) else (value,)

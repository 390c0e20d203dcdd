"""Which argument of a call fills which parameter."""

from __future__ import annotations

from migrate_check.inventory.neutral import (
    Argument,
    Entry,
    Expr,
    Invoke,
    Items,
    Name,
    Opaque,
    Param,
    Record,
    Scope,
    ScopeKind,
    Text,
)

RECEIVERS = frozenset({"self", "cls"})
_INITIALISERS = frozenset({"__init__", "constructor", "initialize", "__construct", "__post_init__"})


def initialiser(scope: Scope) -> bool:
    """Whether a function is what makes objects of its class."""
    outer = scope.parent
    if scope.kind is ScopeKind.CLASS or outer is None or outer.kind is not ScopeKind.CLASS:
        return False
    return scope.name in _INITIALISERS or scope.name == outer.name


def own_params(function: Scope) -> tuple[Param, ...]:
    """The parameters that a caller fills."""
    params = function.params
    if params and params[0].name in RECEIVERS and not params[0].rest:
        return params[1:]
    return params


def argument(function: Scope, param: Param, call: Invoke) -> Expr | None:
    """The value of the parameter at a call; None: it keeps its default.

    What a spread may bring is `Opaque`.
    """
    params = own_params(function)
    if param.rest == 2:
        return _further(params, call)
    if param.rest == 1:
        fixed = [one for one in params if not one.rest]
        values = [arg.value for arg in call.args if arg.name is None and not arg.spread]
        return Items(tuple(values[len(fixed) :]), call.line)
    for given in call.args:
        if given.name == param.name:
            return given.value
    return _by_position(params, param, call)


def _by_position(params: tuple[Param, ...], param: Param, call: Invoke) -> Expr | None:
    place = next((n for n, one in enumerate(params) if one.name == param.name), None)
    leading: list[Argument] = []
    for given in call.args:
        if given.spread == 1:
            return Opaque(f"*{_shown(given.value)}", call.line)
        if given.name is None and not given.spread:
            leading.append(given)
    if place is not None and place < len(leading):
        return leading[place].value
    spread = [given for given in call.args if given.spread == 2]
    return Opaque(f"**{_shown(spread[0].value)}", call.line) if spread else None


def _further(params: tuple[Param, ...], call: Invoke) -> Expr:
    names = {param.name for param in params if not param.rest}
    entries = [
        Entry(Text(given.name, given.value.line), given.value)
        for given in call.args
        if given.name is not None and given.name not in names
    ]
    entries += [Entry(None, given.value) for given in call.args if given.spread == 2]
    return Record(tuple(entries), call.line)


def _shown(expr: Expr) -> str:
    return expr.name if isinstance(expr, Name) else "…"

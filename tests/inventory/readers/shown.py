"""Expressions, bindings and calls as short texts, for tables of expectations."""

from __future__ import annotations

from migrate_check.inventory.neutral import (
    Argument,
    Binding,
    Call,
    Choice,
    Entry,
    Expr,
    Flag,
    Index,
    Invoke,
    Items,
    Member,
    Module,
    Name,
    Null,
    Number,
    Opaque,
    Record,
    Template,
    Text,
)


def shown(expr: Expr) -> str:
    """`f("a", b=1)`, `T{"k": 1, **x}`, `["a"]`, `<"a" + b>`, `(a ?? b)`, `(a | b)`, `?`."""
    match expr:
        case Text():
            return repr(expr.value)
        case Number():
            return expr.text
        case Flag():
            return str(expr.value).lower()
        case Name():
            return expr.name
        case Null() | Opaque():
            return "null" if isinstance(expr, Null) else "?"
    return _compound(expr)


def _compound(expr: Member | Index | Invoke | Record | Items | Template | Choice) -> str:
    match expr:
        case Member():
            return f"{shown(expr.of)}.{expr.name}"
        case Index():
            return f"{shown(expr.of)}[{shown(expr.key)}]"
        case Invoke():
            return f"{shown(expr.callee)}({', '.join(map(_argument, expr.args))})"
        case Record():
            return f"{expr.type_name or ''}{{{', '.join(map(_entry, expr.entries))}}}"
        case Items():
            return f"[{', '.join(map(shown, expr.items))}]"
        case Template():
            return f"<{' + '.join(map(shown, expr.parts))}>"
    return f"({(' ?? ' if expr.fallback else ' | ').join(map(shown, expr.options))})"


def _argument(argument: Argument) -> str:
    name = f"{argument.name}=" if argument.name else ""
    return f"{name}{'*' * argument.spread}{shown(argument.value)}"


def _entry(entry: Entry) -> str:
    if entry.key is None:
        return f"**{shown(entry.value)}"
    return f"{shown(entry.key)}: {shown(entry.value)}"


def bound(module: Module, name: str) -> list[str]:
    """`name = value`, `name[key] = value`, with `?` before what is conditional."""
    return [_binding(binding) for binding in module.bindings(name)]


def _binding(binding: Binding) -> str:
    key = f"[{shown(binding.key)}]" if binding.key is not None else ""
    doubt = "? " if binding.conditional else ""
    declared = f": {binding.type_name}" if binding.type_name else ""
    kind = "=" if binding.kind == "set" else binding.kind.value
    return f"{doubt}{binding.name}{key}{declared} {kind} {shown(binding.value)}"


def called(module: Module, name: str) -> list[str]:
    """Each call of that name as an expression."""
    return [shown(call.expr) for call in module.calls(frozenset({name}))]


def only(module: Module, name: str) -> Call:
    """The one call of that name."""
    (call,) = module.calls(frozenset({name}))
    return call


def everything(module: Module, names: tuple[str, ...]) -> list[Expr]:
    """All that the module says about these names, as expressions."""
    found: list[Expr] = [call.expr for call in module.calls(frozenset(names))]
    for name in names:
        found += [binding.value for binding in module.bindings(name)]
        for scope in module.functions(name):
            found += [binding.value for binding in module.fields(scope)]
            found += module.returns(scope)
        found += [Name(read.path, read.line) for read in module.reads(name)]
    found += [Name(local, 1) for local in module.imports]
    return found

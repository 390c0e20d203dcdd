"""Callees as chains of names: `client.chat.completions.create`."""

from __future__ import annotations

from migrate_check.inventory.neutral import Expr, Index, Invoke, Member, Name, Number, Opaque, Text
from migrate_check.inventory.resolver.place import End

LONGEST = 60
"""Names of a chain that are looked at; longer ones are no calls of an SDK."""


def dotted(expr: Expr) -> str | None:
    """`a.b.c` of plain names, None for anything else."""
    names: list[str] = []
    for _ in range(LONGEST):
        if isinstance(expr, Member):
            names.append(expr.name)
            expr = expr.of
        elif isinstance(expr, Name):
            names.append(expr.name)
            return ".".join(reversed(names))
        else:
            return None
    return None


def shown(expr: Expr) -> str:
    """The chain for a person: calls in it as `(…)`, indexes as `[…]`."""
    parts: list[str] = []
    for _ in range(LONGEST):
        match expr:
            case Member():
                parts.append(f".{expr.name}")
                expr = expr.of
            case Invoke():
                parts.append("(…)" if expr.args else "()")
                expr = expr.callee
            case Index():
                parts.append(f'["{expr.key.value}"]' if isinstance(expr.key, Text) else "[…]")
                expr = expr.of
            case Name():
                parts.append(expr.name)
                break
            case _:
                parts.append("…")
                break
    return "".join(reversed(parts)).lstrip(".")


def last_name(expr: Expr) -> str | None:
    """`create` of `client.chat.completions.create`."""
    if isinstance(expr, Member | Name):
        return expr.name
    return None


def hole(expr: Expr, end: End | None = None) -> str:
    """What was not traced, for a person: `**options, a parameter of ask()`."""
    shown_as = expr.text if isinstance(expr, Opaque | Number) else shown(expr)
    if end is not None and end.param is not None:
        owner = end.param.origin.partition(" of ")[2]
        return f"**{shown_as}, a parameter of {owner}"
    return f"**{shown_as}"

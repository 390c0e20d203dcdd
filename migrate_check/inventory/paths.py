"""Expressions as dotted paths: `self.client`, `reply.choices[].message`."""

from __future__ import annotations

from migrate_check.inventory.neutral import Expr, Index, Member, Name, Text


def dotted(expr: Expr) -> str | None:
    """`self.client` of a name or of members of a name; a text as index counts as a member."""
    path = member_path(expr)
    return path if path is not None and "[]" not in path else None


def member_path(expr: Expr) -> str | None:
    """`reply.choices[].message` of a chain that begins with a name."""
    parts: list[str] = []
    while not isinstance(expr, Name):
        if isinstance(expr, Member):
            parts.append(f".{expr.name}")
        elif isinstance(expr, Index):
            parts.append(f".{expr.key.value}" if isinstance(expr.key, Text) else "[]")
        else:
            return None
        expr = expr.of
    return expr.name + "".join(reversed(parts))

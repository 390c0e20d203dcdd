"""What tools and contents say beyond their names: built-in tools, marks for caches."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.inventory.neutral import (
    Expr,
    Index,
    Invoke,
    Items,
    Member,
    Name,
    Null,
    Record,
    Template,
    Text,
)
from migrate_check.inventory.resolver.built import Given
from migrate_check.inventory.resolver.chain import last_name
from migrate_check.inventory.resolver.indexes import entry_named
from migrate_check.inventory.resolver.place import Place
from migrate_check.inventory.resolver.records import Records
from migrate_check.inventory.resolver.trace import Tracer
from migrate_check.inventory.spelling import camel

MOST_NODES = 300
OWN_TOOLS = frozenset({"function", "custom", "function_declarations", "functionDeclarations"})
"""Tools that the program answers itself."""


def has_cache_control(expr: Expr, place: Place, tracer: Tracer) -> bool:
    """Whether `cache_control` stands anywhere inside."""
    return any(
        isinstance(node, Record) and entry_named(node, "cache_control") is not None
        for node in _inside(expr, place, tracer)
    )


def _inside(expr: Expr, place: Place, tracer: Tracer) -> Iterator[Expr]:
    """Records and lists inside, names followed, up to a number of nodes."""
    waiting: list[tuple[Expr, Place, int]] = [(expr, place, 0)]
    for _ in range(MOST_NODES):
        if not waiting:
            return
        node, at, level = waiting.pop()
        yield node
        waiting += [(part, at, level) for part in _parts(node)]
        if isinstance(node, Name | Member | Index | Invoke) and level < 3:
            ends = tracer.ends(node, at)
            waiting += [(end.expr, end.place, level + 1) for end in ends if _parts(end.expr)]


def _parts(node: Expr) -> tuple[Expr, ...]:
    if isinstance(node, Record):
        return tuple(entry.value for entry in node.entries)
    if isinstance(node, Items):
        return node.items
    return node.parts if isinstance(node, Template) else ()


def tool_types(given: Given, tracer: Tracer, records: Records, spelling: str) -> list[str]:
    """Built-in tools in a list of tools."""
    found: list[str] = []
    for end in tracer.ends(given.expr, given.place):
        if isinstance(end.expr, Text) and spelling == "gemini":
            found.append(camel(end.expr.value))
        items = end.expr.items if isinstance(end.expr, Items) else (end.expr,)
        for item in items[:40]:
            found += _types(item, end.place, tracer, records, spelling)
    return list(dict.fromkeys(found))


def _types(
    item: Expr, place: Place, tracer: Tracer, records: Records, spelling: str
) -> Iterator[str]:
    for end in tracer.ends(item, place):
        if not isinstance(end.expr, Record | Invoke):
            continue
        if isinstance(end.expr, Invoke) and not (last_name(end.expr.callee) or "")[:1].isupper():
            continue
        built = records.of(end.expr, end.place)
        if spelling == "gemini":
            names = [name for name in built.entries if name not in OWN_TOOLS]
            yield from (camel(name) for name in names if not _is_null(built.entries[name]))
            continue
        kind = built.entries.get("type")
        if kind is not None:
            for value in tracer.ends(kind.expr, kind.place):
                if isinstance(value.expr, Text) and value.expr.value not in OWN_TOOLS:
                    yield value.expr.value


def _is_null(given: Given) -> bool:
    return isinstance(given.expr, Null)

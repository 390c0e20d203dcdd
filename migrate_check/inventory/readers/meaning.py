"""Calls of a language's own libraries that say nothing but a value: `Map.of("a", 1)`, `&x`,
`Optional.of(x)`, `getOrDefault("X", "d")`. What they stand for needs no knowledge of any SDK."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from migrate_check.inventory.neutral import (
    Argument,
    Choice,
    Entry,
    Expr,
    Invoke,
    Items,
    Member,
    Name,
    Opaque,
    Record,
    Text,
)
from migrate_check.inventory.readers.strings import join

RECEIVER = -1
"""In `Meaning.values`: the call stands for what it is called on."""
_HOLE = re.compile(r"%%|%[-+# 0]*\d*(?:\.\d+)?[a-zA-Z]|\{\{|\}\}|\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Names of a language's calls, by their last name or their last two: `of`, `List.of`."""

    values: Mapping[str, int] = field(default_factory=dict)
    """They stand for the argument at that position, or for RECEIVER."""
    fallbacks: frozenset[str] = frozenset()
    """`a.orElse(b)`: a, else b."""
    firsts: frozenset[str] = frozenset()
    """`cmp.Or(a, b)`: the first that is there."""
    records: frozenset[str] = frozenset()
    """Maps: of pairs, of keys and values in turn, or empty."""
    lists: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    """A pattern with `%s` or `{}` and what goes into it."""
    puts: frozenset[str] = frozenset()
    """Methods of a map that give the map back: `new JSONObject().put("a", 1)`."""
    environments: frozenset[str] = frozenset()
    """Calls without arguments that give all environment variables: `System.getenv`."""
    lookups: frozenset[str] = frozenset({"get", "getOrDefault"})

    def of(self, call: Invoke) -> Expr:
        """What the call stands for; the call itself where it stands for nothing else."""
        names = _names(call.callee)
        for name in names:
            found = self._known(name, call)
            if found is not None:
                return found
        return call

    def _known(self, name: str, call: Invoke) -> Expr | None:
        values = [argument.value for argument in call.args]
        receiver = call.callee.of if isinstance(call.callee, Member) else None
        if name in self.values:
            return _value(self.values[name], values, receiver)
        if name in self.formats and values:
            return formatted(values, receiver, call.line)
        if name in self.records:
            return _record(values, call.line)
        if name in self.lists:
            return Items(tuple(values), call.line)
        if name in self.firsts and values:
            return Choice(tuple(values), call.line, True)
        return self._on(name, receiver, values, call) if receiver is not None else None

    def _on(self, name: str, receiver: Expr, values: list[Expr], call: Invoke) -> Expr | None:
        found = self._environment(receiver)
        if found is not None and name in self.lookups and values:
            looked_up = Invoke(found, (Argument(None, values[0]),), call.line)
            return Choice((looked_up, *values[1:]), call.line, True) if values[1:] else looked_up
        if name in self.fallbacks and len(values) == 1:
            return Choice((receiver, values[0]), call.line, True)
        if name in self.puts and len(values) == 2 and isinstance(receiver, Record):
            entries = (*receiver.entries, Entry(values[0], values[1]))
            return Record(entries, receiver.line, receiver.type_name)
        return None

    def _environment(self, receiver: Expr) -> Expr | None:
        """The callee of `System.getenv()`."""
        if not isinstance(receiver, Invoke) or receiver.args:
            return None
        known = any(name in self.environments for name in _names(receiver.callee))
        return receiver.callee if known else None


def formatted(values: list[Expr], receiver: Expr | None, line: int) -> Expr | None:
    """A pattern's texts and the values in its holes as one string; a pattern that is a name is
    not followed. `"…".formatted(x)`: the pattern is the receiver."""
    pattern, rest = values[0], values[1:]
    if isinstance(receiver, Text):
        pattern, rest = receiver, values
    if not isinstance(pattern, Text):
        return None
    return join(tuple(_filled(pattern, rest)), line)


def _filled(pattern: Text, values: list[Expr]) -> Iterator[Expr]:
    end, waiting = 0, iter(values)
    for hole in _HOLE.finditer(pattern.value):
        if hole.start() > end:
            yield Text(pattern.value[end : hole.start()], pattern.line)
        end = hole.end()
        if hole[0] in ("%%", "{{", "}}"):
            yield Text(hole[0][0], pattern.line)
            continue
        name = (hole[1] or "").partition(":")[0].strip()
        if name.isdigit():
            yield values[int(name)] if int(name) < len(values) else Opaque(hole[0], pattern.line)
        elif name:
            yield Name(name, pattern.line)
        else:
            yield next(waiting, Opaque(hole[0], pattern.line))
    if end < len(pattern.value):
        yield Text(pattern.value[end:], pattern.line)


def _names(callee: Expr) -> tuple[str, ...]:
    """`List.of` and `of`; of a bare name only itself."""
    if isinstance(callee, Name):
        return (callee.name,)
    if not isinstance(callee, Member):
        return ()
    before = callee.of.name if isinstance(callee.of, Name | Member) else None
    return (f"{before}.{callee.name}", callee.name) if before else (callee.name,)


def _value(position: int, values: list[Expr], receiver: Expr | None) -> Expr | None:
    if position == RECEIVER:
        return receiver
    return values[position] if position < len(values) else None


def _record(values: list[Expr], line: int) -> Expr | None:
    """Pairs, or keys and values in turn; anything else that is given is spread."""
    pairs = [pair for pair in (_pair(value) for value in values) if pair is not None]
    if len(pairs) == len(values):
        return Record(tuple(pairs), line)
    if len(values) == 1:
        inner = values[0]
        if isinstance(inner, Items):
            return _record(list(inner.items), line)
        return Record((Entry(None, inner),), line)
    if len(values) % 2:
        return None
    return Record(tuple(map(Entry, values[::2], values[1::2])), line)


def _pair(value: Expr) -> Entry | None:
    """`Map.entry(k, v)`, `k to v`, `("k", v)`: readers make tuples and entries `Items` of two."""
    if isinstance(value, Items) and len(value.items) == 2 and isinstance(value.items[0], Text):
        return Entry(value.items[0], value.items[1])
    return None

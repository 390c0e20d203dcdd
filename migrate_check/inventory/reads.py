"""Which fields of the answer the code reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_check.domain.call_site import ResponseRead
from migrate_check.inventory.neutral import (
    Binding,
    BindingKind,
    Call,
    Expr,
    Index,
    Member,
    Name,
    Scope,
    Text,
)
from migrate_check.inventory.spelling import camel

MOST_READS = 40
MOST_LEVELS = 3
MOST_HITS = 100
_LINE = 120
_NAME = rb"([A-Za-z_$][\w$]*)"
_OF = rb"(?:await\s+)?(?:self\.|this\.|\*|&)?$"
_TAKER = re.compile(
    _NAME
    + rb"\s*:?=\s*"
    + _OF
    + rb"|\bfor\b.*?"
    + _NAME
    + rb"[\s)]*(?:in|of|:=\s*range|:)\s+"
    + _OF
)
"""What stands before the variable where something is taken from it."""


def reads_of(call: Call, data: bytes, spelling: str) -> tuple[ResponseRead, ...]:
    """Paths read off the variable that takes the answer, and off what is taken from it."""
    found: dict[str, ResponseRead] = {}
    for path, line in _from(call, data):
        wire = ".".join(camel(part) for part in path.split(".")) if spelling == "gemini" else path
        found.setdefault(wire, ResponseRead(wire, line))
        if len(found) >= MOST_READS:
            break
    return tuple(sorted(found.values(), key=lambda read: (read.line, read.path)))


def _from(call: Call, data: bytes) -> Iterator[tuple[str, int]]:
    name, path = call.bound_to, ""
    if name is None:
        path, name = call.module.read_at_once(call)
    if path:
        yield path, call.last_line
    if name is not None:
        yield from _off(call, name, path, data)


def _off(call: Call, name: str, path: str, data: bytes) -> Iterator[tuple[str, int]]:
    """What is read off a variable that holds the answer's part of that path."""
    waiting = [(name, path, call.offset, 0)]
    while waiting:
        variable, prefix, offset, level = waiting.pop(0)
        end = _rebound(call, variable, offset)
        for read in call.module.reads(variable):
            if offset < read.offset < end and _visible(read.scope, call.scope):
                yield _joined(prefix, read.path), read.line
        if level >= MOST_LEVELS:
            continue
        for binding, path in _taken(call, variable, data):
            if offset < binding.offset < end:
                waiting.append((binding.name, _joined(prefix, path), binding.offset, level + 1))


def _rebound(call: Call, name: str, offset: int) -> int:
    """Where the variable gets another value."""
    for binding in call.module.bindings(name):
        same = binding.name == name and binding.scope is call.scope
        if same and binding.offset > offset and binding.kind is BindingKind.SET:
            return binding.offset
    return 1 << 60


def _visible(scope: Scope | None, outer: Scope) -> bool:
    """Whether a scope lies within another."""
    for _ in range(20):
        if scope is None or scope is outer:
            return scope is outer
        scope = scope.parent
    return False


def _taken(call: Call, name: str, data: bytes) -> Iterator[tuple[Binding, str]]:
    """Variables that take a part of it, or one item after the other."""
    for other in _neighbours(call, name, data):
        for binding in call.module.bindings(other):
            if binding.name != other or not _visible(binding.scope, call.scope):
                continue
            path = _path_after(binding.value, name)
            if path is None or (not path and binding.kind is not BindingKind.EACH):
                continue
            if binding.kind is BindingKind.EACH and path:
                path = f"{path}[]"
            if binding.kind in (BindingKind.SET, BindingKind.EACH):
                yield binding, path


def _neighbours(call: Call, name: str, data: bytes) -> list[str]:
    """Names near the variable that may be bound to a part of it; the reader has the last word."""
    found: dict[str, None] = {}
    last = name.rpartition(".")[2].encode()
    for count, hit in enumerate(re.finditer(rb"%s\b" % re.escape(last), data[call.offset :])):
        at = call.offset + hit.start()
        before = data[max(data.rfind(b"\n", 0, at) + 1, at - _LINE) : at]
        taker = _TAKER.search(before)
        if taker is not None:
            found[(taker[1] or taker[2]).decode("utf-8", "replace")] = None
        if count >= MOST_HITS:
            break
    return [one for one in found if one != name][:8]


def _path_after(expr: Expr, name: str) -> str | None:
    """`choices[]` of `reply.choices[0]`; None where it is not that variable's."""
    parts: list[str] = []
    for _ in range(20):
        if isinstance(expr, Member):
            parts.append(f".{expr.name}")
            if name == _dotted_self(expr):
                parts.pop()
                return "".join(reversed(parts)).removeprefix(".")
            expr = expr.of
        elif isinstance(expr, Index):
            parts.append(f".{expr.key.value}" if isinstance(expr.key, Text) else "[]")
            expr = expr.of
        else:
            break
    if not isinstance(expr, Name) or expr.name != name:
        return None
    return "".join(reversed(parts)).removeprefix(".")


def _dotted_self(expr: Member) -> str:
    return f"{expr.of.name}.{expr.name}" if isinstance(expr.of, Name) else ""


def _joined(prefix: str, path: str) -> str:
    if not prefix or not path:
        return prefix or path
    return f"{prefix}{path}" if path.startswith("[") else f"{prefix}.{path}"

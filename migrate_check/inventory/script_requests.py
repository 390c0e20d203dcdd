"""Requests of JavaScript that are put together step by step: XMLHttpRequest, `https.request`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_check.domain.call_site import Certainty
from migrate_check.inventory.neutral import (
    Argument,
    BindingKind,
    Entry,
    Expr,
    Invoke,
    Member,
    Name,
    Record,
    Template,
    Text,
)
from migrate_check.inventory.resolver.built import Given
from migrate_check.inventory.resolver.place import ANYWHERE, Place
from migrate_check.inventory.resolver.records import Records
from migrate_check.inventory.resolver.trace import Tracer

XHR, NODE = "XMLHttpRequest", "node:https"
_IMPORTED = re.compile(
    rb"\b(request)\b[^;\n]{0,200}\bfrom\s*['\"]undici|\brequire\(['\"](request)\b"
    rb"|\bhttps?\s*\.\s*(request)\b"
)
_WRITES = frozenset({"write", "end"})
MOST_WRITES = 20


def imported(data: bytes) -> Iterator[str]:
    """Common words that a file uses as functions of an HTTP library."""
    for match in _IMPORTED.finditer(data):
        yield next(group for group in match.groups() if group).decode()


def later(
    call: Invoke, library: str, place: Place, tracer: Tracer, records: Records
) -> dict[str, Given]:
    """Settings of the request that do not stand in the call's own arguments."""
    if library == XHR and isinstance(call.callee, Member) and isinstance(call.callee.of, Name):
        return _of_xhr(call.callee.of, place, records)
    if library == NODE:
        return _of_node(call, place, tracer, records)
    return {}


def _of_xhr(variable: Name, place: Place, records: Records) -> dict[str, Given]:
    """`xhr.setRequestHeader(name, value)` and `xhr.send(body)`."""
    after = place.at(place.scope, ANYWHERE)
    found: dict[str, Given] = {}
    headers = tuple(
        Entry(Text(name, given.line), given.expr)
        for name, given in records.of(variable, after).entries.items()
    )
    if headers:
        found["headers"] = _given(Record(headers, variable.line), after)
    for binding in place.module.bindings(variable.name):
        sends = binding.kind is BindingKind.CALL and binding.scope is place.scope
        if sends and isinstance(binding.key, Text) and binding.key.value == "send":
            found["\0body"] = _given(binding.value, after)
    return found


def _of_node(call: Invoke, place: Place, tracer: Tracer, records: Records) -> dict[str, Given]:
    """`{hostname, path}` in the place of a URL, and `req.write(body)`."""
    found: dict[str, Given] = {}
    first = call.args[0].value if call.args else None
    given = records.of(first, place).entries if isinstance(first, Record | Name) else {}
    host = given.get("hostname") or given.get("host")
    if host is not None:
        path = given["path"].expr if "path" in given else Text("", call.line)
        url = Template((Text("https://", call.line), host.expr, path), call.line)
        found["\0url"] = _given(url, host.place)
        found |= {name: given[name] for name in ("headers", "timeout") if name in given}
    body = next(_written(call, place, tracer), None)
    if body is not None:
        found["\0body"] = body
    return found


def _written(call: Invoke, place: Place, tracer: Tracer) -> Iterator[Given]:
    for count, write in enumerate(place.module.calls(_WRITES)):
        callee, args = write.expr.callee, _plain(write.expr.args)
        if count >= MOST_WRITES:
            return
        if isinstance(callee, Member) and args and write.scope is place.scope:
            at = Place(place.module, write.scope, write.offset)
            if any(end.expr == call for end in tracer.ends(callee.of, at)):
                yield _given(args[0], at)


def _plain(args: tuple[Argument, ...]) -> list[Expr]:
    return [arg.value for arg in args if arg.name is None and not arg.spread]


def _given(expr: Expr, place: Place) -> Given:
    return Given(expr, place, Certainty.RESOLVED, expr.line)

"""Chains of setters as one call with named arguments.

`Request.builder().url(u).post(b).build()` reads like `Request.builder(url=u, post=b)`, whether the
setters come after the call that is asked for or before it (`client.R().SetBody(b).Post(u)`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from migrate_check.inventory.neutral import (
    Argument,
    Binding,
    BindingKind,
    Entry,
    Expr,
    Invoke,
    Member,
    Name,
    Opaque,
    Record,
    Text,
)

MOST_STEPS = 60
_HEADER = frozenset({"set", "header", "addheader", "setheader", "withheader", "putheader"})
_BEARER = frozenset({"bearer_auth", "setAuthToken", "SetAuthToken", "setBearerAuth", "bearerAuth"})
_ENDS = frozenset({"build", "send", "retrieve", "execute", "await", "GET", "get", "Build"})


@dataclass(frozen=True, slots=True)
class Folding:
    """Which calls of a language begin or end a chain."""

    opens: frozenset[str] = frozenset()
    """Setters follow: `builder`, `newBuilder`, `post`."""
    closes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Setters went before, since one of these: `call` → `prompt`."""
    made: frozenset[str] = frozenset()
    """What they make is changed through its variable: `req.Header.Set(…)`, `req.Content = …`."""

    def after(self, call: Invoke, setters: Iterable[Invoke]) -> Invoke:
        """The call with the setters that follow it, in order."""
        return _with(call, call.callee, list(setters))

    def before(self, call: Invoke, name: str) -> Invoke:
        """The call with the setters that went before it."""
        starts = self.closes.get(name, frozenset())
        steps: list[Invoke] = []
        callee = call.callee
        expr = callee.of if isinstance(callee, Member) else None
        for _ in range(MOST_STEPS):
            if not isinstance(expr, Invoke) or not isinstance(callee, Member):
                return call
            inner = expr.callee
            named = inner.name if isinstance(inner, Member | Name) else ""
            steps.append(expr)
            if named in starts:
                short = Member(inner, callee.name, callee.line)
                return _with(call, short, steps[::-1])
            expr = inner.of if isinstance(inner, Member) else None
        return call

    def changed(self, call: Invoke, variable: str, bindings: Iterable[Binding]) -> Invoke:
        """The call with what is later put into the variable that takes its result."""
        args, headers = list(call.args), list[Entry]()
        for binding in bindings:
            part = binding.name.removeprefix(variable).lstrip(".")
            if part.lower() in ("header", "headers") and binding.key is not None:
                headers += _header_change(binding)
            elif part and "." not in part and binding.kind is BindingKind.SET:
                args.append(Argument(part, binding.value))
        return Invoke(call.callee, (*args, *_headers(headers, call.line)), call.line)


def setters_of(binding: Binding) -> list[Invoke]:
    """`builder.seed(7)` that stands alone, `builder = builder.seed(7).topP(1)`."""
    value = binding.value
    if binding.kind is BindingKind.CALL and isinstance(binding.key, Text):
        args: tuple[Argument, ...] = (Argument(None, value),)
        if isinstance(value, Invoke) and value.callee == Opaque("", value.line):
            args = value.args
        return [Invoke(Name(binding.key.value, binding.line), args, binding.line)]
    steps: list[Invoke] = []
    while isinstance(value, Invoke) and isinstance(value.callee, Member):
        steps.append(value)
        value = value.callee.of
    goes_on = isinstance(value, Name) and value.name == binding.name
    return steps[::-1] if goes_on else []


def _header_change(binding: Binding) -> list[Entry]:
    if binding.key is None or not isinstance(binding.key, Text):
        return []
    if binding.kind is BindingKind.ITEM:
        return [Entry(binding.key, binding.value)]
    return []


def _with(call: Invoke, callee: Expr, setters: list[Invoke]) -> Invoke:
    args, headers = list(call.args), list[Entry]()
    for setter in setters[:MOST_STEPS]:
        name = setter.callee.name if isinstance(setter.callee, Member | Name) else ""
        values = [argument.value for argument in setter.args]
        if name.lower() in _HEADER and len(values) == 2:
            headers.append(Entry(values[0], values[1]))
        elif name in _BEARER and values:
            headers.append(Entry(Text("authorization", setter.line), values[0]))
        elif values and name not in _ENDS:
            args.append(Argument(name, values[-1]))
    return Invoke(callee, (*args, *_headers(headers, call.line)), call.line)


def _headers(entries: list[Entry], line: int) -> list[Argument]:
    return [Argument("headers", Record(tuple(entries), line))] if entries else []

"""Calls that are worth a look: by name, and by the ways a method is called without its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from migrate_check.domain.call_site import Language
from migrate_check.inventory.neutral import Argument, Call, Expr, Invoke, Member, Module, Name
from migrate_check.inventory.resolver.calls import bound_method
from migrate_check.inventory.resolver.chain import last_name
from migrate_check.inventory.resolver.place import Place
from migrate_check.inventory.signature import CallSignature
from migrate_check.inventory.source_file import SourceFile

PASSED_TO = {
    "partial": 0,
    "to_thread": 0,
    "run_sync": 0,
    "run_in_executor": 1,
    "submit": 0,
    "sync_to_async": 0,
    "run_in_threadpool": 0,
    "asyncify": 0,
    "database_sync_to_async": 0,
    "partialmethod": 0,
    "call_soon_threadsafe": 0,
    "retry_call": 0,
    "wraps": 0,
}
"""Functions that call a method they are given → its position among the arguments."""
_WORDS = re.compile(rb"\w+")
_PUT = re.compile(rb"\s*(?:(?:const|let|var|val|final)\s+)?(?:\w+\.)?([A-Za-z_]\w*)\s*:?=[^=(]")
"""The beginning of a line that puts something into a variable."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call with the arguments that reach the method."""

    call: Call
    invoke: Invoke
    place: Place
    line: int


class Candidates:
    """Finds calls by the last names of all tails."""

    def __init__(self, rows: Iterable[CallSignature]) -> None:
        self._tails: dict[Language, dict[str, list[tuple[bytes, ...]]]] = {}
        self._last: tuple[SourceFile, frozenset[str]] | None = None
        for row in rows:
            for language in row.languages:
                words = tuple(name.encode() for name in row.tail[:-1])
                tails = self._tails.setdefault(language, {}).setdefault(row.tail[-1], [])
                if words not in tails:
                    tails.append(words)

    def possible(self, source: SourceFile) -> bool:
        """Whether the file has the words of any call."""
        return bool(self._names(source))

    def of(self, source: SourceFile, module: Module) -> Iterator[Candidate]:
        """Candidates in order of position."""
        names = self._names(source)
        if not names:
            return
        others = frozenset(name for name in PASSED_TO if name.encode() in source.data)
        aliases = self._aliases(source, names) | _renamed(module, names)
        if b"getattr" in source.data:
            others |= {"getattr"}
        for call in module.calls(names | others | aliases):
            if call.name in others:
                yield from self._passed(call, names)
            else:
                place = Place(module, call.scope, call.offset)
                yield Candidate(call, call.expr, place, call.line)

    def _names(self, source: SourceFile) -> frozenset[str]:
        """Last names of which a whole tail can stand in the file."""
        if self._last is None or self._last[0] is not source:
            words = frozenset(_WORDS.findall(source.data))
            names = frozenset(
                name
                for name, tails in self._tails.get(source.language, {}).items()
                if name.encode() in words and any(words.issuperset(tail) for tail in tails)
            )
            self._last = (source, names)
        return self._last[1]

    def _aliases(self, source: SourceFile, names: frozenset[str]) -> frozenset[str]:
        """Variables that a method is put into: `create = client.chat.completions.create`."""
        data = source.data
        if not names or (b"=" not in data):
            return frozenset()
        words = b"|".join(re.escape(name.encode()) for name in sorted(names))
        ends = [rb"\.(?:%s)[ \t;]*(?:\r?\n|$)" % words]
        if b"getattr" in data:
            ends.append(rb"getattr\([^\n]*[\"'](?:%s)[\"']\)" % words)
        found = set()
        for pattern in ends:
            for hit in re.finditer(pattern, data):
                put = _PUT.match(data, data.rfind(b"\n", 0, hit.start()) + 1, hit.start())
                if put is not None:
                    found.add(put[1].decode())
        return frozenset(found) - names

    def _passed(self, call: Call, names: frozenset[str]) -> Iterator[Candidate]:
        """`partial(client.chat.completions.create, model=…)`, `asyncio.to_thread(…)`, and what
        is called on the result of such a call."""
        invoke = call.expr
        place = Place(call.module, call.scope, call.offset)
        method: Expr | None = bound_method(invoke) if call.name == "getattr" else None
        given: tuple[Argument, ...] = ()
        at = PASSED_TO.get(call.name, 0)
        if call.name != "getattr" and len(invoke.args) > at and invoke.args[at].name is None:
            method, given = invoke.args[at].value, invoke.args[at + 1 :]
        if not isinstance(method, Member | Name) or last_name(method) not in names:
            return
        outer = call.module.called(call)
        if outer is not None:
            given = (*given, *outer.args)
        elif call.name == "getattr":
            return
        yield Candidate(call, Invoke(method, given, call.line), place, method.line or call.line)


def _renamed(module: Module, names: frozenset[str]) -> frozenset[str]:
    """`from litellm import completion as ask`."""
    return frozenset(local for local, what in module.imports.items() if what.name in names) - names

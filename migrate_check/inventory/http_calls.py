"""Requests of HTTP libraries: which function is called, and to which URL."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from migrate_check.domain.call_site import Certainty, Language
from migrate_check.inventory.endpoints import (
    is_distinctive,
    provider_of_host,
    route_of_path,
    split_url,
)
from migrate_check.inventory.makers import in_modules
from migrate_check.inventory.neutral import BindingKind, Entry, Expr, Invoke, Member, Name, Record
from migrate_check.inventory.resolver.built import Built, Given
from migrate_check.inventory.resolver.chain import dotted, last_name
from migrate_check.inventory.resolver.facts import HOLE
from migrate_check.inventory.resolver.place import End, Place
from migrate_check.inventory.resolver.records import Records
from migrate_check.inventory.resolver.trace import Tracer
from migrate_check.inventory.resolver.types import named_types
from migrate_check.inventory.script_requests import imported, later
from migrate_check.inventory.signature import HttpSignature
from migrate_check.inventory.source_file import SourceFile

WORDS: tuple[bytes, ...] = (
    *(b"completions", b"v1", b"openai", b"anthropic", b"mistral", b"generat", b"gemini"),
    *(b"deepseek", b"llm", b"embedding", b"/responses", b"/messages", b"bedrock", b"rerank"),
)
"""A file without any of these (in lower case) sends no request to an LLM."""
LLM_NAME = re.compile(
    r"(?i)openai|anthropic|claude|gpt|llm|gemini|mistral|deepseek|completions?|openrouter|litellm"
)
UPDATED = "\0headers"
"""The entry of headers that are put into a session after it was made."""
COMMON = frozenset({"get", "delete", "put", "patch", "request", "send"})
"""Names that dictionaries and others have, too."""
_HTTP_GET = re.compile(
    rb"(?i)(?:requests|httpx|session|client|http|axios|api)\w*(?:\(\))?\s*\.\s*"
    rb"(?:get|delete|put|patch|request|send)\b"
)


@dataclass(frozen=True, slots=True)
class HttpCall:
    """A call of an HTTP library."""

    signature: HttpSignature
    call: Invoke
    place: Place
    made: Invoke | None = None
    """Constructor of the session or client."""
    made_place: Place | None = None
    seen: bool = True
    """False: the receiver may be something else."""
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads."""

    route: str | None
    provider: str | None
    path: str
    named: bool
    """The host is known to serve LLMs, or its variable is named so."""
    distinctive: bool


class HttpCalls:
    """Finds calls of HTTP libraries."""

    def __init__(
        self, tracer: Tracer, records: Records, signatures: Iterable[HttpSignature]
    ) -> None:
        self._tracer = tracer
        self._records = records
        self._rows: dict[tuple[Language, str], list[HttpSignature]] = {}
        for row in signatures:
            for language in row.languages:
                for name in row.names:
                    key = (language, name.rpartition(".")[2])
                    self._rows.setdefault(key, []).append(row)

    def names(self, source: SourceFile) -> frozenset[str]:
        """Last names of functions that may send a request to an LLM from this file."""
        names = {name for language, name in self._rows if language is source.language}
        data = source.data.lower()
        if not names or not any(word in data for word in WORDS):
            return frozenset()
        # PHP's arrays have no methods, so `request` and `get` are telling there.
        if source.language is not Language.PHP and not _HTTP_GET.search(source.data):
            names -= COMMON - set(imported(source.data))
        return frozenset(name for name in names if name.encode() in source.data)

    def match(self, call: Invoke, place: Place) -> HttpCall | None:
        """The library's function that is called."""
        name = last_name(call.callee)
        rows = self._rows.get((place.module.language, name or ""), [])
        if not rows:
            return None
        written = dotted(call.callee)
        for row in rows:
            if not row.modules and written in row.names:
                return HttpCall(row, call, place, is_async=row.is_async)
        if isinstance(call.callee, Member):
            return self._by_receiver(rows, call, call.callee, place)
        return self._by_name(rows, call, place)

    def _by_name(self, rows: list[HttpSignature], call: Invoke, place: Place) -> HttpCall | None:
        for end in self._tracer.ends(call.callee, place):
            found = self._row_of(rows, end.external) if not end.is_call else None
            if found is not None:
                return HttpCall(found, call, place, is_async=found.is_async)
        return None

    def _by_receiver(
        self, rows: list[HttpSignature], call: Invoke, callee: Member, place: Place
    ) -> HttpCall | None:
        unseen = False
        for end in self._tracer.ends(callee.of, place):
            full = end.external or self._declared(end)
            if full is not None:
                found = self._row_of(rows, full)
                if found is not None:
                    return self._on(found, call, place, end, full)
            elif not isinstance(end.expr, Record) and end.definition is None:
                unseen = True
        return self._unseen(rows, call, place) if unseen else None

    def _on(self, row: HttpSignature, call: Invoke, place: Place, end: End, full: str) -> HttpCall:
        made = end.expr if isinstance(end.expr, Invoke) else None
        later = row.is_async or "Async" in full
        return HttpCall(row, call, place, made, end.place, is_async=later)

    def _unseen(self, rows: list[HttpSignature], call: Invoke, place: Place) -> HttpCall | None:
        """A session that is handed in: the file imports its library, or it has no library."""
        imported = place.module.namespaces
        for row in rows:
            if not row.modules or any(in_modules(name, row.modules) for name in imported):
                return HttpCall(row, call, place, seen=False, is_async=row.is_async)
        return None

    def _row_of(self, rows: list[HttpSignature], full: str | None) -> HttpSignature | None:
        if full is None:
            return None
        return next((row for row in rows if in_modules(full, row.modules)), None)

    def _declared(self, end: End) -> str | None:
        for name in named_types(end.type_name or ""):
            first, *rest = name.split(".")
            expr: Expr = Name(first, 0)
            for part in rest:
                expr = Member(expr, part, 0)
            for kind in self._tracer.ends(expr, end.place):
                if kind.external is not None:
                    return kind.external
        return None

    def settings(self, http: HttpCall) -> Built:
        """What the session or client was made with."""
        if http.made is None or http.made_place is None:
            return Built()
        built = self._records.of_arguments(http.made.args, http.made_place, http.made.line)
        for arg in http.made.args[:1]:
            if arg.name is None and not arg.spread:
                inner = self._records.of(arg.value, http.made_place)
                built.merge(Built(inner.entries), Certainty.LITERAL)
        self._add_updated(built, http)
        return built

    def _add_updated(self, built: Built, http: HttpCall) -> None:
        """`session.headers.update({…})` and `session.headers[…] = …`."""
        receiver = http.call.callee.of if isinstance(http.call.callee, Member) else None
        path = dotted(receiver) if receiver is not None else None
        module = http.place.module
        entries: list[Entry] = []
        for binding in module.bindings(f"{path}.headers") if path else ():
            if binding.kind is BindingKind.MERGE:
                entries.append(Entry(None, binding.value))
            elif binding.kind is BindingKind.ITEM and binding.key is not None:
                entries.append(Entry(binding.key, binding.value))
        if entries:
            record = Record(tuple(entries), http.call.line)
            given = Given(record, http.place, Certainty.RESOLVED, http.call.line)
            built.entries[UPDATED] = given

    def arguments(self, http: HttpCall) -> Built:
        """The call's own arguments by name, options included; `url` and `body` by position."""
        call, row = http.call, http.signature
        built = self._records.of_arguments(call.args, http.place, call.line)
        leading = [arg.value for arg in call.args if arg.name is None and not arg.spread]
        options = self._at(leading, row.options_position)
        if options is not None:
            inner = self._records.of(options, http.place)
            built.merge(inner, Certainty.LITERAL)
        for name, position in (("\0url", row.url_position), ("\0body", row.body_position)):
            value = self._at(leading, position)
            if value is not None:
                line = value.line or call.line
                built.entries[name] = Given(value, http.place, Certainty.LITERAL, line)
        built.entries |= later(call, row.library, http.place, self._tracer, self._records)
        return built

    def _at(self, leading: list[Expr], position: int | None) -> Expr | None:
        if position is None or position >= len(leading):
            return None
        return leading[position]


def target_of(url: str, origin: str, shown_as: str) -> Target:
    """Where a URL leads; holes are `{…}`. `origin` and `shown_as`: how it came to be."""
    host, path = split_url(url)
    if HOLE in host and "/" not in path:
        path = ""
    provider = provider_of_host(host) if HOLE not in host else None
    route = route_of_path(path)
    named = provider is not None
    if provider is None and (HOLE in host or not host or "." not in host):
        named = LLM_NAME.search(f"{origin} {shown_as}") is not None
    return Target(route, provider, path, named, is_distinctive(path))

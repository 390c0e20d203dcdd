"""What a call is made on: the client behind a receiver, or something that is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from migrate_check.domain.call_site import Language
from migrate_check.inventory.builders import BUILDING, chain_start
from migrate_check.inventory.neutral import (
    Argument,
    Expr,
    Flag,
    Invoke,
    Items,
    Member,
    Name,
    Null,
    Number,
    Record,
    Scope,
    ScopeKind,
    Template,
    Text,
)
from migrate_check.inventory.resolver.attributes import SELVES
from migrate_check.inventory.resolver.chain import last_name
from migrate_check.inventory.resolver.place import End, ParamOf, Place
from migrate_check.inventory.resolver.trace import Tracer
from migrate_check.inventory.resolver.types import named_types
from migrate_check.inventory.signature import ClientSignature

PASSING = frozenset({"with_options", "withOptions", "copy", "asyncify", "wrap_openai"})
"""Methods that give a client like the one they are called on."""
WRAPPING = frozenset(
    {"wrap_openai", "wrap_anthropic", "wrapOpenAI", "observeOpenAI", "trace_openai"}
)
"""Functions that give back the client they are given, with something around it."""
MOST_LEVELS = 5
_ENDPOINT = re.compile(r"(?i)endpoint|ur[il]\b|://")


@dataclass(frozen=True, slots=True)
class Made:
    """A client, as far as its making is seen."""

    signature: ClientSignature
    call: Invoke | None
    """None: only its type is known, or a module acts as the client."""
    place: Place
    options: tuple[Invoke, ...] = ()
    """`with_options(…)` on the way to the call, the last first."""
    parent: Made | None = None
    """The client that made this session, or that this one wraps."""
    param: ParamOf | None = None
    """It is handed in."""
    certain: bool = True

    @property
    def holds_fields(self) -> bool:
        """Whether its arguments are fields of the requests: sessions, model objects."""
        return self.signature.provider is None or bool(self.signature.positional)


@dataclass(slots=True)
class Receiver:
    """All that a receiver may be."""

    made: list[Made] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    """Full names of modules outside the tree that it is."""
    foreign: list[str] = field(default_factory=list)
    """Full names of other things outside the tree."""
    of_others: bool = False
    """It is an object of a class of another library."""
    other: bool = False
    """Some value of the tree that is no client: a literal, an object of a class of the tree."""
    open: bool = False
    """It may be anything."""


class Makers:
    """Finds clients."""

    def __init__(self, tracer: Tracer, signatures: Iterable[ClientSignature]) -> None:
        self._tracer = tracer
        self._by_last: dict[str, list[ClientSignature]] = {}
        for signature in signatures:
            for name in signature.names:
                last = name.rpartition(".")[2]
                known = self._by_last.setdefault(last, [])
                if signature not in known:
                    known.append(signature)
        self._level = 0

    def find(self, expr: Expr, place: Place) -> Receiver:
        """What an expression is."""
        found = Receiver()
        if self._level >= MOST_LEVELS:
            found.open = True
            return found
        self._level += 1
        try:
            for end in self._tracer.ends(expr, place):
                self._add(found, end)
        finally:
            self._level -= 1
        return found

    def _add(self, found: Receiver, end: End) -> None:
        match end.expr:
            case Null():
                return
            case Record() if self._add_record(found, end, end.expr):
                return
            case Text() | Number() | Flag() | Record() | Items() | Template():
                found.other = True
                return
            case Invoke():
                self._add_call(found, end, end.expr)
                return
        if end.external is not None:
            found.modules.append(end.external)
        elif end.definition is not None or end.module is not None:
            found.other = True
        elif end.type_name is not None:
            self._add_typed(found, end, end.type_name)
        else:
            self._add_unknown(found, end)

    def _add_record(self, found: Receiver, end: End, record: Record) -> bool:
        """`new AnthropicClient { ApiKey = k }`: an object that has only an initialiser."""
        if record.type_name is None:
            return False
        args = tuple(
            Argument(entry.key.value, entry.value)
            for entry in record.entries
            if isinstance(entry.key, Text)
        )
        for kind in self._tracer.ends(_path(record.type_name), end.place):
            if kind.external is not None:
                call = Invoke(_path(record.type_name), args, record.line)
                made = self._constructed(kind.external, call, end)
                found.made += [made] if made is not None else []
        return bool(found.made)

    def _add_unknown(self, found: Receiver, end: End) -> None:
        """A member of something: of a client that is seen, it is no client itself."""
        if isinstance(end.expr, Name) and end.expr.name in SELVES:
            self._add_self(found, end)
            return
        if not isinstance(end.expr, Member):
            found.open = True
            return
        inner = self.find(end.expr.of, end.place)
        if inner.made or inner.other:
            found.other = True
        elif inner.foreign:
            found.foreign += inner.foreign
        else:
            found.open = True

    def _add_self(self, found: Receiver, end: End) -> None:
        """An object's own method: a client's where its class extends one."""
        owner = end.place.scope.enclosing(ScopeKind.CLASS)
        held = self._embedded(owner, end) if owner is not None else []
        if held:
            found.made += held
            return
        itself = replace(end, definition=owner, home=end.place.module)
        made = self._extended(itself, None)
        if made is not None:
            found.made.append(made)
        else:
            found.other = owner is not None and not owner.bases
            found.open = not found.other

    def _embedded(self, owner: Scope, end: End) -> list[Made]:
        """In Go, the field that has its type's name: `Client{Client: &client}`."""
        of_go = end.place.module.language is Language.GO
        names = [base.rpartition(".")[2] for base in owner.bases] if of_go else []
        fields = (Member(end.expr, name, 0) for name in names)
        return [made for field in fields for made in self.find(field, end.place).made]

    def _add_call(self, found: Receiver, end: End, call: Invoke) -> None:
        if end.definition is not None:
            self._add_object(found, end, call)
            return
        if end.external is not None:
            made = self._constructed(end.external, call, end)
            if made is not None:
                found.made.append(made)
            elif end.external.rpartition(".")[2] in WRAPPING and call.args:
                self._add_all(found, call.args[0].value, end.place)
            elif self._by_last.get(end.external.rpartition(".")[2]) and not _any_service(call):
                found.other = True
            else:
                self._add_foreign(found, end, end.external, call)
            return
        if isinstance(call.callee, Member):
            self._add_method(found, end, call, call.callee)
        else:
            found.open = True

    def _add_foreign(self, found: Receiver, end: End, full: str, call: Invoke) -> None:
        """Something of another library; what is made around a client acts as one."""
        first = call.args[0] if call.args else None
        if first is not None and first.name is None and not isinstance(first.value, Text):
            inner = self.find(first.value, end.place)
            if inner.made:
                found.made += inner.made
                return
        found.foreign.append(full)
        name = last_name(call.callee) or ""
        found.of_others = found.of_others or name[:1].isupper()

    def _add_method(self, found: Receiver, end: End, call: Invoke, callee: Member) -> None:
        """`client.with_options(…)`, `client.chats.create(…)`, `boto3.Session().client(…)`."""
        if callee.name in PASSING:
            inner = self.find(callee.of, end.place)
            found.made += [_with(made, call) for made in inner.made]
            found.open = found.open or inner.open
            found.foreign += inner.foreign
            return
        session = self._session(end, call) or self._built(end, call)
        if session is not None:
            found.made.append(session)
            return
        inner = self.find(callee.of, end.place)
        if inner.made or inner.other:
            found.other = True
        elif inner.foreign:
            found.foreign += inner.foreign
        else:
            found.open = True

    def _built(self, end: End, call: Invoke) -> Made | None:
        """`OpenAIOkHttpClient.builder().baseUrl(…).build()`: the chain holds the settings."""
        start = chain_start(call) if end.place.module.language in BUILDING else None
        inner = self.find(start, end.place) if start is not None and start is not call else None
        if inner is None or not inner.made:
            return None
        made = inner.made[0]
        return Made(made.signature, call, end.place, parent=made.parent, param=made.param)

    def _add_all(self, found: Receiver, expr: Expr, place: Place) -> None:
        inner = self.find(expr, place)
        found.made += inner.made
        found.open = found.open or inner.open
        found.foreign += inner.foreign

    def _constructed(self, full: str, call: Invoke, end: End) -> Made | None:
        """A client by the full name of its constructor; `from_openai(client)` has a parent."""
        for signature in self._by_last.get(full.rpartition(".")[2], ()):
            if is_named(signature, full, end.place.module.language) and _serves(signature, call):
                parent = None
                if signature.provider is None and call.args and not call.args[0].name:
                    inner = self.find(call.args[0].value, end.place)
                    parent = inner.made[0] if inner.made else None
                return Made(signature, call, end.place, parent=parent, param=end.param)
        return None

    def _session(self, end: End, call: Invoke) -> Made | None:
        """Something made by a method of a client."""
        names: list[str] = []
        expr = call.callee
        while isinstance(expr, Member) and len(names) < 4:
            names.insert(0, expr.name)
            expr = expr.of
            for signature in self._by_last.get(names[-1], ()):
                spoken = end.place.module.language in signature.languages
                if spoken and ".".join(names) in signature.names:
                    made = self._made_on(signature, expr, end, call)
                    if made is not None:
                        return made
        return None

    def _made_on(
        self, signature: ClientSignature, receiver: Expr, end: End, call: Invoke
    ) -> Made | None:
        while isinstance(receiver, Member) and receiver.name in ("aio", "beta"):
            receiver = receiver.of
        inner = self.find(receiver, end.place)
        for parent in inner.made:
            if parent.signature.sdk == signature.sdk:
                return Made(signature, call, end.place, parent=parent)
        outside = [*inner.foreign, *inner.modules]
        if any(in_modules(name, signature.modules) for name in outside):
            return Made(signature, call, end.place)
        imported = end.place.module.namespaces
        named = any(arg.name == "model" for arg in call.args)
        if inner.open and (named or any(in_modules(name, signature.modules) for name in imported)):
            return Made(signature, call, end.place, certain=False)
        return None

    def _add_object(self, found: Receiver, end: End, call: Invoke) -> None:
        """An object of a class of the tree: a client where the class extends one."""
        made = self._extended(end, call)
        if made is not None:
            found.made.append(made)
        elif self._passes_on_anything(end):
            found.open = True
        else:
            found.other = True

    def _passes_on_anything(self, end: End) -> bool:
        """Whether the class hands on what it does not have: lazy imports, proxies."""
        module = end.home or end.place.module
        return any(
            scope.parent is end.definition
            for name in ("__getattr__", "__getattribute__")
            for scope in module.functions(name)
        )

    def _extended(self, end: End, call: Invoke | None) -> Made | None:
        owner = end.definition
        if owner is None or owner.kind is not ScopeKind.CLASS or self._level >= MOST_LEVELS:
            return None
        outside = Place(end.home or end.place.module, owner.parent or owner)
        for base in owner.bases:
            for kind in self._tracer.ends(_path(base), outside):
                if kind.external is not None:
                    made = self._constructed(kind.external, call or Invoke(kind.expr, (), 0), end)
                    if made is not None:
                        return made
        return None

    def _add_typed(self, found: Receiver, end: End, written: str) -> None:
        """Something of a declared type."""
        known = False
        for name in named_types(written):
            for kind in self._tracer.ends(_path(name), end.place):
                known = self._add_type(found, end, kind) or known
        if not known:
            found.open = True

    def _add_type(self, found: Receiver, end: End, kind: End) -> bool:
        if kind.external is not None:
            for signature in self._by_last.get(kind.external.rpartition(".")[2], ()):
                if is_named(signature, kind.external, end.place.module.language):
                    found.made.append(Made(signature, None, end.place, param=end.param))
                    return True
            found.foreign.append(kind.external)
            return True
        if kind.definition is not None:
            made = self._extended(kind, None)
            if made is not None:
                found.made.append(Made(made.signature, None, end.place, param=end.param))
            # A protocol or base class of the tree says nothing about what is handed in.
            found.open = found.open or made is None
            return True
        return False


def in_modules(full: str, modules: Iterable[str]) -> bool:
    """Whether a full name is one of these modules or inside one."""
    return any(
        full == module or full.startswith((f"{module}.", f"{module}/")) for module in modules
    )


def is_named(signature: ClientSignature, full: str, language: Language) -> bool:
    """Whether a full name is one of the signature's constructors."""
    if language not in signature.languages or not in_modules(full, signature.modules):
        return False
    return any(full == name or full.endswith(f".{name}") for name in signature.names)


def _serves(signature: ClientSignature, call: Invoke) -> bool:
    """Whether a client of many services is made for models: `boto3.client("bedrock-runtime")`."""
    if signature.names == ("OpenAIClient",) and signature.provider == "azure":
        # With anything else first, a key would be taken for the URL, and shown.
        return len(call.args) > 1 and _ENDPOINT.search(repr(call.args[0].value)) is not None
    return signature.sdk != "bedrock" or _any_service(call)


def _any_service(call: Invoke) -> bool:
    first = next((arg.value for arg in call.args if arg.name in (None, "service_name")), None)
    return not isinstance(first, Text) or "bedrock" in first.value


def _with(made: Made, call: Invoke) -> Made:
    return Made(
        made.signature,
        made.call,
        made.place,
        (call, *made.options),
        made.parent,
        made.param,
        made.certain,
    )


def _path(written: str) -> Expr:
    first, *rest = written.split(".")
    expr: Expr = Name(first, 0)
    for name in rest:
        expr = Member(expr, name, 0)
    return expr

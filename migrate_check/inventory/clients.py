"""How the client of a call is made: base URL, key, timeout, retries, headers, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from migrate_check.domain.call_site import (
    NOT_KNOWN,
    UNKNOWN_CLIENT,
    Certainty,
    Client,
    Fact,
    Language,
    Rollback,
)
from migrate_check.inventory.builders import BUILDING, builder_record, options_record
from migrate_check.inventory.endpoints import provider_of_host, split_url
from migrate_check.inventory.makers import Made, in_modules
from migrate_check.inventory.matching import Match
from migrate_check.inventory.neutral import Argument, BindingKind, Expr, Invoke, Module, Null, Text
from migrate_check.inventory.option_lists import listed_options
from migrate_check.inventory.resolver.built import Built, Given
from migrate_check.inventory.resolver.chain import last_name, shown
from migrate_check.inventory.resolver.facts import Facts
from migrate_check.inventory.resolver.place import Place
from migrate_check.inventory.resolver.records import Records
from migrate_check.inventory.resolver.trace import Tracer
from migrate_check.inventory.rollback import key_fact, rollback_of, without_secrets
from migrate_check.inventory.script_calls import SCRIPTS, ScriptCalls, in_seconds
from migrate_check.inventory.signature import ClientSignature

CLOUDS = frozenset({"azure", "bedrock", "vertex"})
MOST_CLIENTS = 4
CONFIGURED_BY = frozenset({"configure", "init"})
"""Functions of a module that set up all its calls: `genai.configure(…)`, `vertexai.init(…)`."""
_V0_NAMES = {"api_base": "base_url"}


class Clients:
    """Facts about clients."""

    def __init__(
        self,
        tracer: Tracer,
        records: Records,
        facts: Facts,
        signatures: Iterable[ClientSignature],
        scripts: ScriptCalls,
    ) -> None:
        self._tracer = tracer
        self._records = records
        self._facts = facts
        self._scripts = scripts
        self._signatures = tuple(signatures)

    def of(self, match: Match) -> Client:
        """The client of a call; of several that it may be, the likeliest, with the hardest way
        back among them."""
        seen = [made for made in match.made if _innermost(made).call is not None]
        clients = [self._one(match, made) for made in (seen or match.made)[:MOST_CLIENTS]]
        return _likeliest(clients) if clients else self._one(match, None)

    def _one(self, match: Match, made: Made | None) -> Client:
        signature = self._signature(match, made)
        if signature is None:
            return replace(UNKNOWN_CLIENT, provider=match.signature.provider)
        if made is None and self._named(signature, match):
            made = Made(signature, match.call, match.place)
        given = self._given(match, made, signature)
        base_url, rollback = self._base_url(given, signature, made, match)
        key, key_rollback = self._key(given, signature, made, match)
        return Client(
            made_at=self._made_at(made),
            constructor=self._constructor(made),
            provider=self._provider(base_url, given, signature, match),
            base_url=without_secrets(base_url),
            key=key,
            rollback=rollback,
            key_rollback=key_rollback,
            timeout=self._timeout(given, signature, match),
            retries=self._number(given, signature.retries),
            headers=self._headers(given, signature),
            in_browser=self._in_browser(given),
        )

    def _signature(self, match: Match, made: Made | None) -> ClientSignature | None:
        """The row that says what the client's arguments mean: the innermost client's own."""
        while made is not None and made.parent is not None:
            made = made.parent
        if made is not None:
            return made.signature
        if match.module_name is None and not match.signature.provider:
            return None
        return next(
            (
                one
                for one in self._signatures
                if one.sdk == match.signature.sdk
                and one.languages & match.signature.languages
                and (len(match.signature.tail) > 1 or self._named(one, match))
            ),
            next((one for one in self._signatures if one.sdk == match.signature.sdk), None),
        )

    def _named(self, signature: ClientSignature, match: Match) -> bool:
        return match.signature.tail[-1] in signature.names

    def _given(self, match: Match, made: Made | None, signature: ClientSignature) -> Built:
        """All settings, the nearest to the call last: module, constructors, options, the call."""
        given = Built()
        if match.module_name is not None or _configured(match):
            self._add_module_settings(given, match)
        for one in reversed(_line_of_clients(made)):
            if one.call is not None:
                given.merge(self.arguments(one.call, one.place, one.signature), Certainty.LITERAL)
            for options in reversed(one.options):
                given.merge(self.arguments(options, one.place, one.signature), Certainty.LITERAL)
        for options in match.options:
            given.merge(self.arguments(options, match.place, signature), Certainty.LITERAL)
        whole = match.module_name is not None and match.signature.sdk == "litellm"
        own = self._records.of_arguments(
            [arg for arg in match.call.args if arg.name or (whole and arg.spread == 2)],
            match.place,
            match.call.line,
        )
        if match.made:
            own.entries = {
                name: one
                for name, one in own.entries.items()
                if name in ("timeout", "max_retries", "request_timeout")
            }
        own.holes = own.holes if whole else []
        given.merge(own, Certainty.LITERAL)
        self._add_record(given, match, signature)
        return given

    def _add_record(self, given: Built, match: Match, signature: ClientSignature) -> None:
        """Where a language has no named arguments: a constructor's record, a call's options."""
        if match.place.module.language not in SCRIPTS:
            return
        if not match.made:
            constructor = self.arguments(match.call, match.place, signature)
            given.merge(Built(constructor.entries), Certainty.LITERAL)
        options = self._scripts.options(match)
        options.entries.pop("headers", None)
        given.merge(options, Certainty.LITERAL)

    def arguments(self, call: Invoke, place: Place, signature: ClientSignature) -> Built:
        """The arguments of a constructor by name, also where an options object holds them."""
        built = self._records.of_arguments(call.args, place, call.line)
        leading = [arg for arg in call.args if arg.name is None and not arg.spread]
        for name, arg in zip(signature.positional, leading, strict=False):
            if name:
                given = Given(arg.value, place, Certainty.LITERAL, call.line)
                built.entries.setdefault(name, given)
            else:
                self._add_options(built, arg.value, place)
        if place.module.language in BUILDING:
            for put_together in (builder_record(call), options_record(call.args)):
                if put_together is not None:
                    built.merge(self._records.of(put_together, place), Certainty.LITERAL)
        if place.module.language is Language.GO:
            self._add_listed(built, call, place)
        if not signature.positional and len(leading) == 1:
            self._add_options(built, leading[0].value, place)
        return built

    def _add_listed(self, built: Built, call: Invoke, place: Place) -> None:
        """`NewClient(opts...)`."""
        options = listed_options(call.args, place)
        built.holes += ["options that are handed in"] if options is None else []
        for option in options or ():
            record = options_record((Argument(None, option.call),))
            if record is not None:
                built.merge(self._records.of(record, option.place), option.certainty)

    def _add_options(self, built: Built, expr: Expr, place: Place) -> None:
        if not isinstance(expr, Text | Null):
            inner = self._records.of(expr, place)
            if inner.entries:
                built.merge(inner, Certainty.LITERAL)

    def _add_module_settings(self, given: Built, match: Match) -> None:
        """`openai.api_base = …`, `genai.configure(api_key=…)` in the same file or notebook."""
        own = match.place.module
        for module in (*self._tracer.project.cells(own), own):
            self._add_assigned(given, module, match)
            for call in module.calls(CONFIGURED_BY):
                invoke = call.expr
                if self._configures(invoke, module, match):
                    place = Place(module, call.scope, call.offset)
                    built = self._records.of_arguments(invoke.args, place, call.line)
                    given.merge(built, Certainty.RESOLVED)

    def _configures(self, call: Invoke, module: Module, match: Match) -> bool:
        """Whether the function that is called is the SDK's own."""
        place = Place(module, module.top)
        ends = self._tracer.ends(call.callee, place)
        return any(in_modules(end.external or "", _modules(match)) for end in ends)

    def _add_assigned(self, given: Built, module: Module, match: Match) -> None:
        for local, what in module.imports.items():
            full = f"{what.module}.{what.name}" if what.name else what.module
            if not any(name == full or name.startswith(f"{full}.") for name in _modules(match)):
                continue
            for binding in module.bindings(local):
                place = Place(module, binding.scope, binding.offset)
                if binding.kind is BindingKind.SET and binding.name.startswith(f"{local}."):
                    name = binding.name.rpartition(".")[2]
                    entry = Given(binding.value, place, Certainty.RESOLVED, binding.line)
                    given.put(_V0_NAMES.get(name, name), entry)

    def _base_url(
        self, given: Built, signature: ClientSignature, made: Made | None, match: Match
    ) -> tuple[Fact, Rollback]:
        entry = self._entry(given, signature.base_url)
        if entry is not None and not self._is_null(entry):
            ends = [end for one in _values(entry) for end in self._tracer.ends(one, entry.place)]
            fact = self._facts.of_ends(ends)
            return fact, rollback_of(ends, fact)
        if (made is not None and _innermost(made).call is None) and match.module_name is None:
            return self._handed_in(made)
        if given.holes:
            return Fact(None, Certainty.UNKNOWN, given.holes[0]), Rollback.D
        return self._default(signature)

    def _default(self, signature: ClientSignature) -> tuple[Fact, Rollback]:
        default = signature.default_base_url
        if signature.base_url_env:
            names = " or ".join(signature.base_url_env)
            origin = f"the SDK's default, or environment variable {names}"
            given = next(
                (
                    self._facts.environment[name]
                    for name in signature.base_url_env
                    if name in self._facts.environment
                ),
                None,
            )
            if given is not None:
                origin = f"environment variable {names}, set in {given.origin}"
                value = Fact(given.value, Certainty.MAYBE, origin, signature.base_url_env)
                return value, Rollback.A
            fact = Fact(default, Certainty.RESOLVED, origin, signature.base_url_env)
            return fact, signature.default_rollback or Rollback.A
        fact = Fact(default, Certainty.RESOLVED, "the SDK's default")
        return fact, signature.default_rollback or Rollback.C

    def _handed_in(self, made: Made) -> tuple[Fact, Rollback]:
        param = _innermost(made).param
        origin = f"a client handed in, {param.origin}" if param else "a client made elsewhere"
        return Fact(None, Certainty.UNKNOWN, origin), Rollback.D

    def _key(
        self, given: Built, signature: ClientSignature, made: Made | None, match: Match
    ) -> tuple[Fact, Rollback]:
        entry = self._entry(given, signature.key)
        if entry is not None and not self._is_null(entry):
            ends = [end for one in _values(entry) for end in self._tracer.ends(one, entry.place)]
            return key_fact(ends, self._facts), rollback_of(ends, self._facts.of_ends(ends))
        if (made is not None and _innermost(made).call is None) and match.module_name is None:
            return self._handed_in(made)
        if given.holes:
            return Fact(None, Certainty.UNKNOWN, given.holes[0]), Rollback.D
        if not signature.key_env:
            return NOT_KNOWN, Rollback.D
        names = " or ".join(signature.key_env)
        origin = f"environment variable {names}, read by the SDK"
        return Fact(None, Certainty.RESOLVED, origin, signature.key_env), Rollback.A

    def _entry(self, given: Built, names: Iterable[str]) -> Given | None:
        """The setting by the first of its names; dotted names look into nested mappings."""
        for name in names:
            first, _, rest = name.partition(".")
            entry = given.entries.get(first)
            while entry is not None and rest:
                first, _, rest = rest.partition(".")
                entry = self._records.of(entry.expr, entry.place).entries.get(first)
            if entry is not None:
                return entry
        return None

    def _is_null(self, entry: Given) -> bool:
        ends = self._tracer.ends(entry.expr, entry.place)
        return all(isinstance(end.expr, Null) for end in ends)

    def _number(self, given: Built, names: Iterable[str]) -> Fact | None:
        entry = self._entry(given, names)
        if entry is None or self._is_null(entry):
            return None
        ends = self._tracer.ends(entry.expr, entry.place)
        inner = ends[0].expr
        if len(ends) == 1 and isinstance(inner, Invoke) and inner.args:
            return self._facts.of(inner.args[0].value, ends[0].place)
        return self._facts.of_ends(ends)

    def _timeout(self, given: Built, signature: ClientSignature, match: Match) -> Fact | None:
        written = self._number(given, (*signature.timeout, "timeout", "request_timeout"))
        return in_seconds(written, match.place.module.language, signature.sdk)

    def _in_browser(self, given: Built) -> bool:
        entry = self._entry(given, ("dangerouslyAllowBrowser",))
        return entry is not None and self._facts.of(entry.expr, entry.place).value == "true"

    def _headers(self, given: Built, signature: ClientSignature) -> tuple[str, ...]:
        entry = self._entry(given, signature.headers)
        if entry is None:
            return ()
        return tuple(sorted(name.lower() for name in self._header_names(entry)))

    def _header_names(self, entry: Given) -> Iterable[str]:
        return self._records.of(entry.expr, entry.place).entries

    def _made_at(self, made: Made | None) -> str | None:
        inner = _innermost(made) if made is not None else None
        if inner is None or inner.call is None:
            return None
        return inner.place.where(inner.call.line)

    def _constructor(self, made: Made | None) -> str | None:
        inner = _innermost(made) if made is not None else None
        if inner is None:
            return None
        if inner.call is None:
            return inner.signature.names[0]
        called = last_name(inner.call.callee) or shown(inner.call.callee)
        return inner.signature.names[0] if called == "default" else called

    def _provider(
        self, base_url: Fact, given: Built, signature: ClientSignature, match: Match
    ) -> str | None:
        if base_url.value is not None:
            host, _ = split_url(base_url.value)
            known = provider_of_host(host)
            if known is not None or self._entry(given, signature.base_url) is not None:
                return known or (signature.provider if signature.provider == "azure" else None)
        elif self._entry(given, signature.base_url) is not None and signature.provider != "azure":
            return None
        api_type = given.entries.get("api_type")
        if api_type is not None:
            kind = self._facts.of(api_type.expr, api_type.place).value or ""
            return "azure" if kind.startswith("azure") else signature.provider
        if signature.sdk == "google-genai" and "vertexai" in given.entries:
            flag = given.entries["vertexai"]
            if self._facts.of(flag.expr, flag.place).value == "true":
                return "vertex"
        return signature.provider or match.signature.provider


def _likeliest(clients: list[Client]) -> Client:
    """One client for all that it may be: a provider's own before a cloud's."""
    first = next((one for one in clients if one.provider not in CLOUDS), clients[0])
    others = [one for one in clients if one is not first]
    if not others:
        return first
    ways = list(Rollback)
    values = [one.base_url.value for one in others if one.base_url.value is not None]
    known = dict.fromkeys([*first.base_url.alternatives, *values])
    known.pop(first.base_url.value or "", None)
    env = tuple(dict.fromkeys(name for one in clients for name in one.base_url.env))
    base_url = replace(first.base_url, alternatives=tuple(known), env=env)
    return replace(
        first,
        base_url=base_url,
        rollback=max((one.rollback for one in clients), key=ways.index),
        key_rollback=max((one.key_rollback for one in clients), key=ways.index),
    )


def _values(entry: Given) -> tuple[Expr, ...]:
    return (entry.expr, *entry.also)


def _innermost(made: Made) -> Made:
    while made.parent is not None:
        made = made.parent
    return made


def _line_of_clients(made: Made | None) -> list[Made]:
    """The client and those it was made by, the nearest to the call first."""
    found: list[Made] = []
    while made is not None:
        found.append(made)
        made = made.parent
    return found


def _modules(match: Match) -> tuple[str, ...]:
    return match.signature.modules


def _configured(match: Match) -> bool:
    """Whether clients take what the module was set up with: in Ruby `OpenAI.configure { … }`."""
    in_ruby = match.place.module.language is Language.RUBY
    return in_ruby or match.signature.sdk in ("google-generativeai", "vertexai")

"""Calls of Vercel's AI SDK: the model argument is itself a call that names provider and model.

`Models.of` says what such an argument is; `ai_sdk_settings.py` what the call sends to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from migrate_check.domain.call_site import UNKNOWN_ROUTE, Certainty
from migrate_check.inventory.neutral import (
    Expr,
    Invoke,
    Member,
    Name,
    Record,
    Text,
)
from migrate_check.inventory.resolver.built import Given
from migrate_check.inventory.resolver.chain import last_name
from migrate_check.inventory.resolver.indexes import entry_named
from migrate_check.inventory.resolver.place import End, Place
from migrate_check.inventory.signatures.ai_sdk import (
    GATEWAY,
    GATEWAY_PROVIDER,
    GEMINI_ROUTES,
    LANGUAGE_METHODS,
    METHODS,
    PROVIDERS,
    Provider,
)

Resolve = Callable[[Expr, Place], Sequence[End]]
"""What an expression may stand for, as `Tracer.ends`."""

MOST_LEVELS = 6
_MAKERS = "create"
_INSIDE = frozenset({"wrapLanguageModel", "wrapEmbeddingModel", "wrapImageModel", "wrapProvider"})
"""Functions that give back the model in their options' `model`."""
_GATEWAYS = frozenset({"gateway", "vercel"})
_REGISTRIES = frozenset({"createProviderRegistry", "experimental_createProviderRegistry"})
_CUSTOM = frozenset({"customProvider", "experimental_customProvider"})


@dataclass(frozen=True, slots=True)
class ProviderModel:
    """What a model argument names."""

    provider: Provider
    route: str
    """UNKNOWN_ROUTE where the provider does not decide it."""
    model: Expr
    place: Place
    """Of the model."""
    client: Invoke
    """`createOpenAI({…})`, or the ready-made provider as a call without arguments."""
    client_place: Place


@dataclass(frozen=True, slots=True)
class Asked:
    """The call that asks a provider for a model."""

    call: Invoke
    place: Place
    method: str | None = None


class Models:
    """Follows model arguments."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    def of(self, expr: Expr, place: Place) -> list[ProviderModel]:
        """All that the argument may name, the likeliest first; empty: nothing known."""
        return list(self._of(expr, place, 0))

    def _of(self, expr: Expr, place: Place, level: int) -> Iterator[ProviderModel]:
        if level > MOST_LEVELS:
            return
        for end in self._resolve(expr, place):
            if isinstance(end.expr, Text):
                yield _by_name(end.expr, end.place)
            elif isinstance(end.expr, Invoke):
                yield from self._called(end.expr, end, level)

    def _called(self, call: Invoke, end: End, level: int) -> Iterator[ProviderModel]:
        asked = Asked(call, end.place)
        if end.external is not None:
            yield from self._outside(asked, end.external, level)
            return
        base = call.callee
        if isinstance(base, Member):
            asked, base = replace(asked, method=base.name), base.of
        for made in self._resolve(base, end.place):
            if isinstance(made.expr, Invoke) and made.external is not None:
                yield from self._made_by(made.expr, made, asked, level)

    def _outside(self, asked: Asked, full: str, level: int) -> Iterator[ProviderModel]:
        """`openai("…")`, `openai.chat("…")`, `gateway("…")`, `wrapLanguageModel({…})`."""
        call, name = asked.call, full.rpartition(".")[2]
        if name in _INSIDE:
            options = call.args[0].value if call.args else None
            inner = entry_named(options, "model") if isinstance(options, Record) else None
            if inner is not None:
                yield from self._of(inner, asked.place, level + 1)
            return
        provider, rest = provider_of(full)
        if provider is None or not call.args or name.startswith(_MAKERS):
            return
        client = Invoke(Name(rest[0] if rest else name, call.line), (), call.line)
        asked = replace(asked, method=rest[1] if len(rest) > 1 else None)
        yield _model(provider, asked, client, asked.place)

    def _made_by(
        self, maker: Invoke, made: End, asked: Asked, level: int
    ) -> Iterator[ProviderModel]:
        """A model of a provider that the code makes: `createOpenAI({…})("…")`."""
        full = made.external or ""
        name = full.rpartition(".")[2]
        if name in _REGISTRIES | _CUSTOM:
            options = maker.args[0].value if maker.args else None
            for entry in self._registered(options, name in _CUSTOM, asked):
                yield from self._of(entry, made.place, level + 1)
            return
        provider, _ = provider_of(full)
        if provider is not None and asked.call.args:
            yield _model(provider, asked, maker, made.place)

    def _registered(self, options: Expr | None, custom: bool, asked: Asked) -> Iterator[Expr]:
        """`registry.languageModel("openai:gpt-4o")`, `customProvider({languageModels})("fast")`."""
        call = asked.call
        names = self._resolve(call.args[0].value, asked.place) if call.args else ()
        for name in [end.expr.value for end in names if isinstance(end.expr, Text)]:
            first, _, model = name.partition(":")
            if not isinstance(options, Record):
                return
            listed = entry_named(options, "languageModels") if custom else options
            found = entry_named(listed, name if custom else first) if _is_record(listed) else None
            if found is not None and custom:
                yield found
            elif found is not None and model:
                argument = replace(call.args[0], value=Text(model, call.line))
                yield Invoke(found, (argument,), call.line)


def provider_of(full: str) -> tuple[Provider | None, list[str]]:
    """The provider's package of a full name, and the names inside of it."""
    for provider in PROVIDERS:
        if full == provider.package or full.startswith(f"{provider.package}."):
            return provider, full[len(provider.package) + 1 :].split(".")
    for module in GATEWAY:
        rest = full.removeprefix(f"{module}.").split(".")
        if full.startswith(f"{module}.") and (rest[0] in _GATEWAYS or rest[0] == "createGateway"):
            return GATEWAY_PROVIDER, rest
    return None, []


def _by_name(name: Text, place: Place) -> ProviderModel:
    """`"openai/gpt-5"`: the SDK's own gateway."""
    client = Invoke(Name("gateway", name.line), (), name.line)
    return ProviderModel(GATEWAY_PROVIDER, UNKNOWN_ROUTE, name, place, client, place)


def _model(provider: Provider, asked: Asked, client: Invoke, client_place: Place) -> ProviderModel:
    route, method = provider.route, asked.method
    if method is not None and method not in LANGUAGE_METHODS:
        route = provider.routes.get(method) or METHODS.get(method, provider.route)
    model = asked.call.args[0].value
    return ProviderModel(provider, route, model, asked.place, client, client_place)


def _is_record(expr: Expr | None) -> TypeGuard[Record]:
    return isinstance(expr, Record)


def route_for(call_route: str, named: ProviderModel | None) -> str:
    """The route of a call, by its function and by the model that it is given."""
    if named is None:
        return call_route
    if call_route == UNKNOWN_ROUTE:
        return named.route
    gemini = named.provider.route == "gemini"
    return GEMINI_ROUTES.get(call_route, call_route) if gemini else call_route


def as_given(models: Models, given: Given, resolve: Resolve) -> Given:
    """The model ids in the place of the argument that names them."""
    found, unseen = [], []
    for end in resolve(given.expr, given.place):
        named = models.of(end.expr, end.place)
        found += named
        unseen += [] if named else [end]
    if not found:
        asked = next((text for text in map(_asked_for, unseen) if text is not None), None)
        return replace(given, expr=asked, certainty=Certainty.MAYBE) if asked else given
    first = found[0]
    also = tuple(
        one.model for one in found[1:] if one.place == first.place or isinstance(one.model, Text)
    )
    certainty = given.certainty
    if first.place.scope is not given.place.scope and certainty is Certainty.LITERAL:
        certainty = Certainty.RESOLVED
    if len(found) > 1 or unseen:
        certainty = Certainty.MAYBE
    return Given(first.model, first.place, certainty, given.line, also)


def _asked_for(end: End) -> Text | None:
    """The id in `google("gemini-…")` where it is not seen what `google` is."""
    call = end.expr
    if not isinstance(call, Invoke) or not call.args:
        return None
    first, method = call.args[0].value, last_name(call.callee)
    by_alias = isinstance(call.callee, Member) and method in LANGUAGE_METHODS
    return first if isinstance(first, Text) and not by_alias else None

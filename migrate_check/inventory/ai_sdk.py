"""Calls of Vercel's AI SDK: the model argument is itself a call that names provider and model.

`Models.of` says what such an argument is; `on_the_wire` gives the settings of a call the names
that the provider's route has for them. Settings that the SDK does not send there (it warns and
drops them) are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from migrate_check.domain.call_site import UNKNOWN_ROUTE, Certainty
from migrate_check.inventory.neutral import Entry, Expr, Invoke, Member, Name, Record, Text
from migrate_check.inventory.resolver.indexes import entry_named
from migrate_check.inventory.resolver.place import End, Place
from migrate_check.inventory.resolver.records import Built, Given, Records
from migrate_check.inventory.signatures.ai_sdk import (
    GATEWAY,
    GATEWAY_PROVIDER,
    GEMINI_ROUTES,
    LANGUAGE_METHODS,
    METHODS,
    PROVIDERS,
    Provider,
)
from migrate_check.inventory.spelling import camel, snake

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
        if end.external is not None:
            yield from self._outside(call, end, end.external, level)
            return
        method, base = None, call.callee
        if isinstance(base, Member):
            method, base = base.name, base.of
        for made in self._resolve(base, end.place):
            if isinstance(made.expr, Invoke) and made.external is not None:
                yield from self._made_by(made.expr, made, method, call, end.place, level)

    def _outside(self, call: Invoke, end: End, full: str, level: int) -> Iterator[ProviderModel]:
        """`openai("…")`, `openai.chat("…")`, `gateway("…")`, `wrapLanguageModel({…})`."""
        name = full.rpartition(".")[2]
        if name in _INSIDE:
            options = call.args[0].value if call.args else None
            inner = entry_named(options, "model") if isinstance(options, Record) else None
            if inner is not None:
                yield from self._of(inner, end.place, level + 1)
            return
        provider, rest = provider_of(full)
        if provider is None or not call.args or name.startswith(_MAKERS):
            return
        method = rest[1] if len(rest) > 1 else None
        client = Invoke(Name(rest[0] if rest else name, call.line), (), call.line)
        yield _model(provider, method, call, end.place, client, end.place)

    def _made_by(
        self,
        maker: Invoke,
        made: End,
        method: str | None,
        call: Invoke,
        place: Place,
        level: int,
    ) -> Iterator[ProviderModel]:
        """A model of a provider that the code makes: `createOpenAI({…})("…")`."""
        full = made.external or ""
        name = full.rpartition(".")[2]
        if name in _REGISTRIES | _CUSTOM:
            yield from self._registered(maker, made, name, call, place, level)
            return
        provider, _ = provider_of(full)
        if provider is not None and call.args:
            yield _model(provider, method, call, place, maker, made.place)

    def _registered(
        self, maker: Invoke, made: End, name: str, call: Invoke, place: Place, level: int
    ) -> Iterator[ProviderModel]:
        """`registry.languageModel("openai:gpt-4o")`, `customProvider({languageModels})("fast")`."""
        options = maker.args[0].value if maker.args else None
        names = self._resolve(call.args[0].value, place) if call.args else ()
        for end in names:
            if not isinstance(end.expr, Text) or not isinstance(options, Record):
                continue
            if name in _CUSTOM:
                models = entry_named(options, "languageModels")
                found = entry_named(models, end.expr.value) if isinstance(models, Record) else None
                if found is not None:
                    yield from self._of(found, made.place, level + 1)
                continue
            first, _, model = end.expr.value.partition(":")
            base = entry_named(options, first)
            if base is not None and model:
                asked = Invoke(
                    base, (replace(call.args[0], value=Text(model, call.line)),), call.line
                )
                yield from self._of(asked, made.place, level + 1)


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


def _model(
    provider: Provider,
    method: str | None,
    call: Invoke,
    place: Place,
    client: Invoke,
    client_place: Place,
) -> ProviderModel:
    route = provider.route
    if method is not None and method not in LANGUAGE_METHODS:
        route = provider.routes.get(method) or METHODS.get(method, provider.route)
    return ProviderModel(provider, route, call.args[0].value, place, client, client_place)


# Settings.

_SAMPLING = {
    "temperature": "temperature",
    "topP": "top_p",
    "maxOutputTokens": "max_tokens",
    "maxTokens": "max_tokens",
}
_CHAT = _SAMPLING | {
    "presencePenalty": "presence_penalty",
    "frequencyPenalty": "frequency_penalty",
    "seed": "seed",
    "stopSequences": "stop",
    "toolChoice": "tool_choice",
}
_GENERATION = ("temperature", "topP", "topK", "maxOutputTokens", "stopSequences", "seed") + (
    "presencePenalty",
    "frequencyPenalty",
)
_EVERYWHERE = {
    "prompt": "prompt",
    "messages": "messages",
    "system": "system",
    "value": "input",
    "values": "input",
    "text": "input",
    "audio": "file",
    "tools": "tools",
    "voice": "voice",
    "n": "n",
    "size": "size",
    "speed": "speed",
    "instructions": "instructions",
    "topN": "top_n",
    "query": "query",
    "documents": "documents",
    "outputFormat": "response_format",
    "language": "language",
}
SETTINGS: Mapping[str, Mapping[str, str]] = {
    "openai-responses": {
        **_SAMPLING,
        "maxOutputTokens": "max_output_tokens",
        "maxTokens": "max_output_tokens",
        "toolChoice": "tool_choice",
    },
    "openai-chat": _CHAT,
    "openai-completions": _CHAT,
    "anthropic-messages": _SAMPLING
    | {"topK": "top_k", "stopSequences": "stop_sequences", "toolChoice": "tool_choice"},
    "gemini": {
        **{name: f"generationConfig.{name}" for name in _GENERATION},
        "maxTokens": "generationConfig.maxOutputTokens",
        "toolChoice": "toolConfig",
    },
    "bedrock-converse": {
        "temperature": "inferenceConfig.temperature",
        "topP": "inferenceConfig.topP",
        "maxOutputTokens": "inferenceConfig.maxTokens",
        "maxTokens": "inferenceConfig.maxTokens",
        "stopSequences": "inferenceConfig.stopSequences",
        "tools": "toolConfig",
        "toolChoice": "toolConfig",
    },
    "images": {"seed": "seed", "aspectRatio": "aspect_ratio"},
    UNKNOWN_ROUTE: _CHAT | {"topK": "top_k"},
}
"""Route → setting of the SDK → wire name. What is not listed is not sent."""
_OBJECTS = {
    "openai-chat": "response_format",
    "openai-responses": "text",
    "gemini": "generationConfig.responseSchema",
}
"""Where a schema goes."""
_SCHEMAS = frozenset({"schema", "output", "experimental_output"})
_KINDS_OF_OUTPUT = frozenset({"object", "array", "enum", "no-schema"})
_OPTIONS = {
    "openai-responses": {
        "reasoningEffort": "reasoning.effort",
        "reasoningSummary": "reasoning.summary",
        "textVerbosity": "text.verbosity",
        "strictJsonSchema": "",
        "logprobs": "top_logprobs",
    },
    "openai-chat": {
        "textVerbosity": "verbosity",
        "strictJsonSchema": "",
        "structuredOutputs": "",
        "extraBody": "",
    },
    "anthropic-messages": {
        "sendReasoning": "",
        "structuredOutputMode": "",
        "disableParallelToolUse": "tool_choice",
        "effort": "output_config",
        "anthropicBeta": "header:anthropic-beta",
    },
    "gemini": {
        "structuredOutputs": "",
        "safetySettings": "safetySettings",
        "cachedContent": "cachedContent",
        "labels": "labels",
    },
}
"""Route → name under `providerOptions.<provider>` → wire name, where spelling does not say it."""


def on_the_wire(built: Built, route: str, records: Records) -> Built:
    """A call's settings by their wire names; the model keeps its own."""
    names = _EVERYWHERE | dict(SETTINGS.get(route, {}))
    found = Built(holes=list(built.holes), params=list(built.params))
    for name, given in built.entries.items():
        if name == "model":
            found.put(name, given)
        elif name in ("providerOptions", "experimental_providerMetadata", "providerMetadata"):
            _add_options(found, given, route, records)
        elif name == "headers":
            for header, inner in records.of(given.expr, given.place).entries.items():
                found.put(f"header:{header.lower()}", inner)
        elif name in _SCHEMAS and route in _OBJECTS and not _is_kind(given.expr):
            found.put(_OBJECTS[route], replace(given, expr=Name(name, given.line)))
        elif name in names:
            found.put(names[name], _as_list(given, records) if name == "tools" else given)
    return found


def _add_options(found: Built, given: Given, route: str, records: Records) -> None:
    """`providerOptions: {anthropic: {thinking: {…}}}`."""
    for options in records.of(given.expr, given.place).entries.values():
        inner = records.of(options.expr, options.place)
        found.holes += inner.holes
        for name, value in inner.entries.items():
            wire = _OPTIONS.get(route, {}).get(name)
            if wire is None:
                wire = f"generationConfig.{camel(name)}" if route == "gemini" else snake(name)
            if wire:
                outer = wire.partition(".")[0] if not wire.startswith(("gen", "header")) else wire
                if outer != wire:
                    found.put(outer, replace(value, expr=Name(name, value.line)))
                found.put(wire, replace(value, expr=_spelled(value.expr, route)))


def _spelled(expr: Expr, route: str) -> Expr:
    """Keys of an option's record as the route spells them."""
    if route == "gemini" or not isinstance(expr, Record):
        return expr
    entries = (
        Entry(Text(snake(entry.key.value), entry.key.line), entry.value)
        if isinstance(entry.key, Text)
        else entry
        for entry in expr.entries
    )
    return Record(tuple(entries), expr.line)


def _as_list(given: Given, records: Records) -> Given:
    """The SDK's tools are a record by name; providers' own tools stand for their types."""
    found: list[Expr] = []
    for name, tool in records.of(given.expr, given.place).entries.items():
        kind = _own_tool(tool.expr)
        if kind is not None:
            line = given.line
            entry = Entry(Text("type", line), Text(kind, line))
            named = Entry(Text(kind, line), Record((), line))
            found.append(Record((entry, named), line))
        else:
            found.append(Name(name, given.line))
    return replace(given, also=(), expr=_items(found, given.line))


def _own_tool(expr: Expr) -> str | None:
    """`web_search_preview` of `openai.tools.webSearchPreview({…})`."""
    if not isinstance(expr, Invoke) or not isinstance(expr.callee, Member):
        return None
    of = expr.callee.of
    if not isinstance(of, Member) or of.name != "tools":
        return None
    provider = of.of.name if isinstance(of.of, Name) else ""
    return expr.callee.name if provider in ("google", "vertex") else snake(expr.callee.name)


def _is_kind(expr: Expr) -> bool:
    """`output: "array"` says how a schema is meant, and is none."""
    return isinstance(expr, Text) and expr.value in _KINDS_OF_OUTPUT


def route_for(call_route: str, named: ProviderModel | None) -> str:
    """The route of a call, by its function and by the model that it is given."""
    if named is None:
        return call_route
    if call_route == UNKNOWN_ROUTE:
        return named.route
    gemini = named.provider.route == "gemini"
    return GEMINI_ROUTES.get(call_route, call_route) if gemini else call_route


def as_given(models: Sequence[ProviderModel], given: Given) -> Given:
    """The model ids in the place of the argument that names them."""
    first = models[0]
    also = tuple(one.model for one in models[1:] if one.place == first.place)
    certainty = Certainty.MAYBE if also else given.certainty
    return Given(first.model, first.place, certainty, given.line, also)

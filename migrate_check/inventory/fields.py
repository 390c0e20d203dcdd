"""The request's fields by their names on the wire, from a call's arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from migrate_check.domain.call_site import Certainty, Language, RequestField
from migrate_check.inventory.builders import BUILDING, options_record
from migrate_check.inventory.neutral import (
    Argument,
    BindingKind,
    Expr,
    Invoke,
    Member,
    Name,
    Null,
    Opaque,
    Record,
    Scope,
    Template,
    Text,
)
from migrate_check.inventory.plain_values import as_json
from migrate_check.inventory.resolver.built import Built, Given
from migrate_check.inventory.resolver.chain import dotted, last_name
from migrate_check.inventory.resolver.place import End, ParamOf, Place
from migrate_check.inventory.resolver.records import Records
from migrate_check.inventory.resolver.trace import Tracer
from migrate_check.inventory.signature import Body, CallSignature
from migrate_check.inventory.signatures.rows import SCRIPT
from migrate_check.inventory.spelling import nested_name, wire_name
from migrate_check.inventory.tools import has_cache_control, tool_types

MERGED = frozenset(
    {"extra_body", "model_kwargs", "additional_kwargs", "extraBody", "modelKwargs", "metadata_"}
)
"""Arguments whose entries become fields of the body."""
CONFIGS = frozenset({"config", "generation_config", "generationConfig", "generateContentConfig"})
"""Gemini's arguments whose entries are parameters."""
HEADERS = frozenset({"extra_headers", "extraHeaders"})
NO_FIELDS = frozenset(
    {"timeout", "extra_query", "max_retries", "idempotency_key", "http_options", "api_key"}
    | {"request_timeout", "request_options", "cast_to", "options", "http_headers", "timeout_ms"}
    | {
        "retries",
        "server_url",
        "event_handler",
        "poll_interval_ms",
        "starting_after",
        "abortSignal",
    }
)
"""Arguments of the SDK, not of the request."""
CONTENT = frozenset({"messages", "input", "prompt", "contents", "system", "systemInstruction"})
PARAMETERS = frozenset({"generationConfig", "inferenceConfig"})
"""Fields whose entries are the request's parameters: what is unseen in them is a field unseen."""
NOT_ENTERED = CONTENT | frozenset(
    {"tools", "functions", "logit_bias", "requests", "labels", "safetySettings", "file", "image"}
    | {"generationConfig.responseSchema", "generationConfig.responseJsonSchema", "content", "mask"}
    | {"document"}
)
"""Fields whose entries are data, not names of the API."""
_TOLD = SCRIPT | {Language.PYTHON, Language.NOTEBOOK}
_SECRET = re.compile(r"(?i)^header:|key$|token$|secret|password|credential")
"""Names whose values may be secret."""
_PURE = frozenset({"dumps", "stringify", "encode", "to_json", "json_encode"})


_OPTIONS = re.compile(r"(?:Options|Params|Parameters|Request|Settings|Config|Body)\??$")


@dataclass(slots=True)
class Sent:
    """What a call sends."""

    fields: dict[str, RequestField] = field(default_factory=dict)
    model: list[Given] = field(default_factory=list)
    """The model, the likeliest first."""
    stream: Given | None = None
    holes: list[str] = field(default_factory=list)
    params: list[ParamOf] = field(default_factory=list)
    """Parameters of the function around it that are spread into it."""
    by_param: dict[tuple[Scope, str], str] = field(default_factory=dict)
    """Function and parameter → the field that it becomes."""

    def add(self, one: RequestField) -> None:
        """A field; the same name twice is the same field."""
        self.fields.setdefault(one.name, one)


class Fields:
    """Collects fields."""

    def __init__(self, tracer: Tracer, records: Records) -> None:
        self._tracer = tracer
        self._records = records

    @property
    def records(self) -> Records:
        """What traces its mappings."""
        return self._records

    def of(self, signature: CallSignature, built: Built) -> Sent:
        """Arguments by name → fields."""
        sent = Sent(holes=list(built.holes), params=list(built.params))
        for name, given in built.entries.items():
            self._add(sent, name, given, signature)
        return sent

    def arguments(self, signature: CallSignature, call: Invoke, place: Place) -> Built:
        """The arguments that hold the body's fields."""
        match signature.body:
            case Body.NONE:
                return Built()
            case Body.FIRST | Body.SECOND | Body.THIRD:
                at = (Body.FIRST, Body.SECOND, Body.THIRD).index(signature.body)
                built = self._record_at(call, at, place)
                self._add_texts(built, signature, call, place)
                return built
            case Body.NAMED:
                named = [arg for arg in call.args if arg.name == signature.body_name]
                return self._records.of(named[0].value, place) if named else Built()
        return self._keywords(signature, call, place)

    def changes(self, call: Invoke, place: Place) -> Built:
        """What setters put into the variable that the call is made on."""
        receiver = call.callee.of if isinstance(call.callee, Member) else None
        if receiver is None or place.module.language not in BUILDING:
            return Built()
        return Built(self._records.of(receiver, place).entries)

    def _keywords(self, signature: CallSignature, call: Invoke, place: Place) -> Built:
        built = self._records.of_arguments(call.args, place, call.line)
        leading = [arg for arg in call.args if arg.name is None and not arg.spread]
        for name, arg in zip(signature.positional, leading, strict=False):
            line = arg.value.line or call.line
            built.put(name, Given(arg.value, place, Certainty.LITERAL, line))
        options = options_record(leading) if place.module.language in BUILDING else None
        if options is not None:
            built.merge(self._records.of(options, place), Certainty.LITERAL)
        built.holes += [f"*{_text(arg)}" for arg in call.args if arg.spread == 1]
        return built

    def _add_texts(
        self, built: Built, signature: CallSignature, call: Invoke, place: Place
    ) -> None:
        """`CreateResponse("gpt-4.1", "Hi")`: by position, where all of them are texts."""
        leading = [arg.value for arg in call.args[: len(signature.positional)] if not arg.name]
        ends = [self._tracer.ends(value, place)[0].expr for value in leading]
        if 0 < len(leading) == len(signature.positional) and all(
            isinstance(end, Text | Template) for end in ends
        ):
            for name, value in zip(signature.positional, leading, strict=True):
                built.put(name, Given(value, place, Certainty.LITERAL, call.line))

    def _record_at(self, call: Invoke, at: int, place: Place) -> Built:
        leading = [arg for arg in call.args if arg.name is None]
        if place.module.language is Language.CSHARP:
            return self._options(call, leading[at : at + 1], place)
        if at >= len(leading):
            return Built()
        if leading[at].spread:
            return Built(holes=[f"*{_text(leading[at])}"])
        return self._records.of(leading[at].value, place)

    def _options(self, call: Invoke, usual: list[Argument], place: Place) -> Built:
        """C# has the options anywhere among the arguments, and tells them by their type. Where
        they usually are, something of an unseen type may be them."""
        for arg in _with_inner(call):
            kinds = [_type_of(end) for end in self._tracer.ends(arg.value, place)]
            if any(kind is not None and _OPTIONS.search(kind) for kind in kinds):
                return self._records.of(arg.value, place)
        unseen = [arg for arg in usual if self._is_unseen(arg, place)]
        return Built(holes=[f"**{_text(arg)}" for arg in unseen])

    def _is_unseen(self, arg: Argument, place: Place) -> bool:
        ends = self._tracer.ends(arg.value, place)
        return any(
            isinstance(end.expr, Name | Member | Invoke) and _type_of(end) is None for end in ends
        )

    def _add(self, sent: Sent, name: str, given: Given, signature: CallSignature) -> None:
        if name in signature.model:
            self._add_model(sent, name, given, signature)
        elif name in HEADERS:
            self._add_headers(sent, given)
        elif (
            name in MERGED
            or name == signature.body_name
            or (name in ("body", "Body") and signature.sdk == "bedrock")
            or (name in CONFIGS and signature.spelling == "gemini")
        ):
            self._add_all(sent, given, signature)
        else:
            self._add_field(sent, name, given, signature)

    def _add_model(self, sent: Sent, name: str, given: Given, signature: CallSignature) -> None:
        """By the order of the names; of values on other paths, all."""
        ranked = [*sent.model, given]
        sent.model = ranked if name != signature.model[0] else [given, *sent.model]

    def _add_headers(self, sent: Sent, given: Given) -> None:
        built = self._records.of(given.expr, given.place)
        sent.holes += [hole for hole in built.holes if hole not in sent.holes]
        for name, inner in built.entries.items():
            sent.add(self._field(f"header:{name.lower()}", inner))

    def _add_all(self, sent: Sent, given: Given, signature: CallSignature) -> None:
        """The entries of a mapping as fields of their own."""
        built = self._records.of(unwrapped(given.expr, self._tracer, given.place), given.place)
        sent.holes += [hole for hole in built.holes if hole not in sent.holes]
        sent.params += built.params
        for name, inner in built.entries.items():
            self._add(sent, name, inner, signature)

    def _add_field(self, sent: Sent, name: str, given: Given, signature: CallSignature) -> None:
        wire = signature.renames.get(name)
        if wire is None:
            if name in NO_FIELDS:
                return
            wire = wire_name(name, signature.spelling, signature.route)
        if wire and not self._left_out(given):
            if wire == "stream":
                sent.stream = given
            sent.add(self._field(wire, given, name if name != wire else ""))
            for end in self._tracer.ends(given.expr, given.place):
                if end.param is not None:
                    sent.by_param[end.param.function, end.param.param.name] = wire
            self._add_parts(sent, wire, given, signature)

    def _left_out(self, given: Given) -> bool:
        """`NOT_GIVEN`, `omit`, `undefined`: the SDK sends nothing."""
        if given.also:
            return False
        if isinstance(given.expr, Null) and given.place.module.language in SCRIPT:
            return True
        return last_name(given.expr) in ("NOT_GIVEN", "omit", "undefined")

    def _field(self, name: str, given: Given, written: str = "") -> RequestField:
        value = self._plain(name, given)
        return RequestField(name, value, given.certainty, given.line, written)

    def _plain(self, name: str, given: Given) -> str | None:
        """The value as JSON, where it is one plain value."""
        if given.also or name in CONTENT or _SECRET.search(name):
            return None
        if self._grows(given):
            return None
        ends = self._tracer.ends(given.expr, given.place)
        return as_json(ends[0].expr) if len(ends) == 1 else None

    def _grows(self, given: Given) -> bool:
        """Whether more is put into the variable after it is made."""
        path = dotted(given.expr)
        changes = given.place.module.bindings(path) if path else ()
        return any(binding.kind not in (BindingKind.SET, BindingKind.EACH) for binding in changes)

    def _add_parts(self, sent: Sent, wire: str, given: Given, signature: CallSignature) -> None:
        if wire in CONTENT or wire == "tools":
            cached = has_cache_control(given.expr, given.place, self._tracer)
            if cached:
                sent.add(RequestField("cache_control", None, given.certainty, given.line))
        if wire == "tools":
            for kind in tool_types(given, self._tracer, self._records, signature.spelling):
                sent.add(RequestField(f"tools:{kind}", None, given.certainty, given.line))
        elif wire not in NOT_ENTERED and not self._is_open_map(wire, signature):
            self._add_nested(sent, wire, given, signature)

    def _is_open_map(self, wire: str, signature: CallSignature) -> bool:
        return wire == "metadata" and signature.sdk not in ("anthropic", "http")

    def _add_nested(self, sent: Sent, wire: str, given: Given, signature: CallSignature) -> None:
        """One level into records that are seen."""
        for expr, place in self._records_of(given):
            built = self._records.of(expr, place)
            if wire in PARAMETERS and place.module.language in _TOLD:
                sent.holes += [hole for hole in built.holes if hole not in sent.holes]
            for name, inner in built.entries.items():
                if wire == "metadata" and name != "user_id":
                    continue
                spelled = nested_name(name, signature.spelling)
                if not spelled:
                    continue
                certainty = _worse(inner.certainty, given.certainty)
                nested = Given(inner.expr, inner.place, certainty, inner.line or given.line)
                sent.add(self._field(f"{wire}.{spelled}", nested))

    def _records_of(self, given: Given) -> Iterator[tuple[Expr, Place]]:
        if isinstance(given.expr, Record | Name) or _is_constructor(given.expr):
            yield given.expr, given.place
            return
        if isinstance(given.expr, Invoke) and self._returns_variable(given):
            yield given.expr, given.place
            return
        for end in self._tracer.ends(given.expr, given.place):
            if isinstance(end.expr, Record):
                yield end.expr, end.place

    def _returns_variable(self, given: Given) -> bool:
        """Whether a function of the tree gives back what it puts together step by step."""
        ends = self._tracer.ends(given.expr, given.place)
        return any(isinstance(end.expr, Record) and end.place.frame is not None for end in ends)


def _with_inner(call: Invoke) -> Iterator[Argument]:
    """The arguments, and those of `new(settings)` among them."""
    for arg in call.args:
        yield arg
        if isinstance(arg.value, Invoke) and (
            isinstance(arg.value.callee, Opaque) or last_name(arg.value.callee) == "KernelArguments"
        ):
            yield from arg.value.args


def _type_of(end: End) -> str | None:
    """The type of an object, as far as its making or its declaration says."""
    if isinstance(end.expr, Record):
        return end.expr.type_name
    made = last_name(end.expr.callee) if isinstance(end.expr, Invoke) else None
    return made if made is not None and made[:1].isupper() else end.type_name


def unwrapped(expr: Expr, tracer: Tracer, place: Place) -> Expr:
    """`body` of `json.dumps(body).encode()`, also through a variable."""
    for _ in range(6):
        if not isinstance(expr, Invoke):
            break
        name = last_name(expr.callee)
        if name not in _PURE:
            break
        inner = expr.args[0].value if expr.args else None
        scripted = place.module.language in SCRIPT  # `new TextEncoder().encode(text)`
        if name == "encode" and isinstance(expr.callee, Member) and not scripted:
            inner = expr.callee.of
        if inner is None:
            break
        expr = inner
    if isinstance(expr, Name):
        ends = tracer.ends(expr, place)
        only = ends[0].expr
        if len(ends) == 1 and isinstance(only, Invoke) and last_name(only.callee) in _PURE:
            return unwrapped(only, tracer, ends[0].place)
    return expr


def _is_constructor(expr: Expr) -> bool:
    name = last_name(expr.callee) if isinstance(expr, Invoke) else None
    return name is not None and (name[:1].isupper() or name == "dict")


def _worse(one: Certainty, other: Certainty) -> Certainty:
    return max(one, other, key=list(Certainty).index)


def _text(arg: Argument) -> str:
    return arg.value.name if isinstance(arg.value, Name | Member) else "…"

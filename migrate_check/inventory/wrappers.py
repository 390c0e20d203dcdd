"""Functions of the code base around a call, whose arguments decide the request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from migrate_check.domain.call_site import (
    Caller,
    CallSite,
    Certainty,
    Fact,
    RequestField,
    Wrapper,
)
from migrate_check.inventory.callers import Callers, FoundCall
from migrate_check.inventory.fields import CONTENT, Fields, Sent
from migrate_check.inventory.languages import is_test
from migrate_check.inventory.neutral import Module, Opaque, Scope, ScopeKind
from migrate_check.inventory.resolver.arguments import argument, initialiser
from migrate_check.inventory.resolver.built import Built
from migrate_check.inventory.resolver.facts import Facts
from migrate_check.inventory.resolver.place import ParamOf
from migrate_check.inventory.resolver.records import Records
from migrate_check.inventory.resolver.trace import Tracer
from migrate_check.inventory.signature import CallSignature, Streams


@dataclass(frozen=True, slots=True)
class Wrapping:
    """A site whose request its function's caller decides."""

    function: Scope
    home: Module
    model: ParamOf | None
    spread: tuple[ParamOf, ...]
    by_param: Mapping[str, str]
    """Parameter → wire name of the field that it becomes."""
    signature: CallSignature
    only_params: bool
    """Nothing else is unknown about the fields."""


@dataclass(frozen=True, slots=True)
class _Passed:
    """What one caller passes."""

    caller: Caller
    further: Mapping[str, RequestField]
    complete: bool


def wrapping_of(
    signature: CallSignature, sent: Sent, tracer: Tracer, scope: Scope
) -> Wrapping | None:
    """The function around a call, if one of its parameters is the model or adds fields.

    `scope`: of the call.
    """
    model = _model_param(sent, tracer)
    model = model if model is not None and _around(model.function, scope) else None
    spread = tuple(param for param in sent.params if _around(param.function, scope))
    first = model or (spread[0] if spread else None)
    if first is None or not first.function.name:
        return None
    return Wrapping(
        first.function,
        first.place.module,
        model,
        tuple(param for param in spread if param.function is first.function),
        {name: wire for (scope, name), wire in sent.by_param.items() if scope is first.function},
        signature,
        len(sent.holes) <= len(spread),
    )


def _around(function: Scope, scope: Scope) -> bool:
    """Whether it is the call's own function, or makes the object that the call is a method of."""
    inner: Scope | None = scope
    while inner is not None and inner is not function:
        inner = inner.parent
    if inner is not None:
        return True
    owner = scope.enclosing(ScopeKind.CLASS)
    if owner is None or function.parent is None or not initialiser(function):
        return False
    made = function.parent
    return made is owner or made.name in {base.rpartition(".")[2] for base in owner.bases}


def _model_param(sent: Sent, tracer: Tracer) -> ParamOf | None:
    for given in sent.model:
        for end in tracer.ends(given.expr, given.place):
            if end.param is not None:
                return end.param
    return None


class Wrappers:
    """Adds callers to sites."""

    def __init__(
        self, tracer: Tracer, records: Records, facts: Facts, fields: Fields, callers: Callers
    ) -> None:
        self._tracer = tracer
        self._records = records
        self._facts = facts
        self._fields = fields
        self._callers = callers

    def complete(self, found: list[tuple[CallSite, Wrapping | None]]) -> list[CallSite]:
        """All sites; those within wrappers with their callers."""
        wrappings = [wrapping for _, wrapping in found if wrapping is not None]
        self._callers.prepare((one.function, one.home) for one in wrappings)
        return [
            self._wrapped(site, wrapping) if wrapping is not None else site
            for site, wrapping in found
        ]

    def _wrapped(self, site: CallSite, wrapping: Wrapping) -> CallSite:
        found = self._callers.of(wrapping.function, wrapping.home)
        passed = [self._passed(call, wrapping) for call in found.calls]
        wrapper = Wrapper(_name(wrapping.function), tuple(one.caller for one in passed))
        site = replace(site, wrapper=wrapper, model=_with_callers(site.model, wrapper.callers))
        seen = found.complete and all(one.complete for one in passed)
        seen = seen and any(not is_test(one.caller.path) for one in passed)
        if site.fields_known or not seen or not wrapping.only_params:
            return site
        fields = _union(site.fields, passed)
        streaming = _settled(site, wrapping.signature, fields)
        return replace(site, fields=fields, fields_known=True, not_known=(), streaming=streaming)

    def _passed(self, found: FoundCall, wrapping: Wrapping) -> _Passed:
        self._tracer.begin()
        call = found.call
        further = Built()
        for param in wrapping.spread:
            given = argument(wrapping.function, param.param, call.expr)
            if given is not None:
                further.merge(self._records.of(given, found.place), Certainty.MAYBE)
        sent = self._fields.of(wrapping.signature, further)
        named = [
            wire
            for name, wire in wrapping.by_param.items()
            if self._passes(wrapping.function, name, found)
        ]
        names = sorted({*sent.fields, *named} - CONTENT)
        model = self._model(found, wrapping) or self._spread_model(sent)
        caller = Caller(call.module.path, call.line, model, tuple(names))
        return _Passed(caller, sent.fields, not sent.holes)

    def _passes(self, function: Scope, name: str, found: FoundCall) -> bool:
        param = next((one for one in function.params if one.name == name), None)
        given = argument(function, param, found.call.expr) if param is not None else None
        return given is not None and not isinstance(given, Opaque)

    def _model(self, found: FoundCall, wrapping: Wrapping) -> Fact | None:
        if wrapping.model is None:
            return None
        given = argument(wrapping.function, wrapping.model.param, found.call.expr)
        return self._facts.of(given, found.place) if given is not None else None

    def _spread_model(self, sent: Sent) -> Fact | None:
        for given in sent.model:
            return self._facts.of(given.expr, given.place)
        return None


def _name(function: Scope) -> str:
    if initialiser(function) and function.parent is not None:
        return function.parent.qualified
    return function.qualified


def _settled(site: CallSite, signature: CallSignature, fields: tuple[RequestField, ...]) -> Fact:
    """Streaming, once all callers are seen: none of them may set it."""
    open_yet = signature.streams is Streams.FIELD and site.streaming.value is None
    if not open_yet or any(one.name == "stream" for one in fields):
        return site.streaming
    return Fact("false", Certainty.RESOLVED, "no caller sets stream")


def _with_callers(model: Fact, callers: Iterable[Caller]) -> Fact:
    """The callers' models beside the default."""
    values = [model.value] if model.value is not None else []
    values += list(model.alternatives)
    for caller in callers:
        fact = caller.model
        values += [fact.value, *fact.alternatives] if fact is not None and fact.value else []
    values = list(dict.fromkeys(values))
    if not values or (model.value is not None and len(values) == 1 + len(model.alternatives)):
        return model
    return replace(
        model, value=values[0], certainty=Certainty.MAYBE, alternatives=tuple(values[1:])
    )


def _union(fields: tuple[RequestField, ...], passed: Iterable[_Passed]) -> tuple[RequestField, ...]:
    whole = {one.name: one for one in fields}
    for caller in passed:
        for name, one in caller.further.items():
            before = whole.setdefault(name, replace(one, certainty=Certainty.MAYBE))
            if before.value != one.value:
                whole[name] = replace(before, value=None)
    return tuple(sorted(whole.values(), key=lambda one: one.name))

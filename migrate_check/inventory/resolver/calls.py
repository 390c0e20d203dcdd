"""Calls whose result can be known without running them."""

from __future__ import annotations

from collections.abc import Iterable

from migrate_check.domain.call_site import Certainty
from migrate_check.inventory.neutral import (
    Expr,
    Invoke,
    Member,
    Name,
    Null,
    Param,
    Record,
    Scope,
    ScopeKind,
    Template,
    Text,
)
from migrate_check.inventory.resolver.arguments import argument
from migrate_check.inventory.resolver.chain import last_name
from migrate_check.inventory.resolver.place import ANYWHERE, End, Frame, ParamOf, Place
from migrate_check.inventory.resolver.tracing import Tracing
from migrate_check.inventory.resolver.types import injected_function
from migrate_check.inventory.resolver.variables import reads_by_alias

SAME_TEXT = frozenset(
    {"strip", "rstrip", "lstrip", "lower", "trim", "toString", "as_str", "to_string", "unwrap"}
    | {"to_owned", "clone", "into", "copy", "unwrap_or_default", "expect", "trimEnd", "to_s"}
    | {"get_secret_value", "model_copy", "ToString", "as_ref", "freeze", "dup", "ok"}
)
"""Methods that give back what they are called on, as far as a scan cares."""
SAME_VALUE = frozenset({"str", "String", "cast", "SecretStr", "deepcopy", "copy", "Some", "Ok"})
"""Functions that give back their last argument."""
MOST_RETURNS = 6
MOST_FRAMES = 6
LOOKUPS = frozenset({"get", "fetch", "GetValueOrDefault", "getOrDefault", "pop", "setdefault"})


class Calls:
    """Follows `callee(…)`."""

    def __init__(self, tracer: Tracing) -> None:
        self._tracer = tracer

    def ends(self, call: Invoke, place: Place) -> Iterable[End]:
        """What the call gives back."""
        method = bound_method(call)
        if method is not None:
            return [*self._tracer.ends(method, place), *self._otherwise(call, place)]
        joined = _joined_url(call)
        if joined is not None:
            return (End(joined, place),)
        inner = _passed_on(call)
        if inner is not None:
            return [end.weaker(Certainty.RESOLVED) for end in self._tracer.ends(inner, place)]
        found: list[End] = []
        if isinstance(call.callee, Member) and call.callee.name in LOOKUPS and call.args:
            found = self._looked_up(call, call.callee, place)
            if found:
                return found
        for callee in self._tracer.ends(call.callee, place):
            found += self._result(call, callee, place)
        return found

    def _otherwise(self, call: Invoke, place: Place) -> Iterable[End]:
        """`30` of `getattr(settings, "TIMEOUT", 30)`."""
        ends = self._tracer.ends(call.args[2].value, place) if len(call.args) == 3 else ()
        return [end.weaker(Certainty.MAYBE) for end in ends if not isinstance(end.expr, Null)]

    def _looked_up(self, call: Invoke, callee: Member, place: Place) -> list[End]:
        """`MODELS.get(tier, "gpt-4o")`."""
        found: list[End] = []
        for of in self._tracer.ends(callee.of, place):
            if not isinstance(of.expr, Record):
                return []
            found += self._tracer.entry(of, call.args[0].value, place)
        for default in call.args[1:2]:
            ends = self._tracer.ends(default.value, place)
            found += [end.weaker(Certainty.MAYBE) for end in ends]
        return found

    def _result(self, call: Invoke, callee: End, place: Place) -> list[End]:
        if callee.definition is not None and not callee.is_call:
            if callee.definition.kind is ScopeKind.CLASS:
                return [End(call, place, definition=callee.definition, home=callee.home)]
            return self.returned(callee, call, place)
        if callee.external is not None and not callee.is_call:
            read = reads_by_alias(call.callee, callee.external, call)
            if read is not None:
                return self._tracer.env_ends(read, call, place)
            return [End(call, place, external=callee.external)]
        return [End(call, place, Certainty.UNKNOWN, callee.origin, param=callee.param)]

    def returned(self, function: End, call: Invoke | None, place: Place) -> list[End]:
        """What a function of the tree gives back when called so; without a call, a property."""
        scope, inside = function.definition, self.inside(function, call, place)
        if scope is None or inside is None:
            return []
        found: list[End] = []
        values = sorted(inside.module.returns(scope), key=lambda value: value.line)[:MOST_RETURNS]
        for value in values:
            ends = self._tracer.ends(value, inside)
            certainty = Certainty.MAYBE if len(values) > 1 else Certainty.RESOLVED
            found += [end.weaker(certainty, f"{scope.name}()") for end in ends]
        return found or [End(Name(scope.name, scope.line), place, Certainty.UNKNOWN)]

    def inside(self, function: End, call: Invoke | None, place: Place) -> Place | None:
        """Inside of a function of the tree, entered by this call; None: it is none, or was
        entered before."""
        scope, module = function.definition, function.home
        if scope is None or module is None or scope.kind is not ScopeKind.FUNCTION:
            return None
        if _entered(scope, place):
            return None
        frame = Frame(scope, call, place, module) if call is not None else None
        return Place(module, scope, ANYWHERE, frame)

    def argument_ends(self, scope: Scope, param: Param, frame: Frame) -> list[End]:
        """The argument of the call that entered the function, or the parameter's default."""
        given = argument(scope, param, frame.call)
        if given is not None:
            return list(self._tracer.ends(given, frame.place))
        if param.default is None:
            inside = Place(frame.home, scope)
            name = Name(param.name, scope.line)
            return [self._tracer.param_end(ParamOf(scope, param, inside), name)]
        return list(self._tracer.ends(param.default, Place(frame.home, scope)))

    def injected(self, param: Param, place: Place) -> list[End]:
        """`client: OpenAI = Depends(get_client)`."""
        function: Expr | None = None
        if isinstance(param.default, Invoke) and last_name(param.default.callee) == "Depends":
            function = param.default.args[0].value if param.default.args else None
        elif param.type_name and "Depends" in param.type_name:
            name = injected_function(param.type_name)
            function = Name(name, place.scope.line) if name else None
        if function is None:
            return []
        return list(self._tracer.ends(Invoke(function, (), function.line), place))

    def fixture(self, scope: Scope, param: Param, place: Place) -> list[End]:
        """A test's parameter that a pytest fixture of the same file or its `conftest.py` fills."""
        if not scope.name.startswith("test") and not _is_fixture(scope):
            return []
        for module in (place.module, *self._tracer.project.conftests(place.module)):
            for function in module.functions(param.name):
                if _is_fixture(function) and function is not scope:
                    end = End(
                        Name(param.name, function.line),
                        Place(module, module.top),
                        definition=function,
                        home=module,
                    )
                    return self.returned(end, None, end.place)
        return []


def bound_method(call: Invoke) -> Member | None:
    """`x.create` of `getattr(x, "create")`."""
    if not isinstance(call.callee, Name) or call.callee.name != "getattr" or len(call.args) < 2:
        return None
    name = call.args[1].value
    return Member(call.args[0].value, name.value, call.line) if isinstance(name, Text) else None


def _joined_url(call: Invoke) -> Template | None:
    """`urljoin(base, "/v1/messages")`."""
    if last_name(call.callee) != "urljoin" or len(call.args) != 2:
        return None
    base, path = (arg.value for arg in call.args)
    if isinstance(path, Text):
        path = Text(path.value.lstrip("/"), path.line)
    return Template((base, Text("/", call.line), path), call.line)


def _passed_on(call: Invoke) -> Expr | None:
    """The expression that the call hands on as it is."""
    callee = call.callee
    if isinstance(callee, Member) and callee.name in SAME_TEXT:
        return callee.of
    if isinstance(callee, Name | Member) and callee.name in SAME_VALUE and call.args:
        last = call.args[-1]
        return last.value if not last.spread and last.name is None else None
    return None


def _entered(scope: Scope, place: Place) -> bool:
    frame = place.frame
    for _ in range(MOST_FRAMES):
        if frame is None:
            return False
        if frame.function is scope:
            return True
        frame = frame.place.frame
    return True


def _is_fixture(scope: Scope) -> bool:
    return any(decorator.endswith("fixture") for decorator in scope.decorators)

"""Whether a call streams, and whether it is asynchronous."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from migrate_check.domain.call_site import Certainty, Fact
from migrate_check.inventory.fields import Sent
from migrate_check.inventory.makers import Made
from migrate_check.inventory.matching import Match
from migrate_check.inventory.neutral import Call, Expr, Invoke, Member, Module, Record
from migrate_check.inventory.resolver.facts import Facts
from migrate_check.inventory.resolver.place import Place
from migrate_check.inventory.resolver.trace import Tracer
from migrate_check.inventory.signature import Streams

USES_STREAMING = frozenset(
    {"stream", "astream", "astream_events", "astream_log", "stream_chat", "astream_chat"}
    | {"stream_complete", "astream_complete", "streamEvents", "streamLog"}
)
USES_PLAIN = frozenset(
    {"invoke", "ainvoke", "batch", "abatch", "predict", "apredict", "chat", "achat", "complete"}
    | {"acomplete", "generate", "agenerate", "call"}
)
MOST_USES = 40


def streaming_of(match: Match, sent: Sent, facts: Facts) -> Fact:
    """Value `true`, `false` or None."""
    kind = match.signature.streams
    if kind is Streams.ALWAYS:
        return Fact("true", Certainty.LITERAL, f"{match.signature.tail[-1]} always streams")
    if kind is Streams.NEVER:
        return Fact("false", Certainty.LITERAL, f"{match.signature.tail[-1]} never streams")
    if sent.stream is not None:
        given = sent.stream
        fact = facts.of(given.expr, given.place)
        if given.certainty is Certainty.MAYBE and fact.certainty is not Certainty.UNKNOWN:
            return Fact(None, Certainty.MAYBE, fact.origin, fact.env, ("true", "false"))
        return fact
    if sent.holes:
        return Fact(None, Certainty.UNKNOWN, sent.holes[0])
    return Fact("false", Certainty.LITERAL, "no stream set")


def is_async(match: Match, call: Call) -> bool:
    """By the client, by the method's name, or because it is awaited."""
    kinds = {_makes_async(made) for made in match.made}
    if kinds == {True}:
        return True
    return match.signature.is_async or call.awaited or bool({"aio", "async"} & set(match.names))


def _makes_async(made: Made | None) -> bool:
    while made is not None:
        if made.signature.is_async:
            return True
        made = made.parent
    return False


class Uses:
    """How a framework's object is used: `llm.stream(…)`, `(prompt | llm).ainvoke(…)`."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer

    def of(self, match: Match, call: Call) -> tuple[Fact, bool]:
        """Streaming and async, by what is called on the object in its file."""
        streams = is_later = plain = False
        for use in self.on(USES_STREAMING | USES_PLAIN, match, call):
            streams = streams or use.name in USES_STREAMING
            plain = plain or use.name not in USES_STREAMING
            is_later = is_later or use.awaited or use.name.startswith("a")
        if streams:
            certainty = Certainty.MAYBE if plain else Certainty.RESOLVED
            others = ("false",) if plain else ()
            return Fact("true", certainty, "it is called by stream()", (), others), is_later
        if plain:
            return Fact("false", Certainty.RESOLVED, "it is called by invoke()"), is_later
        return Fact(None, Certainty.UNKNOWN, "its use is not seen in this file"), is_later

    def on(self, names: frozenset[str], match: Match, call: Call) -> Iterator[Call]:
        """Calls of these methods on the object, in its file."""
        return (use for use in self._uses(call.module, names) if self._on(use, match.call))

    def _uses(self, module: Module, names: frozenset[str]) -> Iterator[Call]:
        return islice(module.calls(names), MOST_USES)

    def _on(self, use: Call, made: Invoke) -> bool:
        receiver = use.expr.callee
        if not isinstance(receiver, Member):
            return False
        place = Place(use.module, use.scope, use.offset)
        return self._leads_to(receiver.of, place, made, 0)

    def _leads_to(self, expr: Expr, place: Place, made: Invoke, level: int) -> bool:
        for end in self._tracer.ends(expr, place):
            found = end.expr
            if isinstance(found, Invoke) and found.line == made.line and found == made:
                return True
            parts = _parts(found) if level < 4 else ()
            if any(self._leads_to(part, end.place, made, level + 1) for part in parts):
                return True
        return False


def _parts(expr: Expr) -> tuple[Expr, ...]:
    """What a chain or a changed object is made of: `prompt | llm`, `llm.bind_tools(…)`."""
    if isinstance(expr, Invoke) and isinstance(expr.callee, Member):
        return (expr.callee.of, *(arg.value for arg in expr.args if not arg.name))
    if isinstance(expr, Record):
        return tuple(entry.value for entry in expr.entries if entry.key is None)
    return ()

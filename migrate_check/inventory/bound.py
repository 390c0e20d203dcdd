"""What LangChain's objects are bound to after they are made: tools, schemas, parameters.

`llm.bind_tools(tools)`, `llm.with_structured_output(Answer)`, `llm.bind(stop=["END"])` add fields
to the request that the constructor does not show.
"""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import Certainty, Language
from migrate_check.inventory.matching import Match
from migrate_check.inventory.neutral import Call, Invoke, Name, Opaque, Text
from migrate_check.inventory.resolver.built import Built, Given
from migrate_check.inventory.resolver.place import Place
from migrate_check.inventory.resolver.records import Records
from migrate_check.inventory.streaming import Uses

_TOOLS = frozenset({"bind_tools", "bindTools"})
_SCHEMAS = frozenset({"with_structured_output", "withStructuredOutput"})
BINDS = _TOOLS | _SCHEMAS | {"bind"}
_TOOL_FIELDS = {"bedrock-converse": "toolConfig"}
_SCHEMA_FIELDS = {
    "openai-chat": ("response_format",),
    "anthropic-messages": ("tools", "tool_choice"),
    "bedrock-converse": ("toolConfig",),
}
_BY_CALL = {"openai-chat": ("tools", "tool_choice")}


def bound(uses: Uses, records: Records, match: Match, call: Call) -> Built:
    """The entries that are bound to the object in its file; each is sent by some uses only."""
    built = Built()
    if match.signature.sdk != "langchain":
        return built
    for use in uses.on(BINDS, match, call):
        for name, given in _of(use, records, match.signature.route, built):
            built.put(name, given)
    if call.module.language is Language.PYTHON and uses.of(match, call)[0].value is None:
        built.holes.append("what it is bound to where it is used, not in this file")
    return built


def _of(use: Call, records: Records, route: str, built: Built) -> Iterator[tuple[str, Given]]:
    place = Place(use.module, use.scope, use.offset)
    given = Given(Opaque(use.name, use.line), place, Certainty.MAYBE, use.line)
    if use.name in _SCHEMAS:
        if _is_builtin(use.expr):
            return
        names = (_BY_CALL if _by_call(use.expr) else _SCHEMA_FIELDS).get(route, ())
        if not names:
            built.holes.append(f"{use.name}(), whose field is not known")
        yield from ((name, given) for name in names)
        return
    if use.name in _TOOLS:
        first = use.expr.args[0].value if use.expr.args else given.expr
        tools = Given(first, place, Certainty.MAYBE, use.line)
        yield _TOOL_FIELDS.get(route, "tools"), tools
    further = records.of_arguments(use.expr.args, place, use.line)
    built.holes += [hole for hole in further.holes if hole not in built.holes]
    for name, one in further.entries.items():
        if name != "tools":
            yield name, Given(one.expr, one.place, Certainty.MAYBE, one.line)


def _is_builtin(call: Invoke) -> bool:
    """`with_structured_output(dict)`: a bare type has no schema, LangChain does not send it."""
    first = call.args[0].value if call.args else None
    return isinstance(first, Name) and first.name in ("dict", "list", "str")


def _by_call(call: Invoke) -> bool:
    method = next((arg.value for arg in call.args if arg.name == "method"), None)
    return isinstance(method, Text) and method.value == "function_calling"

"""What LangChain's objects are bound to after they are made: tools and parameters.

`llm.bind_tools(tools)` and `llm.bind(stop=["END"])` add fields to the request that the constructor
does not show.
"""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import Certainty, Language
from migrate_check.inventory.matching import Match
from migrate_check.inventory.neutral import Call, Opaque
from migrate_check.inventory.resolver.place import Place
from migrate_check.inventory.resolver.records import Built, Given, Records
from migrate_check.inventory.streaming import Uses

_TOOLS = frozenset({"bind_tools", "bindTools"})
BINDS = _TOOLS | {"bind"}
_TOOL_FIELDS = {"bedrock-converse": "toolConfig"}


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
    if use.name in _TOOLS:
        args = use.expr.args
        first = args[0].value if args else Opaque("tools", use.line)
        tools = Given(first, place, Certainty.MAYBE, use.line)
        yield _TOOL_FIELDS.get(route, "tools"), tools
    further = records.of_arguments(use.expr.args, place, use.line)
    built.holes += [hole for hole in further.holes if hole not in built.holes]
    for name, one in further.entries.items():
        if name != "tools":
            yield name, Given(one.expr, one.place, Certainty.MAYBE, one.line)

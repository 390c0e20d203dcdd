"""Which tools the imitated model calls, and with which arguments."""

from __future__ import annotations

import re
from dataclasses import replace

from migrate_check.lab.demand import Call, Choice, Demand, Tool
from migrate_check.lab.schema_sample import Hints, sample
from migrate_check.lab.sse import dump

_WORD = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# A capitalised word that does not begin a sentence.
_PLACE = re.compile(r"(?<=[a-z,] )[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
_FIRST_SAID = re.compile(r"\b[Ff]irst write: \"([^\"]+)\"")
_COUNTRIES = frozenset(
    {"France", "England", "Germany", "Italy", "Spain", "Japan", "Canada", "UK", "US", "USA", "CA"}
)
_NOT_A_PURPOSE = frozenset(
    {
        "about", "call", "city", "country", "current", "fetch", "find", "from", "function", "get",
        "given", "information", "into", "list", "location", "look", "make", "name", "number",
        "numbers", "place", "return", "returns", "search", "send", "some", "string", "text",
        "that", "the", "this", "tool", "use", "user", "value", "what", "when", "with", "your",
    }
)  # fmt: skip


def calls_for(demand: Demand) -> tuple[Call, ...]:
    """The calls the model makes; empty when it answers in words."""
    tools = _called(demand)
    calls = tuple(
        Call(tool.name, dump(sample(tool.schema, replace(hints, strict=tool.strict))))
        for tool in tools
        for hints in occasions(demand.prompt)
    )
    return calls if demand.parallel else calls[:1]


def said_before(prompt: str) -> str:
    """Words that the prompt wants in front of a call; mostly none."""
    found = _FIRST_SAID.search(prompt)
    return found.group(1) if found else ""


def places(prompt: str) -> tuple[str, ...]:
    """Proper names in order, each once; a country is left out beside its city."""
    found = tuple(dict.fromkeys(_PLACE.findall(prompt)))
    return tuple(p for p in found if p not in _COUNTRIES) or found


def _called(demand: Demand) -> tuple[Tool, ...]:
    if demand.choice is Choice.NONE:
        return ()
    if demand.forced is not None:
        return tuple(tool for tool in demand.tools if tool.name == demand.forced)
    if demand.results and demand.choice is Choice.AUTO:
        return ()
    fitting = tuple(tool for tool in demand.tools if _fits(tool, demand.prompt))
    return fitting or (demand.tools[:1] if demand.choice is Choice.REQUIRED else ())


def _fits(tool: Tool, prompt: str) -> bool:
    if tool.name.lower() in prompt.lower():
        return True
    # Four letters as a stem: "weather" fits "weathers", "multiply" fits "multiplied".
    asked = {word[:4] for word in _WORD.findall(prompt.lower()) if len(word) > 2}
    name = re.sub(r"([a-z])([A-Z])", r"\1 \2", tool.name).lower()
    purpose = {w for w in _WORD.findall(name) if len(w) > 2}
    purpose |= {w for w in _WORD.findall(tool.about.lower()) if len(w) > 5}
    return any(word[:4] in asked for word in purpose - _NOT_A_PURPOSE)


def occasions(prompt: str) -> tuple[Hints, ...]:
    """What to fill in, once for each place the prompt names."""
    numbers = tuple(float(number) for number in _NUMBER.findall(prompt))
    return tuple(Hints(prompt, place, numbers) for place in places(prompt) or (None,))

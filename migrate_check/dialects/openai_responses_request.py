"""Responses requests: what one demands, and how the next turn is built."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from migrate_check.dialects.json_fields import as_array, as_object, as_text
from migrate_check.dialects.next_turn import result_text
from migrate_check.dialects.openai_responses_items import ANSWERED, Item, tools_within
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked
from migrate_check.domain.scenario import NextTurn

_OWN = frozenset(("function", "custom"))


def read_asked(body: Json) -> Asked:
    """What a request demands. Tolerates any JSON."""
    request = as_object(body)
    entries = [as_object(entry) for entry in as_array(request.get("tools"))]
    brought = list(tools_within(as_array(request.get("input"))))
    return Asked(
        model=as_text(request.get("model")),
        stream=request.get("stream") is True,
        include_usage=None,
        tools=tools_of([*entries, *brought]),
        forced_tool=_is_forced(request.get("tool_choice"), entries),
        forbids_tools=request.get("tool_choice") == "none",
        choices=1,
        body=body,
    )


def tools_of(entries: Iterable[Item]) -> dict[str, Json]:
    """The caller's own tools by name, those of namespaces included. Built-in ones have no name."""
    tools: dict[str, Json] = {}
    for entry in entries:
        kind, name = as_text(entry.get("type")), entry.get("name")
        if kind == "namespace":
            tools |= tools_of(map(as_object, as_array(entry.get("tools"))))
        elif kind in _OWN and isinstance(name, str):
            tools[name] = entry.get("parameters")
    return tools


def _is_forced(choice: Json, entries: Sequence[Item]) -> bool:
    """Whether nothing but a call of the caller's own tools answers the request."""
    mode = choice
    if isinstance(choice, dict):
        if choice.get("type") != "allowed_tools":
            return as_text(choice.get("type")) in _OWN
        mode = choice.get("mode")
        entries = [as_object(entry) for entry in as_array(choice.get("tools"))]
    # With `required`, a built-in tool answers the demand as well.
    return mode == "required" and all(as_text(entry.get("type")) in _OWN for entry in entries)


def build_next(
    sent: dict[str, Json], identity: str | None, output: list[Item], turn: NextTurn
) -> dict[str, Json] | None:
    """`sent` with the answer's items, or its id, and what follows; None without calls to answer."""
    following = _following(output, turn)
    if following is None or (turn.by_reference and not identity):
        return None
    if turn.by_reference:
        return {**sent, "previous_response_id": identity, "input": following}
    return {**sent, "input": [*_as_items(sent.get("input")), *output, *following]}


def _as_items(given: Json) -> list[Json]:
    if isinstance(given, str):
        return [{"role": "user", "content": given}]
    return as_array(given)


def _following(output: Sequence[Item], turn: NextTurn) -> list[Json] | None:
    if turn.tool_results is None:
        return [{"role": "user", "content": turn.user or ""}]
    results: list[Json] = []
    for item in output:
        if as_text(item.get("type")) not in ANSWERED:
            continue
        text = result_text(turn, as_text(item.get("name")))
        if text is None:
            return None
        kind = ANSWERED[str(item["type"])][1]
        results.append({"type": kind, "call_id": item.get("call_id"), "output": text})
    return results or None

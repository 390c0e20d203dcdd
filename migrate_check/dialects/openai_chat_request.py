"""Chat Completions requests: what one demands, and how the next turn is built."""

from __future__ import annotations

from migrate_check.dialects.json_fields import as_array, as_integer, as_object, as_text
from migrate_check.dialects.next_turn import result_text
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked
from migrate_check.domain.scenario import NextTurn


def read_asked(body: Json) -> Asked:
    """What a request demands. Tolerates any JSON."""
    request = as_object(body)
    choice = request.get("tool_choice", request.get("function_call"))
    return Asked(
        model=as_text(request.get("model")),
        stream=request.get("stream") is True,
        include_usage=_include_usage(request),
        tools=_tools(request),
        forced_tool=_is_forced(choice),
        forbids_tools=choice == "none",
        choices=as_integer(request.get("n")) or 1,
        body=body,
    )


def _include_usage(request: dict[str, Json]) -> bool | None:
    value = as_object(request.get("stream_options")).get("include_usage")
    return value if isinstance(value, bool) else None


def _tools(request: dict[str, Json]) -> dict[str, Json]:
    tools: dict[str, Json] = {}
    for entry in map(as_object, as_array(request.get("tools"))):
        function = as_object(entry.get("function") or entry.get("custom"))
        _add_tool(tools, function)
    for function in map(as_object, as_array(request.get("functions"))):
        _add_tool(tools, function)
    return tools


def _add_tool(tools: dict[str, Json], function: dict[str, Json]) -> None:
    name = function.get("name")
    if isinstance(name, str):
        tools[name] = function.get("parameters")


def _is_forced(choice: Json) -> bool:
    if not isinstance(choice, dict):
        return choice == "required"
    if choice.get("type") == "allowed_tools":
        return as_object(choice.get("allowed_tools")).get("mode") == "required"
    return True


def build_next(
    sent: dict[str, Json], message: dict[str, Json], turn: NextTurn
) -> dict[str, Json] | None:
    """`sent` with the assistant's message and what follows it; None without calls to answer."""
    following = _following(message, turn)
    if following is None:
        return None
    return {**sent, "messages": [*as_array(sent.get("messages")), message, *following]}


def _following(message: dict[str, Json], turn: NextTurn) -> list[Json] | None:
    if turn.tool_results is None:
        return [{"role": "user", "content": turn.user or ""}]
    results: list[Json] = []
    for call in map(as_object, as_array(message.get("tool_calls"))):
        name = as_text(as_object(call.get("function") or call.get("custom")).get("name"))
        text = result_text(turn, name)
        if text is None:
            return None
        results.append({"role": "tool", "tool_call_id": call.get("id"), "content": text})
    return results or None

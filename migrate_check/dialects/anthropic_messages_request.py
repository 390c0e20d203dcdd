"""Messages requests: what one demands, and how the next turn is built."""

from __future__ import annotations

from migrate_check.dialects.json_fields import as_array, as_object, as_text
from migrate_check.dialects.next_turn import result_text
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked
from migrate_check.domain.scenario import NextTurn


def read_asked(body: Json) -> Asked:
    """What a request demands. Tolerates any JSON."""
    request = as_object(body)
    choice = as_object(request.get("tool_choice")).get("type")
    return Asked(
        model=as_text(request.get("model")),
        stream=request.get("stream") is True,
        include_usage=None,
        tools=_tools(request),
        forced_tool=choice in ("any", "tool"),
        forbids_tools=choice == "none",
        choices=1,
        body=body,
    )


def _tools(request: dict[str, Json]) -> dict[str, Json]:
    """Tools by name. Anthropic's own client tools (bash, text editor) have no schema."""
    definitions = [as_object(entry) for entry in as_array(request.get("tools"))]
    for message in map(as_object, as_array(request.get("messages"))):
        if message.get("role") == "system":
            definitions += _additions(message)
    tools: dict[str, Json] = {}
    for entry in definitions:
        name = entry.get("name")
        if isinstance(name, str):
            tools[name] = entry.get("input_schema")
    return tools


def _additions(message: dict[str, Json]) -> list[dict[str, Json]]:
    """Tools that a system message adds in mid-conversation (beta)."""
    blocks = map(as_object, as_array(message.get("content")))
    return [as_object(as_object(block.get("tool")).get("definition")) for block in blocks]


def build_next(
    sent: dict[str, Json], content: list[Json], turn: NextTurn
) -> dict[str, Json] | None:
    """`sent` with the assistant's blocks and one user message; None without calls to answer."""
    following = _following(content, turn)
    if following is None:
        return None
    messages = as_array(sent.get("messages"))
    answer: Json = {"role": "assistant", "content": content}
    return {**sent, "messages": [*messages, answer, {"role": "user", "content": following}]}


def _following(content: list[Json], turn: NextTurn) -> Json:
    if turn.tool_results is None:
        return turn.user or ""
    results: list[Json] = []
    for block in map(as_object, content):
        if block.get("type") != "tool_use":
            continue
        text = result_text(turn, as_text(block.get("name")))
        if text is None:
            return None
        results.append({"type": "tool_result", "tool_use_id": block.get("id"), "content": text})
    return results or None

"""What the Messages endpoint accepts, and its refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping

from migrate_check.domain.json_value import Json
from migrate_check.lab.formats.anthropic_cache import require_cache_control
from migrate_check.lab.formats.anthropic_errors import refused
from migrate_check.lab.formats.anthropic_images import require_images
from migrate_check.lab.formats.anthropic_thinking import require_thinking
from migrate_check.lab.formats.format import as_object, objects
from migrate_check.lab.sse import JsonObject

_TYPES: Mapping[str, tuple[str, tuple[type, ...]]] = {
    "model": ("string", (str,)),
    "max_tokens": ("integer", (int,)),
    "messages": ("list", (list,)),
    "stream": ("boolean", (bool,)),
    "temperature": ("number", (int, float)),
    "top_p": ("number", (int, float)),
    "top_k": ("integer", (int,)),
    "stop_sequences": ("list", (list,)),
    "tools": ("list", (list,)),
    "tool_choice": ("dictionary", (dict,)),
    "metadata": ("dictionary", (dict,)),
    "thinking": ("dictionary", (dict,)),
    "system": ("list", (str, list)),
    "service_tier": ("string", (str,)),
    "container": ("string", (str, dict)),
    "mcp_servers": ("list", (list,)),
    "context_management": ("dictionary", (dict,)),
    "cache_control": ("dictionary", (dict,)),
    "output_format": ("dictionary", (dict,)),
    "output_config": ("dictionary", (dict,)),
    "inference_geo": ("string", (str,)),
}
_REQUIRED = ("model", "messages", "max_tokens")
_COUNT_REQUIRED = ("model", "messages")
_COUNTED = frozenset(
    {
        *("model", "messages", "system", "tools", "tool_choice", "thinking", "cache_control"),
        *("context_management", "mcp_servers", "output_config", "output_format"),
    }
)
"""Fields that count: what only steers the answer is not accepted."""
_UNIT_RANGES = ("temperature", "top_p")
_CHOICES = ("auto", "any", "tool", "none")
_TOOL_NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")


def validate(body: JsonObject) -> None:
    """Raises Refused for the first thing that is wrong."""
    _require_fields(body, _REQUIRED, frozenset(_TYPES))
    _require_ranges(body)
    _require_sense(body)


def validate_count(body: JsonObject) -> None:
    """As `validate`, of a request that is only counted."""
    _require_fields(body, _COUNT_REQUIRED, _COUNTED)
    _require_sense(body)


def _require_fields(body: JsonObject, required: tuple[str, ...], known: frozenset[str]) -> None:
    for name in required:
        if name not in body:
            raise refused(f"{name}: Field required")
    for name, value in body.items():
        if name not in known:
            raise refused(f"{name}: Extra inputs are not permitted")
        _require_type(name, value)


def _require_sense(body: JsonObject) -> None:
    messages = objects(body["messages"])
    _require_messages(messages)
    _require_tools(body)
    require_cache_control(body)
    require_images(messages)
    require_thinking(body)
    _require_results_answered(messages)


def _require_type(name: str, value: Json) -> None:
    expected, types = _TYPES[name]
    if value is None and name not in _REQUIRED:
        return
    wrong_bool = isinstance(value, bool) and bool not in types
    if wrong_bool or not isinstance(value, types):
        raise refused(f"{name}: Input should be a valid {expected}")
    for index, item in enumerate(value if name == "messages" and isinstance(value, list) else []):
        if not isinstance(item, dict):
            raise refused(f"messages.{index}: Input should be an object")


def _require_ranges(body: JsonObject) -> None:
    for name in _UNIT_RANGES:
        value = body.get(name)
        if isinstance(value, int | float) and value > 1:
            raise refused(f"{name}: Input should be less than or equal to 1")
        if isinstance(value, int | float) and value < 0:
            raise refused(f"{name}: Input should be greater than or equal to 0")
    most = body.get("top_k")
    if isinstance(most, int) and most < 0:
        raise refused("top_k: Input should be greater than or equal to 0")
    limit = body["max_tokens"]
    if isinstance(limit, int) and limit < 1:
        raise refused("max_tokens: Input should be greater than or equal to 1")


def _require_messages(messages: list[JsonObject]) -> None:
    if not messages:
        raise refused("messages: at least one message is required")
    for index, message in enumerate(messages):
        role, content = message.get("role"), message.get("content")
        if role not in {"user", "assistant"}:
            raise refused(
                f'messages: Unexpected role "{role}". Allowed roles are "user" or "assistant".'
                if role != "system"
                else 'messages: Unexpected role "system". The Messages API accepts a top-level'
                ' `system` parameter, not "system" as an input message role.'
            )
        if "content" not in message:
            raise refused(f"messages.{index}.content: Field required")
        if not isinstance(content, str | list):
            raise refused(f"messages.{index}.content: Input should be a valid list")
        last_of_assistant = role == "assistant" and index == len(messages) - 1
        if content in ("", []) and not last_of_assistant:
            raise refused(
                f"messages.{index}: all messages must have non-empty content except for the"
                " optional final assistant message"
            )


def _require_tools(body: JsonObject) -> None:
    tools = objects(body.get("tools"))
    for index, tool in enumerate(tools):
        name = tool.get("name")
        if name is None:
            raise refused(f"tools.{index}.custom.name: Field required")
        if not isinstance(name, str) or not _TOOL_NAME.fullmatch(name):
            raise refused(
                f"tools.{index}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'"
            )
        if "input_schema" not in tool and "type" not in tool:
            raise refused(f"tools.{index}.custom.input_schema: Field required")
    choice = body.get("tool_choice")
    if choice is not None:
        _require_choice(as_object(choice), tools)


def _require_choice(choice: JsonObject, tools: list[JsonObject]) -> None:
    kind = choice.get("type")
    if kind not in _CHOICES:
        raise refused(
            f"tool_choice: Input tag '{kind}' found using 'type' does not match any of the"
            " expected tags: 'auto', 'any', 'tool', 'none'"
        )
    if not tools:
        raise refused("tool_choice: tool_choice may only be specified while providing tools.")
    if kind == "tool" and choice.get("name") not in {tool.get("name") for tool in tools}:
        raise refused(f"tool_choice: Tool '{choice.get('name')}' not found in provided tools")


def _require_results_answered(messages: list[JsonObject]) -> None:
    """Each `tool_use` has its result in the next message, and each result its `tool_use`."""
    waiting: list[str] = []
    for index, message in enumerate(messages):
        answered = _ids(message, "tool_result", "tool_use_id")
        for position, identifier in answered:
            if identifier not in waiting:
                raise refused(
                    f"messages.{index}.content.{position}: unexpected `tool_use_id` found in"
                    f" `tool_result` blocks: {identifier}. Each `tool_result` block must have a"
                    " corresponding `tool_use` block in the previous message."
                )
        _require_none_waiting(index - 1, set(waiting) - {i for _, i in answered})
        waiting = [identifier for _, identifier in _ids(message, "tool_use", "id")]
    _require_none_waiting(len(messages) - 1, set(waiting))


def _require_none_waiting(index: int, waiting: set[str]) -> None:
    if waiting:
        raise refused(
            f"messages.{index}: `tool_use` ids were found without `tool_result` blocks immediately"
            f" after: {', '.join(sorted(waiting))}. Each `tool_use` block must have a"
            " corresponding `tool_result` block in the next message."
        )


def _ids(message: JsonObject, kind: str, key: str) -> list[tuple[int, str]]:
    blocks = enumerate(objects(message.get("content")))
    return [(n, str(block.get(key))) for n, block in blocks if block.get("type") == kind]

"""What the Chat Completions endpoint accepts, and its refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping

from migrate_check.domain.json_value import Json
from migrate_check.lab.formats.format import as_object, objects
from migrate_check.lab.formats.openai_errors import missing, refused, type_wrong
from migrate_check.lab.perception import image_of, image_urls
from migrate_check.lab.sse import JsonObject

_ARRAY = "an array of objects"
_TYPES: Mapping[str, tuple[str, tuple[type, ...]]] = {
    "messages": (_ARRAY, (list,)),
    "model": ("a string", (str,)),
    "frequency_penalty": ("a decimal", (int, float)),
    "presence_penalty": ("a decimal", (int, float)),
    "temperature": ("a decimal", (int, float)),
    "top_p": ("a decimal", (int, float)),
    "max_tokens": ("an integer", (int,)),
    "max_completion_tokens": ("an integer", (int,)),
    "n": ("an integer", (int,)),
    "seed": ("an integer", (int,)),
    "top_logprobs": ("an integer", (int,)),
    "logprobs": ("a boolean", (bool,)),
    "stream": ("a boolean", (bool,)),
    "store": ("a boolean", (bool,)),
    "parallel_tool_calls": ("a boolean", (bool,)),
    "tools": (_ARRAY, (list,)),
    "functions": (_ARRAY, (list,)),
    "stream_options": ("an object", (dict,)),
    "response_format": ("an object", (dict,)),
    "metadata": ("an object", (dict,)),
    "logit_bias": ("an object", (dict,)),
    "tool_choice": ("one of a string or object", (str, dict)),
    "function_call": ("one of a string or object", (str, dict)),
    "stop": ("one of a string or array of strings", (str, list)),
    "user": ("a string", (str,)),
    "safety_identifier": ("a string", (str,)),
    "prompt_cache_key": ("a string", (str,)),
    "prompt_cache_retention": ("a string", (str,)),
    "service_tier": ("a string", (str,)),
    "reasoning_effort": ("a string", (str,)),
    "verbosity": ("a string", (str,)),
    "modalities": ("an array of strings", (list,)),
    "audio": ("an object", (dict,)),
    "prediction": ("an object", (dict,)),
    "moderation": ("an object", (dict,)),
    "web_search_options": ("an object", (dict,)),
}
_RANGES: tuple[tuple[str, str, float, float | None], ...] = (
    ("temperature", "decimal", 0, 2),
    ("top_p", "decimal", 0, 1),
    ("frequency_penalty", "decimal", -2, 2),
    ("presence_penalty", "decimal", -2, 2),
    ("max_tokens", "integer", 1, None),
    ("max_completion_tokens", "integer", 1, None),
    ("n", "integer", 1, 128),
    ("top_logprobs", "integer", 0, 20),
)
_ROLES = ("system", "assistant", "user", "function", "tool", "developer")
_TOOL_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_MOST_STOPS = 4


def validate(body: JsonObject) -> None:
    """Raises Refused for the first thing that is wrong."""
    _require_model(body)
    for name, value in body.items():
        _require_type(name, value)
    for name, sort, low, high in _RANGES:
        _require_range(body, name, sort, (low, high))
    if "messages" not in body:
        raise missing("messages")
    _require_messages(body["messages"])
    _require_tools(body)
    _require_options(body)
    _require_results_answered(objects(body["messages"]))


def _require_model(body: JsonObject) -> None:
    if body.get("model") in (None, ""):
        raise refused("you must provide a model parameter")


def _require_type(name: str, value: Json) -> None:
    if name not in _TYPES:
        raise refused(f"Unrecognized request argument supplied: {name}")
    expected, types = _TYPES[name]
    if value is None and name != "messages":
        return
    wrong_bool = isinstance(value, bool) and bool not in types
    if wrong_bool or not isinstance(value, types):
        raise type_wrong(name, expected, value)


def _require_range(
    body: JsonObject, name: str, sort: str, bounds: tuple[float, float | None]
) -> None:
    value = body.get(name)
    if not isinstance(value, int | float):
        return
    low, high = bounds
    if value < low:
        raise refused(
            f"Invalid '{name}': {sort} below minimum value. Expected a value >= {low}, but got"
            f" {value} instead.",
            param=name,
            code=f"{sort}_below_min_value",
        )
    if high is not None and value > high:
        raise refused(
            f"Invalid '{name}': {sort} above maximum value. Expected a value <= {high}, but got"
            f" {value} instead.",
            param=name,
            code=f"{sort}_above_max_value",
        )


def _require_messages(messages: Json) -> None:
    assert isinstance(messages, list)
    if not messages:
        raise refused(
            "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an"
            " empty array instead.",
            param="messages",
            code="empty_array",
        )
    for index, message in enumerate(messages):
        if not isinstance(message, dict):
            raise type_wrong(f"messages[{index}]", "an object", message)
        _require_message(index, message)


def _require_message(index: int, message: JsonObject) -> None:
    role = message.get("role")
    if role is None:
        raise missing(f"messages[{index}].role")
    if role not in _ROLES:
        supported = ", ".join(f"'{known}'" for known in _ROLES[:-1])
        raise refused(
            f"Invalid value: '{role}'. Supported values are: {supported}, and 'developer'.",
            param=f"messages[{index}].role",
            code="invalid_value",
        )
    content = message.get("content")
    calls = message.get("tool_calls") or message.get("function_call")
    if content is None and not (role == "assistant" and calls):
        raise refused(
            "Invalid value for 'content': expected a string, got null.",
            param=f"messages.[{index}].content",
        )
    _require_pictures(index, content)
    if content is not None and not isinstance(content, str | list):
        raise type_wrong(
            f"messages[{index}].content", "one of a string or array of objects", content
        )


def _require_pictures(index: int, content: Json) -> None:
    for place, url in enumerate(image_urls(content)):
        if not url.startswith(("https://", "http://")) and image_of(url) is None:
            raise refused(
                f"Invalid 'messages[{index}].content[{place}].image_url.url'. Expected a valid URL,"
                " but got a value with an invalid format.",
                param=f"messages[{index}].content[{place}].image_url.url",
                code="invalid_value",
            )


def _require_tools(body: JsonObject) -> None:
    tools = body.get("tools") or []
    assert isinstance(tools, list)
    for index, tool in enumerate(tools):
        function = as_object(tool).get("function")
        if not isinstance(function, dict):
            raise missing(f"tools[{index}].function")
        name = function.get("name")
        if not isinstance(name, str) or not _TOOL_NAME.fullmatch(name):
            raise refused(
                f"Invalid 'tools[{index}].function.name': string does not match pattern. Expected"
                " a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
                param=f"tools[{index}].function.name",
                code="invalid_value",
            )
    _require_choice(body.get("tool_choice"), objects(tools))


def _require_choice(choice: Json, tools: list[JsonObject]) -> None:
    if choice is None:
        return
    if not tools:
        raise refused(
            "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are"
            " specified.",
            param="tool_choice",
        )
    if isinstance(choice, str) and choice not in {"none", "auto", "required"}:
        raise refused(
            f"Invalid value: '{choice}'. Supported values are: 'none', 'auto', and 'required'.",
            param="tool_choice",
            code="invalid_value",
        )
    named = as_object(as_object(choice).get("function")).get("name")
    if isinstance(choice, dict) and named not in {
        as_object(tool.get("function")).get("name") for tool in tools
    }:
        raise refused(
            f"Invalid value for 'tool_choice': no function named '{named}' was specified in the"
            " 'tools' parameter.",
            param="tool_choice",
        )


def _require_options(body: JsonObject) -> None:
    if body.get("stream_options") is not None and body.get("stream") is not True:
        raise refused(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            param="stream_options",
        )
    stops = body.get("stop")
    if isinstance(stops, list) and len(stops) > _MOST_STOPS:
        raise refused(
            f"Invalid 'stop': array too long. Expected an array with maximum length {_MOST_STOPS},"
            f" but got an array with length {len(stops)} instead.",
            param="stop",
            code="array_above_max_length",
        )


def _require_results_answered(messages: list[JsonObject]) -> None:
    """Each call has its result directly behind it, and each result its call before it."""
    waiting: list[str] = []
    known: set[str] = set()
    for index, message in enumerate(messages):
        if message["role"] == "tool":
            waiting = _take_result(index, message, waiting, known)
            continue
        _require_none_waiting(waiting, index)
        waiting = [str(call.get("id")) for call in objects(message.get("tool_calls"))]
        known = set(waiting)
    _require_none_waiting(waiting, len(messages))


def _take_result(index: int, message: JsonObject, waiting: list[str], known: set[str]) -> list[str]:
    if not known:
        raise refused(
            "Invalid parameter: messages with role 'tool' must be a response to a preceeding"
            " message with 'tool_calls'.",
            param=f"messages.[{index}].role",
        )
    answered = message.get("tool_call_id")
    if answered is None:
        raise missing(f"messages[{index}].tool_call_id")
    if not isinstance(answered, str):
        raise type_wrong(f"messages[{index}].tool_call_id", "a string", answered)
    if answered not in known:
        raise refused(
            f"Invalid parameter: 'tool_call_id' of '{answered}' not found in 'tool_calls' of"
            " previous message.",
            param=f"messages.[{index}].tool_call_id",
        )
    return [call for call in waiting if call != answered]


def _require_none_waiting(waiting: list[str], index: int) -> None:
    if waiting:
        raise refused(
            "An assistant message with 'tool_calls' must be followed by tool messages responding"
            " to each 'tool_call_id'. The following tool_call_ids did not have response messages:"
            f" {', '.join(waiting)}",
            param=f"messages.[{index}].role",
        )

"""What the Responses endpoint accepts, and its refusals."""

from __future__ import annotations

from collections.abc import Mapping

from migrate_check.domain.json_value import Json
from migrate_check.lab.formats import openai_responses_errors as errors
from migrate_check.lab.formats.format import Refused, as_object, objects, strings
from migrate_check.lab.formats.openai_errors import missing, refused, type_wrong
from migrate_check.lab.sse import JsonObject

_OBJECTS = "an array of objects"
_TYPES: Mapping[str, tuple[str, tuple[type, ...]]] = {
    "model": ("a string", (str,)),
    "input": ("one of a string or array of input items", (str, list)),
    "instructions": ("a string", (str,)),
    "previous_response_id": ("a string", (str,)),
    "temperature": ("a decimal", (int, float)),
    "top_p": ("a decimal", (int, float)),
    "max_output_tokens": ("an integer", (int,)),
    "max_tool_calls": ("an integer", (int,)),
    "top_logprobs": ("an integer", (int,)),
    "background": ("a boolean", (bool,)),
    "stream": ("a boolean", (bool,)),
    "store": ("a boolean", (bool,)),
    "parallel_tool_calls": ("a boolean", (bool,)),
    "tools": (_OBJECTS, (list,)),
    "include": ("an array of strings", (list,)),
    "stream_options": ("an object", (dict,)),
    "text": ("an object", (dict,)),
    "reasoning": ("an object", (dict,)),
    "metadata": ("an object", (dict,)),
    "tool_choice": ("one of a string or object", (str, dict)),
    "truncation": ("a string", (str,)),
    "user": ("a string", (str,)),
    "safety_identifier": ("a string", (str,)),
    "prompt_cache_key": ("a string", (str,)),
    "prompt_cache_retention": ("a string", (str,)),
    "service_tier": ("a string", (str,)),
}
_RANGES: tuple[tuple[str, str, float, float | None], ...] = (
    ("temperature", "decimal", 0, 2),
    ("top_p", "decimal", 0, 1),
    ("max_output_tokens", "integer", 16, None),
    ("top_logprobs", "integer", 0, 20),
)
_NOT_OF_REASONING = ("temperature", "top_p", "top_logprobs")
_CHOICES = ("none", "auto", "required")


def validate(body: JsonObject, effort: str | None) -> None:
    """Raises Refused for the first thing that is wrong. `effort`: None if the model has none."""
    for name, value in body.items():
        _require_type(name, value)
    for name, sort, low, high in _RANGES:
        _require_range(body, name, sort, (low, high))
    if body.get("input") is None and not body.get("previous_response_id"):
        raise missing("input")
    _require_items(body.get("input"))
    _require_tools(body)
    _require_format(as_object(as_object(body.get("text")).get("format")))
    _require_for_model(body, effort)


def _require_type(name: str, value: Json) -> None:
    if name not in _TYPES:
        raise errors.parameter_unknown(name)
    expected, types = _TYPES[name]
    wrong_bool = isinstance(value, bool) and bool not in types
    if value is not None and (wrong_bool or not isinstance(value, types)):
        raise type_wrong(name, expected, value)


def _require_range(
    body: JsonObject, name: str, sort: str, bounds: tuple[float, float | None]
) -> None:
    value = body.get(name)
    if not isinstance(value, int | float):
        return
    low, high = bounds
    if value < low:
        raise _outside(name, sort, ("below minimum", "below_min"), f">= {low}, but got {value}")
    if high is not None and value > high:
        raise _outside(name, sort, ("above maximum", "above_max"), f"<= {high}, but got {value}")


def _outside(name: str, sort: str, words: tuple[str, str], expected: str) -> Refused:
    said, code = words
    return refused(
        f"Invalid '{name}': {sort} {said} value. Expected a value {expected} instead.",
        param=name,
        code=f"{sort}_{code}_value",
    )


def _require_items(given: Json) -> None:
    if not isinstance(given, list):
        return
    for index, item in enumerate(given):
        if not isinstance(item, dict):
            raise type_wrong(f"input[{index}]", "an object", item)
        kind = item.get("type", "message")
        if kind == "message":
            if "content" not in item:
                raise missing(f"input[{index}].content")
            if item.get("role") not in ("user", "assistant", "system", "developer"):
                raise refused(
                    f"Invalid value: '{item.get('role')}'. Supported values are: 'assistant',"
                    " 'system', 'developer', and 'user'.",
                    param=f"input[{index}].role",
                    code="invalid_value",
                )


def _require_tools(body: JsonObject) -> None:
    tools = objects(body.get("tools"))
    for index, tool in enumerate(tools):
        if not isinstance(tool.get("type"), str):
            raise missing(f"tools[{index}].type")
        if tool["type"] in ("function", "custom") and not isinstance(tool.get("name"), str):
            raise missing(f"tools[{index}].name")
    choice = body.get("tool_choice")
    if isinstance(choice, str) and choice not in _CHOICES:
        raise refused(
            f"Invalid value: '{choice}'. Supported values are: 'none', 'auto', and 'required'.",
            param="tool_choice",
            code="invalid_value",
        )
    names = {tool.get("name") for tool in tools}
    if isinstance(choice, dict):
        wanted = objects(choice.get("tools")) or [choice]
        if any(each.get("name") not in names for each in wanted if "name" in each):
            raise refused(
                "Tool choice 'function' not found in 'tools' parameter.", param="tool_choice"
            )


def _require_format(form: JsonObject) -> None:
    if form.get("type") == "json_schema":
        for name in ("name", "schema"):
            if name not in form:
                raise missing(f"text.format.{name}")


def _require_for_model(body: JsonObject, effort: str | None) -> None:
    if effort is None:
        for name in as_object(body.get("reasoning")):
            raise errors.parameter_unsupported(f"reasoning.{name}")
        if "reasoning.encrypted_content" in strings(body.get("include")):
            raise errors.encryption_unsupported()
        return
    for name in _NOT_OF_REASONING if effort != "none" else ():
        if body.get(name) is not None:
            raise errors.parameter_unsupported(name)


def require_conversation(items: list[JsonObject]) -> None:
    """Each call has its result and each result its call; reasoning has what follows it."""
    calls = {item.get("call_id") for item in items if item.get("type") in CALLS}
    results = {item.get("call_id") for item in items if item.get("type") in CALLS.values()}
    for item in items:
        call_id = str(item.get("call_id"))
        if item.get("type") in CALLS and item.get("call_id") not in results:
            raise errors.call_unanswered(call_id)
        if item.get("type") in CALLS.values() and item.get("call_id") not in calls:
            raise errors.output_unasked(call_id)
    for item, after in zip(items, [*items[1:], {}], strict=True):
        ends = after.get("role") == "user" or not after
        if item.get("type") == "reasoning" and ends:
            raise errors.reasoning_alone(str(item.get("id")))


CALLS = {
    "function_call": "function_call_output",
    "custom_tool_call": "custom_tool_call_output",
}
"""Type of a call → type of its result."""

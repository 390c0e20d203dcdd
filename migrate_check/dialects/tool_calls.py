"""What is wrong with the tool calls of an answer, in whatever dialect it came."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.json_fields import type_name
from migrate_check.dialects.json_text import parse_json
from migrate_check.dialects.tool_choice import allowed_names
from migrate_check.dialects.tool_schema import schema_problem
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.observation import Asked, ToolCall


class ToolPlaces(NamedTuple):
    """Where a dialect has the parts of a call: locations of anomalies."""

    call: str
    id: str
    name: str
    arguments: str
    text: str


class Answered(NamedTuple):
    """What the judgement of calls needs of one answer."""

    calls: tuple[ToolCall, ...]
    text: str
    truncated: bool
    """The token limit cut it: the last call's arguments may be partial."""
    declined: bool
    """A refusal or content filter: no call can be demanded, and the last one may be partial."""
    freeform: frozenset[str] = frozenset()
    """Names of tools whose input is any text."""
    ids_needed: bool = True


def check_tool_calls(answered: Answered, asked: Asked, places: ToolPlaces, log: AnomalyLog) -> None:
    """Note every departure of the joined calls from the contract and from the request."""
    calls = answered.calls
    if calls:
        _check_identity(answered, asked, places, log)
        last = len(calls) - 1
        for position, call in enumerate(calls):
            if call.name not in answered.freeform:
                partial = position == last and (answered.truncated or answered.declined)
                _check_arguments(call, partial, asked, places, log)
        if asked.forbids_tools:
            log.add(AnomalyKind.TOOL_FORBIDDEN_CALLED, places.call, f"calls {calls[0].name}")
        _check_allowed(calls, asked, places, log)
        return
    if answered.truncated or answered.declined:
        return
    if asked.forced_tool:
        log.add(AnomalyKind.TOOL_FORCED_MISSING, places.call, "a call was demanded, none came")
    if asked.tools and not asked.forbids_tools:
        _check_text(answered.text, asked, places, log)


def _check_allowed(
    calls: tuple[ToolCall, ...], asked: Asked, places: ToolPlaces, log: AnomalyLog
) -> None:
    allowed = allowed_names(asked.body)
    if allowed is None:
        return
    for call in calls:
        # A name that was never offered is reported as such.
        if call.name in asked.tools and call.name not in allowed:
            log.add(AnomalyKind.TOOL_NOT_ALLOWED, places.name, f"calls {call.name}")


def _check_identity(answered: Answered, asked: Asked, places: ToolPlaces, log: AnomalyLog) -> None:
    ids: set[str] = set()
    for call in answered.calls:
        if not call.id:
            if answered.ids_needed:
                log.add(AnomalyKind.TOOL_ID_MISSING, places.id, f"call of {call.name}")
        elif call.id in ids:
            log.add(AnomalyKind.TOOL_ID_DUPLICATE, places.id, f"{call.id} names two calls")
        else:
            ids.add(call.id)
        if not call.name:
            log.add(AnomalyKind.TOOL_NAME_MISSING, places.name, f"call {call.id}")
        elif call.name not in asked.tools and isinstance(asked.body, dict):
            log.add(AnomalyKind.TOOL_NAME_UNKNOWN, places.name, f"{call.name} was not offered")


def _check_arguments(
    call: ToolCall, partial: bool, asked: Asked, places: ToolPlaces, log: AnomalyLog
) -> None:
    try:
        value = parse_json(call.arguments)
    except ValueError:
        if not partial:
            found = repr(call.arguments[-60:])
            log.add(
                AnomalyKind.TOOL_ARGUMENTS_NOT_JSON, places.arguments, f"{call.name}: ends {found}"
            )
        return
    if not isinstance(value, dict):
        detail = f"{call.name}: is {type_name(value)}"
        log.add(AnomalyKind.TOOL_ARGUMENTS_NOT_OBJECT, places.arguments, detail)
        return
    problem = schema_problem(value, asked.tools.get(call.name or ""))
    if problem and not partial:
        detail = f"{call.name}: {problem}"
        log.add(AnomalyKind.TOOL_ARGUMENTS_OFF_SCHEMA, places.arguments, detail)


_MARKUP = re.compile(
    r"<tool_call>|<function_calls?>|<function=|<invoke\s+name=|<\|tool_call|<\|python_tag\|>"
    r"|\[TOOL_CALLS\]|<\uff5ctool\u2581call|<tool_use>|<\|plugin\|>"
)


def _check_text(text: str, asked: Asked, places: ToolPlaces, log: AnomalyLog) -> None:
    if "<" not in text and "{" not in text and "[TOOL" not in text:
        return
    names = tuple(sorted(asked.tools))
    markup = _MARKUP.search(text)
    if markup and any(name in text for name in names):
        log.add(AnomalyKind.TOOL_CALL_AS_TEXT, places.text, f"{markup[0]} in the text")
        return
    found = _as_json(names).search(text)
    if found:
        log.add(AnomalyKind.TOOL_CALL_AS_TEXT, places.text, f"the text holds {found[0]}")


@lru_cache(maxsize=128)
def _as_json(names: tuple[str, ...]) -> re.Pattern[str]:
    """`"name": "get_weather", "parameters"` in either order of the two keys."""
    name = r'"(?:name|function|tool|tool_name)"\s*:\s*"(?:' + "|".join(map(re.escape, names)) + ')"'
    arguments = r'"(?:arguments|parameters|input|args)"\s*:'
    return re.compile(rf"{name}\s*,\s*{arguments}|{arguments}\s*\{{[^{{}}]*\}}\s*,\s*{name}")

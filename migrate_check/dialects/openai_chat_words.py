"""Documented words and fields of Chat Completions that both forms of the answer share."""

from __future__ import annotations

from migrate_check.dialects import foreign
from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.foreign import Format
from migrate_check.dialects.json_fields import as_array, as_object, as_text
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked

FINISH_REASONS = frozenset(("stop", "length", "tool_calls", "content_filter", "function_call"))
_TOOL_REASONS = frozenset(("tool_calls", "function_call"))
# The call may be there and something else have ended the answer.
_CUT_REASONS = frozenset(("length", "content_filter"))


def foreign_object(document: dict[str, Json]) -> str | None:
    """What is another format's in the document, else None."""
    return foreign.foreign_object(document, Format.CHAT)


def check_object_name(document: dict[str, Json], expected: str, log: AnomalyLog) -> None:
    """`object` says what the body is."""
    name = document.get("object")
    if isinstance(name, str) and name != expected:
        log.add(AnomalyKind.ENUM_UNKNOWN, "object", f'"{name}"')


def check_finish_word(reason: str, log: AnomalyLog) -> None:
    """Clients switch over the five documented reasons."""
    if reason not in FINISH_REASONS:
        log.add(AnomalyKind.ENUM_UNKNOWN, "choices[].finish_reason", f'"{reason}"')


def check_role(value: Json, location: str, log: AnomalyLog) -> None:
    """An answer is always the assistant's."""
    if value is not None and value != "assistant":
        log.add(AnomalyKind.ROLE_INVALID, location, f"{value!r}")


def check_finish_against_calls(
    reason: str | None, called: bool, asked: Asked, log: AnomalyLog
) -> None:
    """A finish reason of a tool call goes with a call, and a call with such a reason."""
    location = "choices[].finish_reason"
    if reason is None:
        return
    if called and reason not in _TOOL_REASONS | _CUT_REASONS:
        # OpenAI itself says `stop` for a call that the request demanded by name.
        if not (reason == "stop" and demands_by_name(asked)):
            log.add(AnomalyKind.FINISH_NOT_TOOL, location, f'"{reason}" with a call')
    elif not called and reason in _TOOL_REASONS:
        log.add(AnomalyKind.FINISH_TOOL_WITHOUT_CALL, location, f'"{reason}" without a call')


def demands_by_name(asked: Asked) -> bool:
    """The request names the one tool or function to call."""
    body = as_object(asked.body)
    return isinstance(body.get("tool_choice"), dict) or isinstance(body.get("function_call"), dict)


def content_text(content: Json) -> str:
    """Text of `content`, a string or (Mistral) a list of parts."""
    if isinstance(content, str):
        return content
    return "".join(as_text(as_object(part).get("text")) or "" for part in as_array(content))


def reasoning_text(message: dict[str, Json]) -> str:
    """Reasoning under the names that OpenAI-compatible providers use, else empty."""
    for name in ("reasoning_content", "reasoning"):
        value = message.get(name)
        if isinstance(value, str) and value:
            return value
    content = message.get("content")
    if not isinstance(content, list):
        return ""
    parts = (as_object(part).get("thinking") for part in content)
    return "".join(content_text(thinking) for thinking in parts)

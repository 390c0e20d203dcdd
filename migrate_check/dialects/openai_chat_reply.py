"""An unstreamed Chat Completions answer: the reply and its departures from the contract."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.json_fields import (
    as_array,
    as_object,
    as_text,
    check_fields,
    optional,
    required,
    type_name,
)
from migrate_check.dialects.json_text import json_text
from migrate_check.dialects.openai_chat_words import (
    check_finish_against_calls,
    check_finish_word,
    check_object_name,
    check_role,
    content_text,
    reasoning_text,
)
from migrate_check.dialects.openai_usage import check_usage, read_usage
from migrate_check.dialects.tool_calls import Answered, ToolPlaces, check_tool_calls
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, Reply, ToolCall

_MESSAGE = "choices[].message."
_CALLS = _MESSAGE + "tool_calls[]"
PLACES = ToolPlaces(
    call=_MESSAGE + "tool_calls",
    id=_CALLS + ".id",
    name=_CALLS + ".function.name",
    arguments=_CALLS + ".function.arguments",
    text=_MESSAGE + "content",
)
_DOCUMENT_FIELDS = (
    required("", "id", str),
    required("", "object", str),
    required("", "created", int),
    required("", "model", str),
    required("", "choices", list),
)
_CHOICE_FIELDS = (
    required("choices[].", "index", int),
    required("choices[].", "message", dict),
    optional("choices[].", "finish_reason", str),
)
_MESSAGE_FIELDS = (
    required(_MESSAGE, "role", str),
    optional(_MESSAGE, "content", str),
    optional(_MESSAGE, "refusal", str),
    optional(_MESSAGE, "tool_calls", list),
    optional(_MESSAGE, "function_call", dict),
)


def read_reply(document: dict[str, Json], asked: Asked, log: AnomalyLog) -> Reply | None:
    """The first choice as a client reads it. None when there is no list of choices."""
    check_fields(document, _DOCUMENT_FIELDS, log)
    check_object_name(document, "chat.completion", log)
    choices = document.get("choices")
    if not isinstance(choices, list):
        return None
    if not choices:
        log.add(AnomalyKind.FIELD_REQUIRED_MISSING, "choices[]", "no choice at all")
    replies = [_read_choice(as_object(choice), asked, log) for choice in choices]
    first = replies[0] if replies else _read_message({}, None)
    _check_usage(document, first, log)
    return Reply(
        id=as_text(document.get("id")),
        model=as_text(document.get("model")),
        role=first.role,
        text=first.text,
        refusal=first.refusal,
        reasoning=first.reasoning,
        tool_calls=first.tool_calls,
        finish_reason=first.finish_reason,
        choices=len(choices),
        usage=read_usage(document.get("usage")),
    )


def _check_usage(document: dict[str, Json], first: Reply, log: AnomalyLog) -> None:
    usage = document.get("usage")
    if isinstance(usage, dict):
        check_usage(usage, bool(first.text or first.tool_calls), log)
    elif usage is None:
        log.add(AnomalyKind.USAGE_MISSING, "usage", "no usage object")
    else:
        log.add(AnomalyKind.FIELD_WRONG_TYPE, "usage", f"is {type_name(usage)}")


def _read_choice(choice: dict[str, Json], asked: Asked, log: AnomalyLog) -> Reply:
    check_fields(choice, _CHOICE_FIELDS, log)
    message = as_object(choice.get("message"))
    reason = as_text(choice.get("finish_reason"))
    reply = _read_message(message, reason)
    if not message:
        return reply
    check_fields(message, _MESSAGE_FIELDS, log)
    check_role(message.get("role"), _MESSAGE + "role", log)
    # Promised always; beside a call it is null, and many vendors leave it out, as SDKs read both
    # alike.
    if "content" not in message and not reply.tool_calls:
        log.add(AnomalyKind.FIELD_REQUIRED_MISSING, _MESSAGE + "content", "absent")
    if reason is None:
        log.add(AnomalyKind.FINISH_MISSING, "choices[].finish_reason", "absent or null")
    else:
        check_finish_word(reason, log)
    _check_call_entries(message, log)
    check_finish_against_calls(reason, bool(reply.tool_calls), asked, log)
    check_tool_calls(
        Answered(
            calls=reply.tool_calls,
            text=reply.text,
            truncated=reason == "length",
            declined=reason == "content_filter" or bool(reply.refusal),
            freeform=_freeform(message),
            ids_needed=bool(message.get("tool_calls")),
        ),
        asked,
        PLACES,
        log,
    )
    return reply


def _read_message(message: dict[str, Json], reason: str | None) -> Reply:
    return Reply(
        id=None,
        model=None,
        role=as_text(message.get("role")),
        text=content_text(message.get("content")),
        refusal=as_text(message.get("refusal")),
        reasoning=reasoning_text(message) or None,
        tool_calls=_read_calls(message),
        finish_reason=reason,
        choices=0,
        usage=None,
    )


def _read_calls(message: dict[str, Json]) -> tuple[ToolCall, ...]:
    entries = [as_object(entry) for entry in as_array(message.get("tool_calls"))]
    legacy = as_object(message.get("function_call"))
    # Some gateways send both; clients then read `tool_calls`.
    if legacy.get("name") and not entries:
        return (_call(None, legacy.get("name"), legacy.get("arguments")),)
    return tuple(_read_call(entry) for entry in entries)


def _read_call(entry: dict[str, Json]) -> ToolCall:
    identity = as_text(entry.get("id"))
    custom = as_object(entry.get("custom"))
    # Some gateways send both kinds, one of them empty.
    if custom and not entry.get("function"):
        return _call(identity, custom.get("name"), custom.get("input"))
    function = as_object(entry.get("function"))
    return _call(identity, function.get("name"), function.get("arguments"))


def _call(identity: str | None, name: Json, arguments: Json) -> ToolCall:
    text = arguments if isinstance(arguments, str) else json_text(arguments)
    return ToolCall(identity, as_text(name), "" if arguments is None else text)


def _check_call_entries(message: dict[str, Json], log: AnomalyLog) -> None:
    for entry in map(as_object, as_array(message.get("tool_calls"))):
        if not entry.get("type"):
            log.add(AnomalyKind.TOOL_TYPE_MISSING, _CALLS + ".type", "absent or empty")
        function = as_object(entry.get("function"))
        arguments = function.get("arguments", "")
        if not isinstance(arguments, str):
            detail = f"is {type_name(arguments)}"
            log.add(AnomalyKind.TOOL_ARGUMENTS_NOT_STRING, PLACES.arguments, detail)


def _freeform(message: dict[str, Json]) -> frozenset[str]:
    entries = map(as_object, as_array(message.get("tool_calls")))
    names = (as_object(e.get("custom")).get("name") for e in entries if not e.get("function"))
    return frozenset(name for name in names if isinstance(name, str))

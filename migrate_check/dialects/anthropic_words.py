"""Documented words of Anthropic Messages that both forms of the answer share."""

from __future__ import annotations

from migrate_check.dialects import foreign
from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.anthropic_usage import read_usage
from migrate_check.dialects.foreign import Format
from migrate_check.dialects.json_fields import (
    Field,
    as_object,
    as_text,
    check_fields,
    optional,
    required,
)
from migrate_check.dialects.json_text import json_text
from migrate_check.dialects.tool_calls import Answered, ToolPlaces, check_tool_calls
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, Reply, ToolCall

STOP_REASONS = frozenset(
    (
        "end_turn",
        "max_tokens",
        "stop_sequence",
        "tool_use",
        "pause_turn",
        "refusal",
        "compaction",
        "model_context_window_exceeded",
    )
)
_CUT_REASONS = frozenset(("max_tokens", "model_context_window_exceeded"))
_DECLINED_REASONS = frozenset(("refusal", "pause_turn"))
_BLOCK_TYPES = frozenset(
    (
        "text",
        "thinking",
        "redacted_thinking",
        "tool_use",
        "server_tool_use",
        "mcp_tool_use",
        "container_upload",
        "compaction",
    )
)


def foreign_object(document: dict[str, Json]) -> str | None:
    """What is another format's in the document, else None."""
    return foreign.foreign_object(document, Format.MESSAGES)


def message_fields(prefix: str, *content: Field) -> tuple[Field, ...]:
    """Fields of a message: the whole of an unstreamed answer, or `message_start.message`."""
    return (
        required(prefix, "id", str),
        required(prefix, "model", str),
        required(prefix, "content", list),
        # Promised, and null more often than not: SDKs read absent and null alike.
        optional(prefix, "stop_reason", str),
        optional(prefix, "stop_sequence", str),
        *content,
    )


def block_fields(prefix: str) -> dict[str, tuple[Field, ...]]:
    """Fields per content block type."""
    call = (
        required(prefix, "id", str),
        required(prefix, "name", str),
        required(prefix, "input", dict),
    )
    return {
        "text": (required(prefix, "text", str), optional(prefix, "citations", list)),
        "thinking": (required(prefix, "thinking", str), optional(prefix, "signature", str)),
        "redacted_thinking": (required(prefix, "data", str),),
        "tool_use": call,
        "server_tool_use": call,
        "mcp_tool_use": call,
    }


def check_message_head(document: dict[str, Json], prefix: str, log: AnomalyLog) -> None:
    """`type` and `role` have one value each."""
    kind, role = document.get("type"), document.get("role")
    if kind is None:
        log.add(AnomalyKind.FIELD_REQUIRED_MISSING, prefix + "type", "absent or null")
    elif kind != "message":
        log.add(AnomalyKind.ENUM_UNKNOWN, prefix + "type", f"{kind!r}")
    if role is None:
        log.add(AnomalyKind.FIELD_REQUIRED_MISSING, prefix + "role", "absent or null")
    elif role != "assistant":
        log.add(AnomalyKind.ROLE_INVALID, prefix + "role", f"{role!r}")


def check_block(
    block: dict[str, Json],
    fields: dict[str, tuple[Field, ...]],
    place: str,
    log: AnomalyLog,
) -> None:
    """A content block has a known type and that type's fields."""
    kind = as_text(block.get("type"))
    if kind is None:
        log.add(AnomalyKind.FIELD_REQUIRED_MISSING, place + "type", "absent")
    elif kind in fields:
        check_fields(block, fields[kind], log)
    elif kind not in _BLOCK_TYPES and not kind.endswith("_tool_result"):
        log.add(AnomalyKind.ENUM_UNKNOWN, place + "type", f'"{kind}"')


def check_stop(reason: str | None, called: bool, place: str, log: AnomalyLog) -> None:
    """The stop reason is documented, and agrees with the presence of calls."""
    if reason is None:
        return
    if reason not in STOP_REASONS:
        log.add(AnomalyKind.ENUM_UNKNOWN, place, f'"{reason}"')
    if called and reason not in _CUT_REASONS | _DECLINED_REASONS | {"tool_use"}:
        log.add(AnomalyKind.FINISH_NOT_TOOL, place, f'"{reason}" with a call')
    elif not called and reason == "tool_use":
        log.add(AnomalyKind.FINISH_TOOL_WITHOUT_CALL, place, '"tool_use" without a call')


def check_calls(reply: Reply, asked: Asked, places: ToolPlaces, log: AnomalyLog) -> None:
    """Judge the calls of a reply, with the escapes that its stop reason gives."""
    reason = reply.finish_reason
    answered = Answered(
        calls=reply.tool_calls,
        text=reply.text,
        truncated=reason is None or reason in _CUT_REASONS,
        declined=reason in _DECLINED_REASONS,
    )
    check_tool_calls(answered, asked, places, log)


def read_message(document: dict[str, Json], blocks: list[dict[str, Json]], usage: Json) -> Reply:
    """A reply from a message's own fields and its blocks, streamed or not."""
    return Reply(
        id=as_text(document.get("id")),
        model=as_text(document.get("model")),
        role=as_text(document.get("role")),
        text=_joined(blocks, "text"),
        refusal=None,
        reasoning=_joined(blocks, "thinking") or None,
        tool_calls=tuple(read_call(block) for block in blocks if block.get("type") == "tool_use"),
        finish_reason=as_text(document.get("stop_reason")),
        choices=1,
        usage=read_usage(usage),
        signatures=tuple(filter(None, map(_signature, blocks))),
    )


def _signature(block: dict[str, Json]) -> str | None:
    """What a client hands back unread: the signature of a thought, or the whole sealed thought."""
    kind = block.get("type")
    if kind == "thinking":
        return as_text(block.get("signature"))
    return as_text(block.get("data")) if kind == "redacted_thinking" else None


def check_signatures(
    blocks: list[dict[str, Json]], reason: str | None, place: str, log: AnomalyLog
) -> None:
    """Every thought that was thought to its end is signed; the text itself may be empty."""
    cut = reason is None or reason in _CUT_REASONS
    for block in blocks[:-1] if cut else blocks:
        if block.get("type") == "thinking" and not block.get("signature"):
            said = '""' if block.get("signature") == "" else "absent"
            log.add(AnomalyKind.THOUGHT_UNSIGNED, place, f"{said} in a thinking block")


def _joined(blocks: list[dict[str, Json]], kind: str) -> str:
    return "".join(as_text(b.get(kind)) or "" for b in blocks if b.get("type") == kind)


def read_call(block: dict[str, Json]) -> ToolCall:
    """A `tool_use` block; its input as JSON text."""
    source = block.get(RAW_INPUT)
    text = source if isinstance(source, str) else json_text(block.get("input"))
    return ToolCall(as_text(block.get("id")), as_text(block.get("name")), text)


RAW_INPUT = "partial_json"
"""Where a streamed block keeps its joined input while it is not JSON; never sent back."""


def blocks_of(content: Json) -> list[dict[str, Json]]:
    """The content blocks of a message; anything else is skipped."""
    return [as_object(block) for block in content] if isinstance(content, list) else []

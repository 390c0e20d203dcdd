"""Documented words of the Responses API that both forms of the answer share."""

from __future__ import annotations

from migrate_check.dialects import foreign
from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.foreign import Format
from migrate_check.dialects.json_fields import (
    Field,
    as_object,
    as_text,
    check_fields,
    optional,
    required,
)
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json

STATUSES = frozenset(("completed", "incomplete", "failed", "cancelled", "queued", "in_progress"))
ENDED = frozenset(("completed", "incomplete"))
"""Statuses of an answer that has its usage."""
_INCOMPLETE_REASONS = frozenset(("max_output_tokens", "content_filter"))


def foreign_object(document: dict[str, Json]) -> str | None:
    """What is another format's in the document, else None."""
    return foreign.foreign_object(document, Format.RESPONSES)


def response_fields(prefix: str) -> tuple[Field, ...]:
    """Fields of every response object: an unstreamed answer, or that of a life-cycle event."""
    return (
        required(prefix, "id", str),
        required(prefix, "object", str),
        required(prefix, "created_at", int),
        required(prefix, "status", str),
        required(prefix, "model", str),
        required(prefix, "output", list),
        required(prefix, "error", dict, type(None)),
        required(prefix, "incomplete_details", dict, type(None)),
        required(prefix, "parallel_tool_calls", bool),
        required(prefix, "tool_choice", str, dict),
        required(prefix, "tools", list),
        optional(prefix, "usage", dict),
    )


def check_response(document: dict[str, Json], prefix: str, log: AnomalyLog) -> None:
    """Fields and words of a response object, without its output."""
    check_fields(document, _FIELDS.get(prefix) or response_fields(prefix), log)
    name = document.get("object")
    if isinstance(name, str) and name != "response":
        log.add(AnomalyKind.ENUM_UNKNOWN, prefix + "object", f'"{name}"')
    status = document.get("status")
    if isinstance(status, str) and status not in STATUSES:
        log.add(AnomalyKind.ENUM_UNKNOWN, prefix + "status", f'"{status}"')
    reason = as_object(document.get("incomplete_details")).get("reason")
    if status != "incomplete":
        return
    if not isinstance(reason, str):
        place = prefix + "incomplete_details.reason"
        log.add(AnomalyKind.FIELD_REQUIRED_MISSING, place, 'absent though "incomplete"')
    elif reason not in _INCOMPLETE_REASONS:
        log.add(AnomalyKind.ENUM_UNKNOWN, prefix + "incomplete_details.reason", f'"{reason}"')


LIFE_CYCLE = {
    "response.created": "in_progress",
    "response.in_progress": "in_progress",
    "response.queued": "queued",
    "response.completed": "completed",
    "response.incomplete": "incomplete",
    "response.failed": "failed",
}
"""Events that carry the whole response, with the status that it usually has then."""
TERMINAL = frozenset(("response.completed", "response.incomplete", "response.failed"))

_FIELDS = {
    prefix: response_fields(prefix)
    for prefix in ("", *(f"{kind}.response." for kind in LIFE_CYCLE))
}


def finish_reason(document: dict[str, Json]) -> str | None:
    """Why the answer ended: the reason of an incomplete one, else its status."""
    status = as_text(document.get("status"))
    if status != "incomplete":
        return status
    return as_text(as_object(document.get("incomplete_details")).get("reason")) or status

"""Streams whose events tell their kind twice: in the event's name and in `data.type`."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.json_fields import as_text
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json


def event_kind(name: str | None, document: dict[str, Json], log: AnomalyLog) -> str:
    """The event's kind, after its two names were compared; the data's own word goes first."""
    kind = as_text(document.get("type"))
    if kind is None:
        log.add(AnomalyKind.FIELD_REQUIRED_MISSING, "data.type", "absent")
        return name or ""
    if name is None:
        log.add(AnomalyKind.EVENT_NAME_MISSING, "event", f"before data of {kind}")
    elif name != kind:
        log.add(AnomalyKind.EVENT_NAME_MISMATCH, "event", f"{name} with data of {kind}")
    return kind

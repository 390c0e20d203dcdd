"""Images and sounds that a Gemini answer carries in its parts."""

from __future__ import annotations

import base64
import binascii

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.json_fields import as_object, as_text, check_fields, required
from migrate_check.dialects.media_bytes import format_of, size_of
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Media

_PLACE = "candidates[].content.parts[].inlineData."
_FIELDS = (required(_PLACE, "mimeType", str), required(_PLACE, "data", str))


def read_media(parts: list[dict[str, Json]], log: AnomalyLog) -> tuple[Media, ...]:
    """Everything inline, in order; what is no base64 has no format and no length."""
    return tuple(
        _read(as_object(part["inlineData"]), log) for part in parts if "inlineData" in part
    )


def _read(inline: dict[str, Json], log: AnomalyLog) -> Media:
    check_fields(inline, _FIELDS, log)
    try:
        data = base64.b64decode(as_text(inline.get("data")) or "", validate=True)
    except (binascii.Error, ValueError):
        log.add(AnomalyKind.FIELD_WRONG_TYPE, _PLACE + "data", "is no base64")
        return Media("base64", None, None, None, None)
    return Media("base64", format_of(data), len(data), size_of(data), None)

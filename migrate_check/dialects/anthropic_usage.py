"""Anthropic's token counts: `input_tokens` leaves out cached tokens, so three counts are added."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.json_fields import as_integer, as_object
from migrate_check.dialects.usage_rules import check_negative, check_part
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Usage


def read_usage(value: Json) -> Usage | None:
    """The counts; None where there is no usage object."""
    return _counts(value) if isinstance(value, dict) else None


def _counts(value: dict[str, Json]) -> Usage:
    fresh = as_integer(value.get("input_tokens"))
    written = as_integer(value.get("cache_creation_input_tokens"))
    cached = as_integer(value.get("cache_read_input_tokens"))
    details = as_object(value.get("output_tokens_details"))
    return Usage(
        input_tokens=None if fresh is None else fresh + (written or 0) + (cached or 0),
        output_tokens=as_integer(value.get("output_tokens")),
        total_tokens=None,
        cached_tokens=cached,
        cache_write_tokens=written,
        reasoning_tokens=as_integer(details.get("thinking_tokens")),
    )


def check_usage(value: dict[str, Json], delivered: bool, log: AnomalyLog) -> None:
    """Note broken counts. `delivered` tells whether the answer carried any content."""
    check_negative(value, "usage.", log)
    usage = _counts(value)
    if usage.input_tokens == 0:
        log.add(AnomalyKind.USAGE_ZERO, "usage.input_tokens", "0 for an answered prompt")
    if usage.output_tokens == 0 and delivered:
        log.add(AnomalyKind.USAGE_ZERO, "usage.output_tokens", "0 though content came")
    creation = as_object(value.get("cache_creation"))
    parts = [as_integer(part) or 0 for part in creation.values()]
    check_part(sum(parts), usage.cache_write_tokens, "usage.cache_creation", log)
    place = "usage.output_tokens_details.thinking_tokens"
    check_part(usage.reasoning_tokens, usage.output_tokens, place, log)

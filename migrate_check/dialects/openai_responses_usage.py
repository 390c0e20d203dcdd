"""Token counts of the Responses API: cached tokens are part of the input, reasoning of output."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.json_fields import as_integer, as_object, check_fields, required
from migrate_check.dialects.usage_rules import check_negative, check_part
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Usage

_FIELDS = tuple(
    required("usage.", name, kind)
    for name, kind in (
        ("input_tokens", int),
        ("output_tokens", int),
        ("total_tokens", int),
        ("input_tokens_details", dict),
        ("output_tokens_details", dict),
    )
)


def read_usage(value: Json) -> Usage | None:
    """The counts as reported; None where there is no usage object."""
    if not isinstance(value, dict):
        return None
    input_details = as_object(value.get("input_tokens_details"))
    output_details = as_object(value.get("output_tokens_details"))
    return Usage(
        input_tokens=as_integer(value.get("input_tokens")),
        output_tokens=as_integer(value.get("output_tokens")),
        total_tokens=as_integer(value.get("total_tokens")),
        cached_tokens=as_integer(input_details.get("cached_tokens")),
        cache_write_tokens=as_integer(input_details.get("cache_write_tokens")),
        reasoning_tokens=as_integer(output_details.get("reasoning_tokens")),
    )


def check_usage(value: Json, ended: bool, delivered: bool, log: AnomalyLog) -> None:
    """Note absent and broken counts. `ended` answers have usage; `delivered` ones have content."""
    if not isinstance(value, dict):
        # Another type is noted among the response's fields.
        if ended and value is None:
            log.add(AnomalyKind.USAGE_MISSING, "usage", "no usage object")
        return
    check_fields(value, _FIELDS, log)
    check_negative(value, "usage.", log)
    usage = read_usage(value)
    assert usage is not None
    _check_sums(usage, delivered, log)


def _check_sums(usage: Usage, delivered: bool, log: AnomalyLog) -> None:
    given, output, total = usage.input_tokens, usage.output_tokens, usage.total_tokens
    if given == 0:
        log.add(AnomalyKind.USAGE_ZERO, "usage.input_tokens", "0 for an answered prompt")
    if output == 0 and delivered:
        log.add(AnomalyKind.USAGE_ZERO, "usage.output_tokens", "0 though content came")
    if None not in (given, output, total) and total != (given or 0) + (output or 0):
        log.add(
            AnomalyKind.USAGE_TOTAL_WRONG,
            "usage.total_tokens",
            f"{given} + {output} is not {total}",
        )
    check_part(usage.cached_tokens, given, "usage.input_tokens_details.cached_tokens", log)
    check_part(usage.reasoning_tokens, output, "usage.output_tokens_details.reasoning_tokens", log)

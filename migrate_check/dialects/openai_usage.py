"""OpenAI's token counts: cached tokens are part of `prompt_tokens`, reasoning of completion."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.json_fields import as_integer, as_object, check_fields, required
from migrate_check.dialects.usage_rules import check_negative, check_part
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Usage

_FIELDS = tuple(
    required("usage.", name, int) for name in ("prompt_tokens", "completion_tokens", "total_tokens")
)


def read_usage(value: Json) -> Usage | None:
    """The counts as reported; None where there is no usage object."""
    return _counts(value) if isinstance(value, dict) else None


def _counts(value: dict[str, Json]) -> Usage:
    prompt_details = as_object(value.get("prompt_tokens_details"))
    completion_details = as_object(value.get("completion_tokens_details"))
    return Usage(
        input_tokens=as_integer(value.get("prompt_tokens")),
        output_tokens=as_integer(value.get("completion_tokens")),
        total_tokens=as_integer(value.get("total_tokens")),
        cached_tokens=as_integer(prompt_details.get("cached_tokens")),
        cache_write_tokens=as_integer(prompt_details.get("cache_write_tokens")),
        reasoning_tokens=as_integer(completion_details.get("reasoning_tokens")),
    )


def check_usage(value: dict[str, Json], delivered: bool, log: AnomalyLog) -> None:
    """Note broken counts. `delivered` tells whether the answer carried any content."""
    check_fields(value, _FIELDS, log)
    check_negative(value, "usage.", log)
    usage = _counts(value)
    prompt, completion, total = usage.input_tokens, usage.output_tokens, usage.total_tokens
    if prompt == 0:
        log.add(AnomalyKind.USAGE_ZERO, "usage.prompt_tokens", "0 for an answered prompt")
    if completion == 0 and delivered:
        log.add(AnomalyKind.USAGE_ZERO, "usage.completion_tokens", "0 though content came")
    if None not in (prompt, completion, total) and total != (prompt or 0) + (completion or 0):
        detail = f"{prompt} + {completion} is not {total}"
        log.add(AnomalyKind.USAGE_TOTAL_WRONG, "usage.total_tokens", detail)
    cached, reasoning = usage.cached_tokens, usage.reasoning_tokens
    check_part(cached, prompt, "usage.prompt_tokens_details.cached_tokens", log)
    check_part(reasoning, completion, "usage.completion_tokens_details.reasoning_tokens", log)

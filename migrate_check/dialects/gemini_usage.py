"""Gemini's token counts.

The prompt includes cached tokens, but not the results of Google's own tools. Thoughts are counted
beside the candidates. The total has all four.
"""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.gemini_words import check_case
from migrate_check.dialects.json_fields import as_integer, check_fields, optional
from migrate_check.dialects.usage_rules import check_negative, check_part
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Usage

_PLACE = "usageMetadata."
_PARTS = (
    "promptTokenCount",
    "toolUsePromptTokenCount",
    "candidatesTokenCount",
    "thoughtsTokenCount",
)
_FIELDS = tuple(
    # A count of zero is left out.
    optional(_PLACE, name, int)
    for name in (*_PARTS, "totalTokenCount", "cachedContentTokenCount")
)


def read_usage(value: Json) -> Usage | None:
    """The counts as reported; output includes thoughts. None where no prompt is counted."""
    if not isinstance(value, dict) or not any(_count(value, name) is not None for name in _PARTS):
        return None
    written, thought = _count(value, "candidatesTokenCount"), _count(value, "thoughtsTokenCount")
    prompt = _count(value, "promptTokenCount")
    tools = _count(value, "toolUsePromptTokenCount")
    output = None if written is None and thought is None else (written or 0) + (thought or 0)
    return Usage(
        input_tokens=None if prompt is None else prompt + (tools or 0),
        output_tokens=output,
        total_tokens=_count(value, "totalTokenCount"),
        cached_tokens=_count(value, "cachedContentTokenCount"),
        cache_write_tokens=None,
        reasoning_tokens=thought,
    )


def _count(value: dict[str, Json], name: str) -> int | None:
    return as_integer(value.get(name))


def check_usage(value: dict[str, Json], delivered: bool, log: AnomalyLog) -> None:
    """Note broken counts. `delivered` tells whether the answer carried any content."""
    check_case(value, _PLACE, log)
    check_fields(value, _FIELDS, log)
    for name in _PARTS:
        check_negative({name: value.get(name)}, _PLACE, log)
    prompt, total = _count(value, "promptTokenCount"), _count(value, "totalTokenCount")
    if prompt == 0:
        log.add(AnomalyKind.USAGE_ZERO, _PLACE + "promptTokenCount", "0 for an answered prompt")
    written, thought = _count(value, "candidatesTokenCount"), _count(value, "thoughtsTokenCount")
    if delivered and written == 0 and not thought:
        log.add(AnomalyKind.USAGE_ZERO, _PLACE + "candidatesTokenCount", "0 though content came")
    if total is not None and prompt is not None:
        _check_total(value, total, log)
    cached = _count(value, "cachedContentTokenCount")
    check_part(cached, prompt, _PLACE + "cachedContentTokenCount", log)


def _check_total(value: dict[str, Json], total: int, log: AnomalyLog) -> None:
    parts = [_count(value, name) or 0 for name in _PARTS]
    if sum(parts) != total:
        detail = f"{' + '.join(str(part) for part in parts if part)} is not {total}"
        log.add(AnomalyKind.USAGE_TOTAL_WRONG, _PLACE + "totalTokenCount", detail)

"""Documented words of Gemini, and what betrays that an answer is another format's."""

from __future__ import annotations

from migrate_check.dialects import foreign
from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.foreign import Format
from migrate_check.dialects.json_fields import as_text
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json

_BY_NUMBER = (
    "FINISH_REASON_UNSPECIFIED",
    "STOP",
    "MAX_TOKENS",
    "SAFETY",
    "RECITATION",
    "OTHER",
    "BLOCKLIST",
    "PROHIBITED_CONTENT",
    "SPII",
    "MALFORMED_FUNCTION_CALL",
)
"""Vertex AI sends these positions where the URL asks for numbers (`enum-encoding=int`)."""
FINISH_REASONS = frozenset(_BY_NUMBER) | {
    "LANGUAGE",
    "MODEL_ARMOR",
    "IMAGE_SAFETY",
    "IMAGE_PROHIBITED_CONTENT",
    "IMAGE_RECITATION",
    "IMAGE_OTHER",
    "NO_IMAGE",
    "UNEXPECTED_TOOL_CALL",
    "TOO_MANY_TOOL_CALLS",
    "MISSING_THOUGHT_SIGNATURE",
    "MALFORMED_RESPONSE",
}
CUT_REASONS = frozenset(("MAX_TOKENS",))
REFUSING_REASONS = frozenset(
    (
        "SAFETY",
        "RECITATION",
        "LANGUAGE",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "SPII",
        "MODEL_ARMOR",
        "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT",
        "IMAGE_RECITATION",
    )
)
"""The content filter spoke, not the model."""

_SNAKE_CASE = frozenset(
    (
        "usage_metadata",
        "model_version",
        "response_id",
        "prompt_feedback",
        "create_time",
        "finish_reason",
        "finish_message",
        "safety_ratings",
        "citation_metadata",
        "grounding_metadata",
        "avg_logprobs",
        "logprobs_result",
        "function_call",
        "inline_data",
        "file_data",
        "executable_code",
        "code_execution_result",
        "thought_signature",
        "prompt_token_count",
        "candidates_token_count",
        "thoughts_token_count",
        "total_token_count",
        "cached_content_token_count",
        "tool_use_prompt_token_count",
        "block_reason",
    )
)


def foreign_object(document: dict[str, Json]) -> str | None:
    """What is another format's in the document, else None."""
    if "candidates" not in document and isinstance(document.get("response"), dict):
        return "an answer wrapped in `response`, as Google's Code Assist has it"
    return foreign.foreign_object(document, Format.GEMINI)


def finish_word(value: Json, place: str, log: AnomalyLog) -> str | None:
    """The finish reason in words; notes one that is a number or unknown."""
    if value is None:
        return None
    if type(value) is int:
        log.add(AnomalyKind.FIELD_WRONG_TYPE, place, "is integer")
        return _BY_NUMBER[value] if 0 <= value < len(_BY_NUMBER) else "OTHER"
    word = as_text(value)
    if word is None:
        log.add(AnomalyKind.FIELD_WRONG_TYPE, place, f"is {type(value).__name__}")
    elif word not in FINISH_REASONS:
        log.add(AnomalyKind.ENUM_UNKNOWN, place, f'"{word}"')
    return word


def check_case(document: dict[str, Json], place: str, log: AnomalyLog) -> None:
    """REST answers have camelCase keys only; requests may have either."""
    for name in document.keys() & _SNAKE_CASE:
        log.add(AnomalyKind.FIELD_SNAKE_CASE, place + name, "in place of camelCase")

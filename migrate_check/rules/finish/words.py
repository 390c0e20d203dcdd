"""Words with which vendors and engines say why a model stopped."""

from __future__ import annotations

from migrate_check.domain.anomaly import Anomaly

_OF_VENDORS = frozenset(
    (
        # OpenAI's formats
        *("stop", "length", "tool_calls", "function_call", "content_filter"),
        *("completed", "incomplete", "failed", "max_output_tokens"),
        # Anthropic, Bedrock
        *("end_turn", "stop_sequence", "max_tokens", "tool_use", "pause_turn", "refusal"),
        *("guardrail_intervened", "content_filtered"),
        # Gemini
        *("FINISH_REASON_UNSPECIFIED", "STOP", "MAX_TOKENS", "SAFETY", "RECITATION", "LANGUAGE"),
        *("OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MALFORMED_FUNCTION_CALL"),
        # Cohere, Mistral, engines
        *("COMPLETE", "ERROR", "ERROR_TOXIC", "model_length", "error", "eos", "eos_token"),
        *(
            "tool_call",
            "stop_token",
            "abort",
            "cancelled",
            "timeout",
            "insufficient_system_resource",
            "",
        ),
    )
)


def is_finish_word(anomaly: Anomaly) -> bool:
    """The unknown word stands where a format says why the model stopped."""
    return anomaly.location.endswith(("finish_reason", "stop_reason", "finishReason"))


def is_of_some_vendor(anomaly: Anomaly) -> bool:
    """The word is known from another format, so it was passed on without translation."""
    return anomaly.detail.strip("\"'") in _OF_VENDORS

"""Which findings are mere consequences of another one: one cause, one finding.

Where a rule fires in a case, its consequences are not reported for any turn of that case. A cause
is never milder than what it hides, so hiding cannot turn a fail into a pass; a test holds that.
"""

from __future__ import annotations

from collections.abc import Mapping

CONSEQUENCES: Mapping[str, frozenset[str]] = {
    "answer-of-another-request": frozenset({"parameter-without-effect"}),
    "block-delta-mismatch": frozenset(
        {"field-extra", "text-empty", "tool-arguments-emptied", "tool-arguments-off-schema"}
    ),
    "block-input-at-start": frozenset({"event-kinds-changed"}),
    "block-not-started": frozenset(
        {"block-not-stopped", "text-empty", "tool-arguments-emptied", "tool-arguments-off-schema"}
    ),
    "block-not-stopped": frozenset({"event-kinds-changed"}),
    "block-restarted": frozenset({"block-not-started"}),
    "cache-marks-ignored": frozenset({"prompt-cache-lost"}),
    "cache-written-never-read": frozenset({"prompt-cache-lost"}),
    "candidate-unavailable": frozenset({"next-turn-impossible"}),
    "deltas-missing": frozenset({"event-kinds-changed", "text-empty"}),
    "embedding-dimensions-ignored": frozenset({"embedding-length-changed"}),
    "embedding-encoding-ignored": frozenset({"field-type-changed"}),
    "embedding-order-changed": frozenset({"embedding-vector-changed"}),
    "embedding-repeated": frozenset({"embedding-order-changed", "embedding-vector-changed"}),
    "empty-choices-first": frozenset({"enum-value-unknown", "field-extra", "stream-id-empty"}),
    "error-hidden-as-success": frozenset({"sdk-error-class-changed"}),
    "error-in-2xx": frozenset({"sdk-error-class-changed"}),
    "event-name-mismatch": frozenset(
        {"event-kinds-changed", "field-extra", "field-missing-in-some"}
    ),
    "event-name-missing": frozenset({"event-kinds-changed", "field-extra", "field-missing"}),
    "event-not-json": frozenset({"text-empty", "tool-arguments-emptied"}),
    "event-not-wrapped": frozenset(
        {
            *("event-kinds-changed", "field-extra", "field-missing", "field-missing-in-some"),
            *("required-field-missing", "response-id-missing"),
        }
    ),
    "event-unknown": frozenset({"event-kinds-changed"}),
    "event-unterminated": frozenset({"stream-done-missing"}),
    "finish-not-tool": frozenset({"finish-reason-changed", "stream-finish-reason-differs"}),
    "finish-tool-without-call": frozenset({"tool-call-lost"}),
    "finish-vendor-value": frozenset(
        {"finish-reason-changed", "parameter-without-effect", "stream-finish-reason-differs"}
    ),
    "forbidden-tool-called": frozenset({"parameter-without-effect"}),
    "forced-tool-call-missing": frozenset(
        {"finish-reason-changed", "next-turn-impossible", "parameter-without-effect"}
    ),
    "history-dropped": frozenset({"history-shortened", "tool-call-added"}),
    "item-index-shared": frozenset({"final-output-disagrees", "item-not-announced"}),
    "item-not-announced": frozenset({"event-kinds-changed", "item-not-done", "part-not-done"}),
    "item-not-done": frozenset({"event-kinds-changed"}),
    "length-limit-hidden": frozenset(
        {"finish-reason-changed", "parameter-without-effect", "tool-arguments-not-json"}
    ),
    "media-form-ignored": frozenset({"field-extra", "field-missing"}),
    "media-format-ignored": frozenset({"media-format-changed"}),
    "message-instead-of-delta": frozenset(
        {"field-missing-in-some", "stream-role-repeated", "text-empty"}
    ),
    "part-not-announced": frozenset({"event-kinds-changed", "part-not-done"}),
    "parameter-rejected": frozenset({"success-became-error"}),
    "parameter-without-effect": frozenset({"finish-reason-changed", "usage-prompt-tokens-lower"}),
    "reasoning-lost-in-stream": frozenset({"reasoning-lost"}),
    "replacement-character": frozenset({"parameter-without-effect"}),
    "reply-choices-count-changed": frozenset({"parameter-without-effect"}),
    "second-turn-rejected": frozenset({"success-became-error"}),
    "secret-exposed": frozenset({"error-message-changed"}),
    "signatures-lost": frozenset({"reasoning-lost"}),
    "stack-trace-exposed": frozenset({"error-message-changed"}),
    "start-missing": frozenset(
        {"event-kinds-changed", "required-field-missing", "response-id-missing"}
    ),
    "status-changed": frozenset({"sdk-error-class-changed"}),
    "status-changed-within-class": frozenset({"sdk-error-class-changed"}),
    "stop-sequence-ignored": frozenset({"parameter-without-effect"}),
    "stream-empty": frozenset({"parameter-without-effect", "text-empty"}),
    "stream-finish-missing": frozenset({"event-kinds-changed"}),
    "stream-finish-reason-differs": frozenset({"finish-reason-changed"}),
    "stream-loses-tool-calls": frozenset(
        {
            "finish-reason-changed",
            "next-turn-impossible",
            "parameter-without-effect",
            "stream-finish-reason-differs",
            "text-empty",
            "tool-call-lost",
        }
    ),
    "thought-unsigned": frozenset({"signatures-lost"}),
    "token-count-wrong": frozenset(
        {
            "usage-prompt-tokens-inflated",
            "usage-prompt-tokens-lower",
            "usage-prompt-tokens-shifted",
        }
    ),
    "stream-terminal-missing": frozenset(
        {"block-not-stopped", "event-kinds-changed", "stream-finish-missing"}
    ),
    "success-became-error": frozenset({"next-turn-impossible"}),
    "text-delivered-twice": frozenset({"parameter-without-effect"}),
    "text-empty": frozenset({"next-turn-impossible", "parameter-without-effect"}),
    "text-not-json": frozenset({"parameter-without-effect"}),
    "token-limit-ignored": frozenset({"parameter-without-effect"}),
    "tool-arguments-emptied": frozenset({"event-kinds-changed", "tool-arguments-off-schema"}),
    "tool-call-as-text": frozenset(
        {
            "finish-reason-changed",
            "forced-tool-call-missing",
            "next-turn-impossible",
            "parameter-without-effect",
            "tool-call-lost",
        }
    ),
    "tool-call-lost": frozenset({"next-turn-impossible", "parameter-without-effect"}),
    "tool-name-unknown": frozenset({"parameter-without-effect"}),
    "upstream-host-exposed": frozenset({"error-message-changed"}),
    "usage-differs-when-streamed": frozenset(
        {"usage-prompt-tokens-inflated", "usage-prompt-tokens-lower"}
    ),
    "usage-missing": frozenset({"parameter-without-effect"}),
    "usage-unasked": frozenset({"parameter-without-effect"}),
}
"""Rule id → ids of the rules that fire only because it does."""

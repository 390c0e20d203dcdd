"""Defect patterns that the embedded gateway cannot have, each with its reason.

A pattern stands here or in `faults.catalogue`, never in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from migrate_check.domain.selftest import NotEmulated
from migrate_check.lab.defect_patterns import PATTERNS

_NO_JOBS = "The lab has no routes of asynchronous jobs yet, and no scenario creates one."
_NO_LEDGER = "It shows only in a bill: the lab keeps no ledger that a run could be compared with."
_NOT_YET = "Its route or its scenario is not part of the lab yet."


class _Why(NamedTuple):
    about: str
    reason: str


_REASONS: Mapping[str, _Why] = {
    # async jobs
    "async-asset-expiry-or-auth-changed": _Why(
        "A finished asset can be fetched for another time, or with another key.", _NO_JOBS
    ),
    "async-asset-url-localhost": _Why("Asset URLs name the gateway's own inner host.", _NO_JOBS),
    "async-failure-details-lost": _Why("A failed job does not say why.", _NO_JOBS),
    "async-failure-never-terminal": _Why("A job that failed stays pending for ever.", _NO_JOBS),
    "async-refund-mismatch": _Why("Failed jobs are charged, or paid ones refunded.", _NO_JOBS),
    "async-result-url-missing": _Why("A finished job has no URL of its result.", _NO_JOBS),
    "async-status-id-changes": _Why("Polling gives another id than creating did.", _NO_JOBS),
    "async-status-stuck": _Why("A job that finished is reported as running.", _NO_JOBS),
    "async-status-vocabulary": _Why("Job states have other names or types.", _NO_JOBS),
    "derived-async-cancel-missing": _Why("A job cannot be cancelled.", _NO_JOBS),
    "retry-gateway-60s-disconnect-multiplies-jobs": _Why(
        "A connection cut after a minute makes clients create, and pay, a job again.", _NO_JOBS
    ),
    # bills
    "cancel-not-propagated": _Why(
        "After a client hung up, the provider goes on and charges.", _NO_LEDGER
    ),
    "cost-cache-double-count": _Why("Cached tokens are charged twice.", _NO_LEDGER),
    "cost-estimated-overbilling": _Why(
        "The gateway charges by its own estimate of tokens.", _NO_LEDGER
    ),
    "usage-lost-on-disconnect": _Why(
        "Tokens of a stream that the client left are not recorded.", _NO_LEDGER
    ),
    # not yet
    "cache-write-never-read": _Why("Cache write never read.", _NOT_YET),
    "images-charged-no-image": _Why("Images charged no image.", _NOT_YET),
    "finish-content-filter-lost-stream": _Why(
        "A stream that a content filter stopped ends without a reason.",
        "No vendor of the format documents a prompt that its filter stops, so none can be sent.",
    ),
    "anthropic-beta-dropped": _Why("Anthropic beta dropped.", _NOT_YET),
    "anthropic-beta-injected-invalid": _Why("Anthropic beta injected invalid.", _NOT_YET),
    "auth-scheme-unsupported": _Why("Auth scheme unsupported.", _NOT_YET),
    "headers-client-headers-dropped": _Why(
        "Headers of the client's own are not passed on.",
        "No answer shows it: only the log of an upstream of your own does.",
    ),
    "audio-verbose-json-dropped": _Why("Audio verbose json dropped.", _NOT_YET),
    "cache-control-stripped": _Why("Cache control stripped.", _NOT_YET),
    "images-edit-inputs-ignored": _Why("Images edit inputs ignored.", _NOT_YET),
    "images-size-format-ignored": _Why("Images size format ignored.", _NOT_YET),
    "params-audio-input-dropped": _Why("Params audio input dropped.", _NOT_YET),
    "tool-allowed-tools-lost": _Why("Tool allowed tools lost.", _NOT_YET),
    "anth-thinking-signature-invalid": _Why("Anth thinking signature invalid.", _NOT_YET),
    "cache-control-gateway-injected": _Why("Cache control gateway injected.", _NOT_YET),
    "chat-to-responses-history-dropped": _Why("Chat to responses history dropped.", _NOT_YET),
    "responses-encrypted-reasoning-silently-stripped": _Why(
        "Responses encrypted reasoning silently stripped.", _NOT_YET
    ),
    "responses-encrypted-reasoning-undecryptable": _Why(
        "Responses encrypted reasoning undecryptable.", _NOT_YET
    ),
    "responses-previous-id-context-lost": _Why("Responses previous id context lost.", _NOT_YET),
    "responses-previous-id-eventual": _Why("Responses previous id eventual.", _NOT_YET),
    "sem-system-role-misattributed": _Why("Sem system role misattributed.", _NOT_YET),
    "anth-count-tokens-404": _Why("Anth count tokens 404.", _NOT_YET),
    "images-response-format": _Why("Images response format.", _NOT_YET),
    "responses-created-at-type": _Why("Responses created at type.", _NOT_YET),
    "responses-event-not-wrapped": _Why("Responses event not wrapped.", _NOT_YET),
    "responses-required-fields-missing": _Why("Responses required fields missing.", _NOT_YET),
    "route-shape-confusion": _Why("Route shape confusion.", _NOT_YET),
    "anth-duplicate-message-delta": _Why("Anth duplicate message delta.", _NOT_YET),
    "anth-text-replayed-after-tool": _Why("Anth text replayed after tool.", _NOT_YET),
    "responses-content-part-added-missing": _Why("Responses content part added missing.", _NOT_YET),
    "responses-item-id-mismatch": _Why("Responses item id mismatch.", _NOT_YET),
    "responses-no-terminal-on-death": _Why("Responses no terminal on death.", _NOT_YET),
    "responses-only-done-no-deltas": _Why("Responses only done no deltas.", _NOT_YET),
    "responses-output-index-collision": _Why("Responses output index collision.", _NOT_YET),
    "responses-reasoning-summary-part-missing": _Why(
        "Responses reasoning summary part missing.", _NOT_YET
    ),
    "sse-partial-event-merges-error": _Why("Sse partial event merges error.", _NOT_YET),
    "tool-result-mapping-lost": _Why("Tool result mapping lost.", _NOT_YET),
    "anth-count-tokens-fake-zero": _Why("Anth count tokens fake zero.", _NOT_YET),
    "images-usage-zero": _Why("Images usage zero.", _NOT_YET),
    "usage-responses-cached-dropped": _Why("Usage responses cached dropped.", _NOT_YET),
}


def not_emulated() -> tuple[NotEmulated, ...]:
    """All of them, in the order of the patterns."""
    return tuple(
        NotEmulated(pattern, *_REASONS[name])
        for name, pattern in PATTERNS.items()
        if name in _REASONS
    )


def reasons() -> frozenset[str]:
    """Ids of patterns with a reason, known or not."""
    return frozenset(_REASONS)

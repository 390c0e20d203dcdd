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
    "model-route-hops-kill-cache": _Why("Model route hops kill cache.", _NOT_YET),
    "emb-base64-ignored": _Why("Emb base64 ignored.", _NOT_YET),
    "img-bare-base64-rejected": _Why("Img bare base64 rejected.", _NOT_YET),
    "sse-gzip-leak": _Why("Sse gzip leak.", _NOT_YET),
    "sse-unicode-line-separator": _Why("Sse unicode line separator.", _NOT_YET),
    "cache-error-replayed-as-200": _Why("Cache error replayed as 200.", _NOT_YET),
    "images-charged-no-image": _Why("Images charged no image.", _NOT_YET),
    "limits-413-body-shape": _Why("Limits 413 body shape.", _NOT_YET),
    "finish-content-filter-lost-stream": _Why("Finish content filter lost stream.", _NOT_YET),
    "finish-leaks-provider-value": _Why("Finish leaks provider value.", _NOT_YET),
    "finish-length-hidden-by-tool-calls": _Why("Finish length hidden by tool calls.", _NOT_YET),
    "finish-null-intermittent": _Why("Finish null intermittent.", _NOT_YET),
    "anthropic-beta-dropped": _Why("Anthropic beta dropped.", _NOT_YET),
    "anthropic-beta-injected-invalid": _Why("Anthropic beta injected invalid.", _NOT_YET),
    "auth-scheme-unsupported": _Why("Auth scheme unsupported.", _NOT_YET),
    "headers-client-headers-dropped": _Why("Headers client headers dropped.", _NOT_YET),
    "headers-edge-headers-cause-403": _Why("Headers edge headers cause 403.", _NOT_YET),
    "headers-ratelimit-only-some-429": _Why("Headers ratelimit only some 429.", _NOT_YET),
    "sse-missing-anti-buffer-headers": _Why("Sse missing anti buffer headers.", _NOT_YET),
    "derived-concurrency-limit": _Why("Derived concurrency limit.", _NOT_YET),
    "limits-body-size-413": _Why("Limits body size 413.", _NOT_YET),
    "limits-context-silent-truncation": _Why("Limits context silent truncation.", _NOT_YET),
    "limits-nonstream-timeout": _Why("Limits nonstream timeout.", _NOT_YET),
    "limits-stream-duration-cap": _Why("Limits stream duration cap.", _NOT_YET),
    "limits-token-quota-counts-requests": _Why("Limits token quota counts requests.", _NOT_YET),
    "model-missing-defaulted-to-other-vendor": _Why(
        "Model missing defaulted to other vendor.", _NOT_YET
    ),
    "model-quantised-backend": _Why("Model quantised backend.", _NOT_YET),
    "audio-verbose-json-dropped": _Why("Audio verbose json dropped.", _NOT_YET),
    "cache-control-stripped": _Why("Cache control stripped.", _NOT_YET),
    "emb-dimensions-ignored": _Why("Emb dimensions ignored.", _NOT_YET),
    "images-edit-inputs-ignored": _Why("Images edit inputs ignored.", _NOT_YET),
    "images-size-format-ignored": _Why("Images size format ignored.", _NOT_YET),
    "params-audio-input-dropped": _Why("Params audio input dropped.", _NOT_YET),
    "params-dropped-signal-unread": _Why("Params dropped signal unread.", _NOT_YET),
    "params-logit-bias-dropped": _Why("Params logit bias dropped.", _NOT_YET),
    "params-penalties-dropped": _Why("Params penalties dropped.", _NOT_YET),
    "params-reasoning-effort-rejected-or-dropped": _Why(
        "Params reasoning effort rejected or dropped.", _NOT_YET
    ),
    "params-seed-dropped": _Why("Params seed dropped.", _NOT_YET),
    "params-top-p-discarded-when-temperature": _Why(
        "Params top p discarded when temperature.", _NOT_YET
    ),
    "params-unsupported-rejected-400": _Why("Params unsupported rejected 400.", _NOT_YET),
    "tool-allowed-tools-lost": _Why("Tool allowed tools lost.", _NOT_YET),
    "tool-strict-lost": _Why("Tool strict lost.", _NOT_YET),
    "retry-amplification-latency": _Why("Retry amplification latency.", _NOT_YET),
    "cache-cross-upstream-leak": _Why("Cache cross upstream leak.", _NOT_YET),
    "sem-cross-talk": _Why("Sem cross talk.", _NOT_YET),
    "anth-thinking-signature-invalid": _Why("Anth thinking signature invalid.", _NOT_YET),
    "cache-control-gateway-injected": _Why("Cache control gateway injected.", _NOT_YET),
    "cache-nondeterministic-replayed": _Why("Cache nondeterministic replayed.", _NOT_YET),
    "chat-to-responses-history-dropped": _Why("Chat to responses history dropped.", _NOT_YET),
    "gemini-schema-keywords-stripped": _Why("Gemini schema keywords stripped.", _NOT_YET),
    "gemini-thought-signature-lost": _Why("Gemini thought signature lost.", _NOT_YET),
    "responses-encrypted-reasoning-silently-stripped": _Why(
        "Responses encrypted reasoning silently stripped.", _NOT_YET
    ),
    "responses-encrypted-reasoning-undecryptable": _Why(
        "Responses encrypted reasoning undecryptable.", _NOT_YET
    ),
    "responses-previous-id-context-lost": _Why("Responses previous id context lost.", _NOT_YET),
    "responses-previous-id-eventual": _Why("Responses previous id eventual.", _NOT_YET),
    "sem-system-prompt-replaced": _Why("Sem system prompt replaced.", _NOT_YET),
    "sem-system-role-misattributed": _Why("Sem system role misattributed.", _NOT_YET),
    "tool-parallel-forced-off": _Why("Tool parallel forced off.", _NOT_YET),
    "anth-count-tokens-404": _Why("Anth count tokens 404.", _NOT_YET),
    "derived-system-fingerprint-lost": _Why("Derived system fingerprint lost.", _NOT_YET),
    "images-response-format": _Why("Images response format.", _NOT_YET),
    "oai-finish-key-absent": _Why("Oai finish key absent.", _NOT_YET),
    "responses-created-at-type": _Why("Responses created at type.", _NOT_YET),
    "responses-event-not-wrapped": _Why("Responses event not wrapped.", _NOT_YET),
    "responses-required-fields-missing": _Why("Responses required fields missing.", _NOT_YET),
    "route-shape-confusion": _Why("Route shape confusion.", _NOT_YET),
    "stream-reasoning-field-filtered": _Why("Stream reasoning field filtered.", _NOT_YET),
    "stream-role-empty-string": _Why("Stream role empty string.", _NOT_YET),
    "anth-duplicate-message-delta": _Why("Anth duplicate message delta.", _NOT_YET),
    "anth-text-replayed-after-tool": _Why("Anth text replayed after tool.", _NOT_YET),
    "gemini-json-array-vs-sse": _Why("Gemini json array vs sse.", _NOT_YET),
    "midstream-fallback-duplicate-start": _Why("Midstream fallback duplicate start.", _NOT_YET),
    "responses-content-part-added-missing": _Why("Responses content part added missing.", _NOT_YET),
    "responses-item-id-mismatch": _Why("Responses item id mismatch.", _NOT_YET),
    "responses-no-terminal-on-death": _Why("Responses no terminal on death.", _NOT_YET),
    "responses-only-done-no-deltas": _Why("Responses only done no deltas.", _NOT_YET),
    "responses-output-index-collision": _Why("Responses output index collision.", _NOT_YET),
    "responses-reasoning-summary-part-missing": _Why(
        "Responses reasoning summary part missing.", _NOT_YET
    ),
    "sse-comment-rewrapped-as-data": _Why("Sse comment rewrapped as data.", _NOT_YET),
    "sse-multiline-data": _Why("Sse multiline data.", _NOT_YET),
    "sse-partial-event-merges-error": _Why("Sse partial event merges error.", _NOT_YET),
    "derived-throughput-degradation": _Why("Derived throughput degradation.", _NOT_YET),
    "stream-buffered-burst": _Why("Stream buffered burst.", _NOT_YET),
    "anth-tool-index-unmapped": _Why("Anth tool index unmapped.", _NOT_YET),
    "gemini-parallel-same-name-mixed": _Why("Gemini parallel same name mixed.", _NOT_YET),
    "gemini-schema-keyword-400": _Why("Gemini schema keyword 400.", _NOT_YET),
    "tool-dup-summary-double-encoded": _Why("Tool dup summary double encoded.", _NOT_YET),
    "tool-id-reused-across-rounds": _Why("Tool id reused across rounds.", _NOT_YET),
    "tool-result-mapping-lost": _Why("Tool result mapping lost.", _NOT_YET),
    "anth-count-tokens-fake-zero": _Why("Anth count tokens fake zero.", _NOT_YET),
    "gemini-usage-cumulative-misread": _Why("Gemini usage cumulative misread.", _NOT_YET),
    "images-usage-zero": _Why("Images usage zero.", _NOT_YET),
    "reasoning-missing-in-stream": _Why("Reasoning missing in stream.", _NOT_YET),
    "usage-gemini-thoughts-dropped": _Why("Usage gemini thoughts dropped.", _NOT_YET),
    "usage-prompt-tokens-cache-convention": _Why("Usage prompt tokens cache convention.", _NOT_YET),
    "usage-responses-cached-dropped": _Why("Usage responses cached dropped.", _NOT_YET),
    "usage-tokens-billed-not-delivered": _Why("Usage tokens billed not delivered.", _NOT_YET),
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

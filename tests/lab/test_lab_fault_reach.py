from __future__ import annotations

import importlib
import pkgutil

import pytest
from lab_probes import PROBES, hear_all, noon, said

from migrate_check.domain.errors import UsageError
from migrate_check.lab import faults
from migrate_check.lab.faults.catalogue import DEMO_FAULTS, FAULTS, find_faults
from migrate_check.lab.faults.fault import Fault
from migrate_check.lab.running import running_lab

_CHAT_STREAMS = "chat-stream chat-usage chat-unicode chat-tools-stream"
_GEM_STREAMS = "gem-stream gem-unicode gem-tools-stream"
_GEM_ERRORS = "gem-long gem-429 gem-no-key"
_MSG_STREAMS = "msg-stream msg-tools-stream msg-long-stream msg-thought-stream"
_STREAMS = f"{_CHAT_STREAMS} {_MSG_STREAMS} {_GEM_STREAMS}"
_ERRORS = f"chat-long chat-429 chat-no-key msg-long msg-429 msg-no-key {_GEM_ERRORS}"
_CHAT_CALLS = "chat-tools chat-forced chat-one-call"
_CHAT_OK = f"{_CHAT_STREAMS} {_CHAT_CALLS} chat-text chat-stop chat-none"
_MSG_OK = (
    f"{_MSG_STREAMS} msg-text msg-unicode msg-stop msg-tools msg-forced msg-none msg-one-call"
    " msg-thought msg-sealed msg-marked msg-beta msg-bearer msg-said"
)
_GEM_TOLD = f"{_GEM_STREAMS} gem-text gem-thoughts gem-tools gem-limits"
_GEM_OK = f"{_GEM_TOLD} gem-blocked"
_GEM = f"{_GEM_OK} gem-array {_GEM_ERRORS}"
_PLAIN = " ".join(set(PROBES) - set(_STREAMS.split()))

# Fault → the probes whose answer it changes; every other answer must stay byte for byte. Faults
# of other routes change none of them.
TOUCHED = {
    "anth-block-start-input-missing": "msg-tools-stream msg-thought-stream",
    "anth-delta-usage-partial": _MSG_STREAMS,
    "anth-ghost-delta-parallel": "msg-tools-stream msg-thought-stream",
    "anth-no-message-stop": _MSG_STREAMS,
    "anth-stop-reason-end-turn-with-tool": "msg-tools msg-tools-stream msg-forced msg-one-call"
    " msg-said msg-thought msg-thought-stream",
    "anth-stop-sequence-lost": "msg-stop",
    "anth-stream-cut-without-error": _MSG_STREAMS,
    "anth-tool-input-empty-stream": "msg-tools-stream msg-thought-stream",
    "anth-count-tokens-404": "count",
    "anth-count-tokens-fake-zero": "count",
    "anth-count-tokens-guessed": "count",
    "anth-duplicate-message-delta": _MSG_STREAMS,
    "anth-error-becomes-clean-stop": "msg-long-stream",
    "anth-ping-renamed": _MSG_STREAMS,
    "anth-text-replayed-after-tool": "msg-said",
    "anth-thinking-signature-invalid": "msg-thought msg-thought-stream",
    "anth-thinking-signature-missing": "msg-thought msg-thought-stream",
    "anthropic-beta-dropped": "msg-beta",
    "anthropic-beta-injected-invalid": f"{_MSG_OK} msg-long msg-429 count",
    "auth-scheme-unsupported": "msg-bearer",
    "cache-control-gateway-injected": "msg-marked",
    "cache-control-stripped": "msg-marked",
    "cache-write-never-read": "msg-marked",
    "redacted-thinking-dropped": "msg-sealed",
    "route-shape-confusion": _MSG_OK,
    "sem-system-role-misattributed": "msg-marked",
    "sse-partial-event-merges-error": f"{_CHAT_STREAMS} {_MSG_STREAMS}",
    "thinking-blocks-dropped": "msg-thought msg-thought-stream",
    "cache-cross-upstream-leak": "chat-no-key msg-no-key gem-no-key",
    "cache-nondeterministic-replayed": "",
    "model-route-hops-kill-cache": "",
    "usage-prompt-tokens-cache-convention": "",
    "errors-429-remapped": "chat-429 msg-429 gem-429",
    "errors-anthropic-envelope-openai": "msg-long msg-429 msg-no-key",
    "errors-body-erased": _ERRORS,
    "errors-context-length-code-lost": "chat-long msg-long",
    "errors-error-returned-200-json": _ERRORS,
    "errors-html-body": _ERRORS,
    "gemini-answer-in-snake-case": _GEM_OK,
    "gemini-answer-wrapped": _GEM_OK,
    "gemini-args-as-text": "gem-tools gem-tools-stream gem-limits",
    "gemini-call-id-invented": "gem-tools gem-tools-stream gem-limits",
    "gemini-candidate-count-dropped": "",
    "gemini-done-appended": _GEM_STREAMS,
    "gemini-errors-openai-envelope": _GEM_ERRORS,
    "gemini-finish-reason-openai": _GEM_TOLD,
    "gemini-json-array-vs-sse": _GEM_STREAMS,
    "gemini-output-limit-dropped": "",
    "gemini-parallel-same-name-mixed": "gem-tools gem-tools-stream gem-limits",
    "gemini-prompt-feedback-lost": "gem-blocked",
    "gemini-response-schema-dropped": "",
    "gemini-role-openai": _GEM_TOLD,
    "gemini-safety-ratings-lost": "gem-blocked",
    "gemini-schema-keyword-400": "gem-tools gem-tools-stream",
    "gemini-schema-keywords-stripped": "gem-limits",
    "gemini-sse-vs-json-array": "gem-array",
    "gemini-system-instruction-dropped": "",
    "gemini-thinking-config-dropped": "gem-thoughts",
    "gemini-thought-signature-lost": _GEM_TOLD,
    "gemini-thoughts-as-text": "gem-thoughts",
    "gemini-usage-cumulative-misread": _GEM_STREAMS,
    "gemini-usage-missing": _GEM_OK,
    "retry-after-lost": "chat-429 msg-429",
    "empty-choices-first-chunk": _CHAT_STREAMS,
    "oai-done-missing": _CHAT_STREAMS,
    "oai-finish-empty-string": _CHAT_STREAMS,
    "oai-stream-intermittent-truncation": _CHAT_STREAMS,
    "oai-stream-no-terminal-finish": _CHAT_STREAMS,
    "stream-chunk-message-not-delta": _CHAT_STREAMS,
    "stream-empty-200": _CHAT_STREAMS,
    "stream-role-missing": _CHAT_STREAMS,
    "finish-stop-for-toolcalls-stream-only": "chat-tools-stream",
    "tool-arguments-object-not-string": f"{_CHAT_CALLS} chat-tools-stream",
    "tool-call-as-text": _CHAT_CALLS,
    "tool-id-new-each-delta": "chat-tools-stream",
    "tool-index-missing": "chat-tools-stream",
    "tool-name-rewritten": f"{_CHAT_CALLS} chat-tools-stream",
    "tool-parallel-all-index-0": "chat-tools-stream",
    "model-echo-rewritten-hides-swap": f"{_CHAT_OK} msg-text msg-stream msg-bearer msg-beta"
    " msg-marked",
    "model-silent-downgrade-under-load": f"{_CHAT_OK} {_MSG_OK}",
    "img-bare-base64-rejected": "",
    "model-quantised-backend": "chat-usage chat-tools-stream msg-bearer msg-marked",
    "params-dropped-signal-unread": "",
    "params-logit-bias-dropped": "",
    "params-penalties-dropped": "",
    "params-reasoning-effort-rejected-or-dropped": "",
    "params-seed-dropped": "",
    "params-top-p-discarded-when-temperature": "",
    "params-unsupported-rejected-400": "",
    "tool-parallel-forced-off": "chat-tools chat-tools-stream",
    "tool-strict-lost": "",
    "derived-system-fingerprint-lost": _CHAT_OK,
    "limits-context-silent-truncation": "",
    "reasoning-missing-in-stream": "",
    "sem-cross-talk": "",
    "sem-system-prompt-replaced": "",
    "tool-id-reused-across-rounds": f"{_CHAT_CALLS} chat-tools-stream",
    "usage-tokens-billed-not-delivered": "chat-unicode",
    "params-stop-dropped": "chat-stop msg-stop",
    "sem-hidden-system-prompt": (
        f"{_CHAT_OK} {_MSG_OK} {_GEM_OK} gem-array chat-long msg-long gem-long"
    ),
    "tool-choice-forced-lost": "chat-forced msg-forced",
    "tool-choice-none-lost": "chat-none msg-none",
    "tool-parallel-flag-lost": "chat-one-call msg-one-call",
    "auth-not-required": "chat-no-key msg-no-key gem-no-key",
    "id-encodes-route": f"{_CHAT_OK} {_MSG_OK}",
    "usage-gemini-thoughts-dropped": f"chat-usage {_CHAT_CALLS} chat-text chat-stop chat-none",
    "models-list-empty": "models",
    "models-list-html": "models",
    "sec-upstream-error-leaks-key": _ERRORS,
    "sec-upstream-key-in-response-header": " ".join(PROBES),
    "derived-request-id-missing": " ".join(set(PROBES) - {"models", *_GEM.split()}),
    "ratelimit-headers-missing": f"{_CHAT_OK} {_MSG_OK} chat-429 msg-429",
    "sse-comments-injected": _STREAMS,
    "sse-crlf": _STREAMS,
    "sse-data-no-space": _STREAMS,
    "sse-extra-blank-line": _STREAMS,
    "stale-content-encoding": _PLAIN,
    "stream-content-type-json": _STREAMS,
    "utf8-split-replacement": "chat-unicode msg-unicode gem-unicode",
    "stream-usage-every-chunk": "chat-usage",
    "usage-chunk-missing-despite-include-usage": "chat-usage",
    "usage-chunk-unrequested": "chat-stream chat-unicode chat-tools-stream",
    "anth-tool-index-unmapped": "chat-tools-stream",
    "errors-header-paths-differ": "chat-no-key msg-no-key",
    "finish-leaks-provider-value": f"{_CHAT_CALLS} {_CHAT_STREAMS} chat-text chat-stop chat-none",
    "finish-null-intermittent": "chat-stream chat-unicode",
    "gateway-socket-reused-after-close": (
        "chat-usage chat-stop chat-tools chat-forced chat-no-key msg-text msg-forced msg-429"
        " gem-array gem-unicode gem-blocked gem-long gem-429 msg-thought msg-bearer msg-said"
        " msg-long-stream models"
    ),
    "headers-edge-headers-cause-403": (
        "chat-stream chat-usage chat-tools-stream chat-forced chat-long msg-text msg-stop"
        " msg-forced msg-none gem-stream gem-array gem-long gem-no-key msg-thought-stream"
        " msg-sealed msg-marked msg-beta msg-bearer"
    ),
    "headers-hop-by-hop-forwarded": " ".join(PROBES),
    "headers-ratelimit-only-some-429": "chat-429 msg-429",
    "limits-413-body-shape": "chat-long msg-long gem-long",
    "limits-body-size-413": "chat-long msg-long gem-long",
    "limits-nonstream-timeout": "gem-array",
    "limits-token-quota-counts-requests": _CHAT_OK,
    "midstream-fallback-duplicate-start": _CHAT_STREAMS,
    "oai-finish-key-absent": _CHAT_STREAMS,
    "sse-comment-rewrapped-as-data": _STREAMS,
    "sse-missing-anti-buffer-headers": _STREAMS,
    "sse-multiline-data": _STREAMS,
    "stream-role-empty-string": _CHAT_STREAMS,
    "tool-dup-summary-double-encoded": "chat-tools-stream",
    # These change only when bytes arrive.
    "fake-streaming": "",
    "slow": "",
    "stream-coalesced-chunks": "",
}
FAMILIES = {
    "behaviour",
    "cache",
    "cost",
    "embeddings",
    "encoding",
    "errors",
    "finish",
    "headers",
    "identity",
    "latency",
    "media",
    "parameters",
    "security",
    "shape",
    "stream",
    "tools",
    "usage",
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_touches_what_it_says_and_nothing_else(
    fault: str, clean: dict[str, object]
) -> None:
    with running_lab([fault], pace=0, clock=noon) as lab:
        faulty = {name: said(heard) for name, heard in hear_all(lab.gateway_url).items()}

    assert {name for name in PROBES if faulty[name] != clean[name]} == set(
        TOUCHED.get(fault, "").split()
    )


def test_every_fault_is_described_and_names_rule_families() -> None:
    for fault in FAULTS.values():
        assert fault.about.endswith("."), fault.id
        assert len(fault.about.splitlines()) == 1, fault.id
        assert fault.finds <= FAMILIES, fault.id


def test_the_demo_faults_exist_and_cover_several_families() -> None:
    found = find_faults(DEMO_FAULTS)
    assert {"tools", "errors", "security", "headers", "usage"} <= set().union(
        *(fault.finds for fault in found)
    )


def test_an_unknown_fault_is_refused_with_the_closest_names() -> None:
    with pytest.raises(UsageError, match=r"'oai-done-mising' is not known; did you mean oai-done"):
        find_faults(["oai-done-mising"])


def test_no_fault_is_written_and_not_listed() -> None:
    modules = (
        importlib.import_module(f"{faults.__name__}.{found.name}")
        for found in pkgutil.iter_modules(faults.__path__)
    )
    written = {
        value.id: value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Fault)
    }
    assert written == dict(FAULTS)

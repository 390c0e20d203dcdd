"""From the fault in a gateway's answer to the line in the verdict: nothing is simulated between."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.catalogue import DEMO_FAULTS, FAULTS
from migrate_check.lab.running import running_lab
from tests.functional import test_detection_gemini as gemini
from tests.functional import test_detection_media as media
from tests.functional import test_detection_responses as responses
from tests.functional import test_detection_wire as wire
from tests.functional.program import loud, result, run
from tests.functional.test_detection_anthropic import FOUND as OF_ANTHROPIC
from tests.functional.test_detection_semantics import FOUND as BY_MEANING


class Shown(NamedTuple):
    """How a fault shows."""

    rule: str
    packs: str
    """Scenario packs that show it, divided by blanks."""
    code: int = 1
    """Exit code of a run by default policy; 0 where only warnings show it."""
    repeat: int = 1


FOUND = {
    "anth-block-start-input-missing": Shown("required-field-missing", "tools"),
    "anth-delta-usage-partial": Shown("usage-zero", "streaming"),
    "anth-ghost-delta-parallel": Shown("block-not-started", "tools"),
    "anth-no-message-stop": Shown("stream-terminal-missing", "streaming"),
    "anth-stop-reason-end-turn-with-tool": Shown("finish-not-tool", "tools"),
    "anth-stop-sequence-lost": Shown("finish-reason-changed", "minimal", repeat=5),
    "anth-stream-cut-without-error": Shown("candidate-unavailable", "streaming", repeat=3),
    "anth-tool-input-empty-stream": Shown("tool-arguments-emptied", "tools", repeat=3),
    "errors-anthropic-envelope-openai": Shown("error-envelope-foreign", "errors"),
    "errors-body-erased": Shown("error-code-lost", "errors"),
    "errors-context-length-code-lost": Shown("error-code-lost", "errors"),
    "errors-error-returned-200-json": Shown("error-in-2xx", "errors"),
    "errors-html-body": Shown("error-not-json", "errors"),
    "empty-choices-first-chunk": Shown("empty-choices-first", "streaming"),
    "oai-done-missing": Shown("stream-done-missing", "streaming", 0),
    "oai-finish-empty-string": Shown("stream-finish-missing", "streaming"),
    "oai-stream-intermittent-truncation": Shown("candidate-unavailable", "streaming", repeat=3),
    "oai-stream-no-terminal-finish": Shown("stream-finish-missing", "streaming"),
    "stream-chunk-message-not-delta": Shown("message-instead-of-delta", "streaming"),
    "stream-empty-200": Shown("stream-empty", "streaming"),
    "stream-role-missing": Shown("stream-role-missing", "streaming"),
    "finish-stop-for-toolcalls-stream-only": Shown("finish-not-tool", "tools"),
    "tool-arguments-object-not-string": Shown("tool-arguments-not-string", "tools"),
    "tool-call-as-text": Shown("tool-call-as-text", "tools", repeat=3),
    "tool-id-new-each-delta": Shown("tool-id-changed", "tools"),
    "tool-index-missing": Shown("tool-index-missing", "tools"),
    "tool-name-rewritten": Shown("tool-name-unknown", "tools", repeat=3),
    "tool-parallel-all-index-0": Shown("tool-index-shared", "tools"),
    "model-silent-downgrade-under-load": Shown("model-echo-changed", "minimal"),
    "params-stop-dropped": Shown("stop-sequence-ignored", "minimal", repeat=5),
    "sem-hidden-system-prompt": Shown("usage-prompt-tokens-inflated", "minimal", 0, repeat=3),
    "tool-choice-forced-lost": Shown("forced-tool-call-missing", "tools", repeat=3),
    "tool-choice-none-lost": Shown("forbidden-tool-called", "tools", repeat=3),
    "tool-parallel-flag-lost": Shown("parallel-calls-despite-flag", "tools", repeat=3),
    "id-encodes-route": Shown("internal-id-exposed", "minimal", 0),
    "auth-not-required": Shown("authentication-not-required", "errors"),
    "sec-upstream-error-leaks-key": Shown("secret-exposed", "errors"),
    "sec-upstream-key-in-response-header": Shown("secret-exposed", "minimal"),
    "derived-request-id-missing": Shown("request-id-missing", "minimal", 0, repeat=3),
    "ratelimit-headers-missing": Shown("rate-limit-headers-missing", "minimal", 0, repeat=3),
    "sse-comments-injected": Shown("sse-comment-injected", "streaming", 0),
    "sse-crlf": Shown("sse-line-endings-changed", "streaming", 0),
    "sse-data-no-space": Shown("sse-no-space", "streaming", 0),
    "stale-content-encoding": Shown("content-encoding-broken", "minimal"),
    "stream-content-type-json": Shown("stream-content-type", "streaming", 0),
    "utf8-split-replacement": Shown("replacement-character", "streaming"),
    "stream-usage-every-chunk": Shown("usage-every-chunk", "streaming", 0),
    "usage-chunk-missing-despite-include-usage": Shown("usage-missing", "streaming"),
    "usage-chunk-unrequested": Shown("usage-unasked", "streaming"),
}
"""Fault → the rule that finds it."""

NEED_TIME = {"fake-streaming": "streaming", "slow": "minimal"}
"""Faults that only a clock shows."""

NOT_SHOWN = {
    **wire.HARMLESS,
    "sse-extra-blank-line": "harmless: a note",
    "stream-coalesced-chunks": "harmless: any network may do it",
}
"""Faults that the shipped scenarios cannot show, each with its reason."""


def routes(fault: str) -> tuple[str, ...]:
    chosen = FAULTS[fault].routes or {Route.OPENAI_CHAT}
    return tuple(part for route in sorted(chosen)[-1:] for part in ("--route", route.value))


@pytest.mark.parametrize("fault", FOUND)
def test_each_fault_is_found(fault: str) -> None:
    shown = FOUND[fault]
    packs = [part for pack in shown.packs.split() for part in ("--scenario", pack)]
    with running_lab(faults=(fault,), pace=0) as lab:
        said = run(lab, *routes(fault), *packs, "--repeat", str(shown.repeat), "--warmup", "0")
    assert shown.rule in loud(result()), said.out
    assert said.code == shown.code, said.out


@pytest.mark.parametrize("fault", NEED_TIME)
def test_slower_gateways_are_found(fault: str) -> None:
    pack = ("--scenario", NEED_TIME[fault], "--route", "openai-chat")
    with running_lab(faults=(fault,), pace=1) as lab:
        said = run(lab, *pack, "--repeat", "5", "--require", "latency")
    rules = {"ttft-slower", "e2e-slower", "stream-buffered-in-burst"}
    assert loud(result()) & rules, said.out


@pytest.mark.parametrize("fault", ["anth-tool-input-empty-stream", "tool-name-rewritten"])
def test_too_few_repeats_to_tell_are_no_pass(fault: str) -> None:
    with running_lab(faults=(fault,), pace=0) as lab:
        said = run(lab, *routes(fault), "--scenario", "tools", "--repeat", "1", "--warmup", "0")
    assert said.code == 3, said.out
    assert "needs about 3 repeats" in " ".join(said.out.split())


def test_every_fault_is_found_or_has_a_reason() -> None:
    listed = [
        *FOUND,
        *BY_MEANING,
        *OF_ANTHROPIC,
        *media.FOUND,
        *gemini.FOUND,
        *responses.FOUND,
        *wire.FOUND,
        *NEED_TIME,
        *NOT_SHOWN,
    ]
    assert sorted(listed) == sorted(FAULTS)


def test_the_demo_shows_only_faults_that_are_found() -> None:
    assert set(DEMO_FAULTS) <= set(FOUND)


@pytest.mark.parametrize("fault", NOT_SHOWN)
def test_what_cannot_be_shown_is_not_accused(fault: str) -> None:
    with running_lab(faults=(fault,), pace=0) as lab:
        said = run(lab, *routes(fault), "--scenario", "streaming", "--repeat", "1")
    assert not loud(result()), said.out

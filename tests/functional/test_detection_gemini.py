"""From a fault of a gateway that speaks Gemini to the line in the verdict."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from migrate_check.lab.running import running_lab
from tests.functional.program import loud, result, run


class Shown(NamedTuple):
    """How a fault shows on the route `gemini`."""

    rule: str
    packs: str
    """Scenario packs that show it, divided by blanks."""
    code: int = 1
    """Exit code of a run by default policy; 0 where only warnings show it."""
    repeat: int = 1
    route: str = "gemini"


FOUND = {
    "gemini-answer-in-snake-case": Shown("field-in-snake-case", "minimal"),
    "gemini-answer-wrapped": Shown("foreign-object", "minimal"),
    "gemini-args-as-text": Shown("tool-arguments-not-object", "tools"),
    "gemini-call-id-invented": Shown("tool-id-duplicate", "tools"),
    "gemini-candidate-count-dropped": Shown("reply-choices-count-changed", "parameters", repeat=3),
    "gemini-done-appended": Shown("event-not-json", "streaming"),
    "gemini-errors-openai-envelope": Shown("error-envelope-foreign", "errors"),
    "gemini-finish-reason-openai": Shown("finish-vendor-value", "minimal"),
    "gemini-json-array-vs-sse": Shown("stream-answered-as-json", "streaming"),
    "gemini-output-limit-dropped": Shown("token-limit-ignored", "parameters", repeat=3),
    "gemini-parallel-same-name-mixed": Shown("parallel-calls-without-id", "tools"),
    "gemini-prompt-feedback-lost": Shown("required-field-missing", "minimal"),
    "gemini-response-schema-dropped": Shown("text-not-json", "parameters", repeat=3),
    "gemini-role-openai": Shown("role-invalid", "minimal"),
    "gemini-safety-ratings-lost": Shown("field-missing", "minimal", 0, repeat=3),
    "gemini-schema-keyword-400": Shown("success-became-error", "tools"),
    "gemini-schema-keywords-stripped": Shown("tool-arguments-off-schema", "tools", 0, repeat=3),
    "gemini-sse-vs-json-array": Shown("stream-unasked", "streaming"),
    "gemini-system-instruction-dropped": Shown("parameter-without-effect", "parameters", repeat=3),
    "gemini-thinking-config-dropped": Shown("reasoning-lost", "thinking", 0, repeat=3),
    "gemini-thought-signature-lost": Shown("second-turn-rejected", "thinking"),
    "gemini-thoughts-as-text": Shown("reasoning-lost", "thinking", 0, repeat=3),
    "gemini-usage-cumulative-misread": Shown(
        "usage-output-tokens-changed", "streaming", 0, repeat=3
    ),
    "gemini-usage-missing": Shown("usage-missing", "streaming"),
    "usage-gemini-thoughts-dropped": Shown("usage-total-wrong", "minimal", 0, route="openai-chat"),
}
"""Faults of this format → the rule that finds them."""

NEUTRAL = {
    "auth-not-required": Shown("authentication-not-required", "errors"),
    "errors-body-erased": Shown("error-message-erased", "errors", 0),
    "errors-error-returned-200-json": Shown("error-in-2xx", "errors"),
    "errors-html-body": Shown("error-not-json", "errors"),
    "cache-cross-upstream-leak": Shown("authentication-not-required", "auth", repeat=3),
    "model-route-hops-kill-cache": Shown("usage-details-missing", "cache", 0, repeat=3),
    "params-stop-dropped": Shown("stop-sequence-ignored", "parameters", repeat=3),
    "tool-choice-forced-lost": Shown("forced-tool-call-missing", "tools", repeat=3),
    "tool-choice-none-lost": Shown("forbidden-tool-called", "tools", repeat=3),
    "sem-hidden-system-prompt": Shown("usage-prompt-tokens-inflated", "context", 0, repeat=3),
    "sec-upstream-error-leaks-key": Shown("secret-exposed", "errors"),
    "sec-upstream-key-in-response-header": Shown("secret-exposed", "minimal"),
    "sse-comments-injected": Shown("sse-comment-injected", "streaming", 0),
    "sse-crlf": Shown("sse-line-endings-changed", "streaming", 0),
    "sse-data-no-space": Shown("sse-no-space", "streaming", 0),
    "stale-content-encoding": Shown("content-encoding-broken", "minimal"),
    "stream-content-type-json": Shown("stream-content-type", "streaming", 0),
    "utf8-split-replacement": Shown("replacement-character", "streaming"),
}
"""Faults of any route, as this one shows them."""


@pytest.mark.parametrize(("fault", "shown"), [*FOUND.items(), *NEUTRAL.items()])
def test_each_fault_is_found(fault: str, shown: Shown) -> None:
    packs = [part for pack in shown.packs.split() for part in ("--scenario", pack)]
    repeat = ("--repeat", str(shown.repeat), "--warmup", "0")
    with running_lab(faults=(fault,), pace=0) as lab:
        said = run(lab, "--route", shown.route, *packs, *repeat)
    assert shown.rule in loud(result()), said.out
    assert said.code == shown.code, said.out


@pytest.mark.parametrize("seed", [1, 7, 23])
def test_a_gateway_without_faults_is_not_blamed(seed: int) -> None:
    with running_lab(pace=0, seed=seed) as lab:
        said = run(lab, "--route", "gemini", "--repeat", "8", "--warmup", "0")
    assert loud(result()) <= {"e2e-slower", "ttft-slower"}, said.out
    assert said.code == 0, said.out

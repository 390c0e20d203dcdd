"""Faults of the Responses route, from the gateway's answer to the line in the verdict."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from migrate_check.lab.running import running_lab
from tests.functional.program import loud, result, run


class Shown(NamedTuple):
    """How a fault shows."""

    rule: str
    pack: str
    code: int = 1
    """Exit code of a run by default policy; 0 where only warnings show it."""
    repeat: int = 1
    route: str = "openai-responses"


FOUND = {
    "chat-to-responses-history-dropped": Shown("history-dropped", "tools", route="openai-chat"),
    "responses-content-part-added-missing": Shown("part-not-announced", "streaming"),
    "responses-created-at-type": Shown("field-wrong-type", "minimal"),
    "responses-encrypted-reasoning-silently-stripped": Shown(
        "history-shortened", "reasoning", code=0, repeat=3
    ),
    "responses-encrypted-reasoning-undecryptable": Shown("second-turn-rejected", "reasoning"),
    "responses-event-not-wrapped": Shown("event-not-wrapped", "streaming"),
    "responses-item-id-mismatch": Shown("item-not-announced", "streaming"),
    "responses-no-terminal-on-death": Shown("stream-terminal-missing", "streaming"),
    "responses-only-done-no-deltas": Shown("deltas-missing", "streaming"),
    "responses-output-index-collision": Shown("item-index-shared", "tools"),
    "responses-previous-id-context-lost": Shown("history-dropped", "conversation"),
    "responses-previous-id-eventual": Shown("second-turn-rejected", "conversation"),
    "responses-reasoning-summary-part-missing": Shown("item-not-announced", "reasoning"),
    "responses-required-fields-missing": Shown("required-field-missing", "streaming"),
    "tool-allowed-tools-lost": Shown("tool-not-allowed", "tools", repeat=3),
    "tool-result-mapping-lost": Shown("second-turn-rejected", "tools"),
    "usage-responses-cached-dropped": Shown("parameter-without-effect", "cache", repeat=3),
}
"""Fault → the rule that finds it."""

OF_EVERY_ROUTE = {
    "auth-not-required": Shown("authentication-not-required", "errors"),
    "derived-request-id-missing": Shown("request-id-missing", "minimal", 0, 3),
    "errors-body-erased": Shown("error-code-lost", "errors"),
    "errors-context-length-code-lost": Shown("error-code-lost", "errors"),
    "errors-error-returned-200-json": Shown("error-in-2xx", "errors"),
    "errors-html-body": Shown("error-not-json", "errors"),
    "model-silent-downgrade-under-load": Shown("model-echo-changed", "minimal"),
    "sec-upstream-error-leaks-key": Shown("secret-exposed", "errors"),
    "sec-upstream-key-in-response-header": Shown("secret-exposed", "minimal"),
    "sse-comments-injected": Shown("sse-comment-injected", "streaming", 0),
    "sse-crlf": Shown("sse-line-endings-changed", "streaming", 0),
    "sse-data-no-space": Shown("sse-no-space", "streaming", 0),
    "stale-content-encoding": Shown("content-encoding-broken", "minimal"),
    "stream-content-type-json": Shown("stream-content-type", "streaming", 0),
    "tool-choice-forced-lost": Shown("forced-tool-call-missing", "tools", repeat=3),
    "tool-choice-none-lost": Shown("forbidden-tool-called", "tools", repeat=3),
    "tool-parallel-flag-lost": Shown("parallel-calls-despite-flag", "tools", repeat=3),
    "utf8-split-replacement": Shown("replacement-character", "streaming"),
}
"""Faults that strike every route, seen on this one."""


@pytest.mark.parametrize("fault", [*FOUND, *OF_EVERY_ROUTE])
def test_each_fault_is_found(fault: str) -> None:
    shown = {**FOUND, **OF_EVERY_ROUTE}[fault]
    where = ("--route", shown.route, "--scenario", f"{shown.route}/{shown.pack}")
    with running_lab(faults=(fault,), pace=0) as lab:
        said = run(lab, *where, "--repeat", str(shown.repeat), "--warmup", "0")
    assert shown.rule in loud(result()), said.out
    assert said.code == shown.code, said.out


def test_nothing_is_said_of_a_gateway_without_faults() -> None:
    with running_lab(pace=0, seed=1) as lab:
        said = run(lab, "--route", "openai-responses", "--repeat", "6", "--warmup", "0")
    # How long a busy machine takes is no matter of the format.
    assert loud(result()) <= {"ttft-slower", "e2e-slower"}, said.out
    assert said.code == 0, said.out

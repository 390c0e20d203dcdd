"""Faults on the wire and at the gateway's own limits, from the fault to the verdict."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from migrate_check.lab.offer import RATE_LIMITED
from migrate_check.lab.running import running_lab
from tests.functional.program import loud, result, run


class Shown(NamedTuple):
    """How a fault shows."""

    rule: str
    packs: str
    code: int = 1
    """Exit code of a run by default policy; 0 where only warnings show it."""
    repeat: int = 1
    pace: float = 0
    model: str = "gpt-4o-mini"


def limited(rule: str, code: int = 1) -> Shown:
    """What only a rate limit shows: the pack is sent because it is named."""
    return Shown(rule, "rate-limit", code, model=RATE_LIMITED)


FOUND = {
    "anth-tool-index-unmapped": Shown("tool-index-gap", "tools"),
    "cache-error-replayed-as-200": Shown("error-in-2xx", "limits"),
    "derived-concurrency-limit": Shown("candidate-unavailable", "concurrency", repeat=3),
    "derived-throughput-degradation": Shown("e2e-slower", "streaming", 0, repeat=5, pace=1),
    "errors-429-remapped": limited("rate-limit-remapped"),
    "errors-header-paths-differ": Shown("request-id-missing", "errors", 0, repeat=3),
    "finish-leaks-provider-value": Shown("finish-vendor-value", "minimal"),
    "finish-length-hidden-by-tool-calls": Shown("length-limit-hidden", "limits"),
    "finish-null-intermittent": Shown("stream-finish-missing", "streaming", repeat=5),
    "gateway-socket-reused-after-close": Shown("candidate-unavailable", "minimal", repeat=10),
    "headers-cors-lost-on-errors": Shown("cors-header-missing", "browser", 0, repeat=3),
    "headers-edge-headers-cause-403": Shown("success-became-error", "minimal", repeat=3),
    "headers-ratelimit-only-some-429": limited("rate-limit-headers-missing", 0),
    "limits-413-body-shape": Shown("error-not-json", "errors"),
    "limits-body-size-413": Shown("status-changed", "errors"),
    "limits-nonstream-timeout": Shown("candidate-unavailable", "long-stream", repeat=3),
    "limits-stream-duration-cap": Shown("candidate-unavailable", "long-stream", repeat=3),
    "limits-token-quota-counts-requests": Shown("token-quota-not-counted", "context", 0, repeat=3),
    "midstream-fallback-duplicate-start": Shown("stream-role-repeated", "streaming"),
    "oai-finish-key-absent": Shown("field-missing-in-some", "streaming", 0, repeat=3),
    "params-out-of-range-dropped": Shown("error-hidden-as-success", "parameters"),
    "retry-after-lost": limited("retry-after-missing", 0),
    "retry-amplification-latency": Shown("errors-answered-late", "errors", 0, repeat=3, pace=1),
    "sse-comment-rewrapped-as-data": Shown("event-not-json", "streaming"),
    "sse-gzip-leak": Shown("stream-answered-as-json", "streaming"),
    "sse-missing-anti-buffer-headers": Shown(
        "stream-cache-control-missing", "streaming", 0, repeat=3
    ),
    "sse-multiline-data": Shown("sse-multiline-data", "streaming", 0),
    "sse-unicode-line-separator": Shown("event-not-json", "utf8"),
    "stream-buffered-burst": Shown("ttft-slower", "long-stream", 0, repeat=10, pace=1),
    "stream-reasoning-field-filtered": Shown(
        "reasoning-lost-in-stream", "reasoning", 0, repeat=3, model="lab-large"
    ),
    "stream-role-empty-string": Shown("role-invalid", "streaming"),
    "tool-dup-summary-double-encoded": Shown("tool-arguments-not-json", "tools"),
}
"""Fault → the rule that finds it."""

HARMLESS = {
    "headers-hop-by-hop-forwarded": "a note: servers of their own send `keep-alive` too",
}
"""Faults that no caller feels."""

CLOCK = {"ttft-slower", "e2e-slower", "errors-answered-late"}
"""A busy machine may be slower in one half of a run; that is no matter of the packs."""
CLEAN = ("limits", "browser")


def ask(shown: Shown) -> tuple[str, ...]:
    packs = [part for pack in shown.packs.split() for part in ("--scenario", pack)]
    repeat = ("--repeat", str(shown.repeat), "--warmup", "0")
    model = ("--model", f"openai-chat={shown.model}")
    return ("--route", "openai-chat", *packs, *repeat, *model)


@pytest.mark.parametrize("fault", FOUND)
def test_each_fault_is_found(fault: str) -> None:
    shown = FOUND[fault]
    with running_lab(faults=(fault,), pace=shown.pace) as lab:
        said = run(lab, *ask(shown))
    assert shown.rule in loud(result()), said.out
    assert said.code == shown.code, said.out


@pytest.mark.parametrize("fault", HARMLESS)
def test_what_is_harmless_is_a_note_at_most(fault: str) -> None:
    with running_lab(faults=(fault,), pace=0) as lab:
        said = run(lab, *ask(Shown("", "minimal", repeat=3)))
    assert not loud(result()) - CLOCK, said.out
    assert said.code == 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_gateway_without_faults_is_not_accused(seed: int) -> None:
    with running_lab(pace=0, seed=seed) as lab:
        said = run(lab, *ask(Shown("", " ".join(CLEAN), repeat=20)), "--set", f"seed={seed}")
    assert not loud(result()) - CLOCK, said.out
    assert said.code == 0, said.out


@pytest.mark.parametrize("seed", [1, 2])
def test_a_rate_limit_that_both_sides_have_is_no_difference(seed: int) -> None:
    with running_lab(pace=0, seed=seed) as lab:
        said = run(lab, *ask(limited("")), "--repeat", "2")
    assert not loud(result()) - CLOCK, said.out
    assert said.code == 0, said.out


def test_a_limit_of_rates_is_asked_for_by_name_only() -> None:
    with running_lab(pace=0) as lab:
        every = run(lab, "--route", "openai-chat", "--dry-run", "--repeat", "1")
        named = run(lab, "--route", "openai-chat", "--dry-run", "--scenario", "rate-limit")
    assert every.code == named.code == 0
    assert "trials, at most" in named.out
    assert every.out != named.out

"""Faults that only a contradiction, a nonce, a repeat or a sequence shows, and no false alarm."""

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


FOUND = {
    "cache-cross-upstream-leak": Shown("authentication-not-required", "auth", repeat=3),
    "cache-nondeterministic-replayed": Shown("answer-replayed", "sampling", repeat=2),
    "derived-system-fingerprint-lost": Shown("field-became-null", "minimal", 0, repeat=3),
    "img-bare-base64-rejected": Shown("parameter-rejected", "vision"),
    "limits-context-silent-truncation": Shown("parameter-without-effect", "context", repeat=3),
    "model-echo-rewritten-hides-swap": Shown("text-distribution-differs", "identity", 0, 12),
    "model-quantised-backend": Shown("text-distribution-differs", "identity", 0, repeat=40),
    "model-route-hops-kill-cache": Shown("prompt-cache-lost", "cache", 0, repeat=3),
    "params-dropped-signal-unread": Shown("parameter-drop-announced", "parameters", repeat=3),
    "params-logit-bias-dropped": Shown("parameter-without-effect", "parameters", repeat=3),
    "params-penalties-dropped": Shown("parameter-without-effect", "parameters", repeat=3),
    "params-reasoning-effort-rejected-or-dropped": Shown(
        "reasoning-tokens-changed", "reasoning", 0, repeat=3
    ),
    "params-seed-dropped": Shown("parameter-not-reproducible", "sampling", 0, repeat=5),
    "params-top-p-discarded-when-temperature": Shown(
        "parameter-not-reproducible", "sampling", 0, repeat=5
    ),
    "params-unsupported-rejected-400": Shown("parameter-rejected", "parameters"),
    "reasoning-missing-in-stream": Shown("reasoning-tokens-changed", "reasoning", 0, repeat=3),
    "sem-cross-talk": Shown("answer-of-another-request", "concurrency"),
    "sem-system-prompt-replaced": Shown("parameter-without-effect", "system-prompt", repeat=3),
    "tool-id-reused-across-rounds": Shown("tool-id-reused-across-turns", "tool-rounds"),
    "tool-parallel-forced-off": Shown("parallel-calls-reduced", "tools", 0, repeat=3),
    "tool-strict-lost": Shown("tool-arguments-off-schema", "structured", 0, repeat=3),
    "usage-prompt-tokens-cache-convention": Shown("usage-prompt-tokens-vary", "cache", 0),
    "usage-tokens-billed-not-delivered": Shown("usage-output-implausible", "long-stream", 1, 3),
}
"""Fault → the rule that finds it."""

PACKS = (
    *("auth", "cache", "cancel", "concurrency", "context", "headers", "long-stream", "parameters"),
    *("reasoning", "sampling", "structured", "system-prompt", "tool-rounds", "utf8", "vision"),
)
CLOCK = {"ttft-slower", "e2e-slower"}
"""A busy machine may be slower in one half of a run; that is no matter of the packs."""
CHAT = ("--route", "openai-chat", "--warmup", "0")


@pytest.mark.parametrize("fault", FOUND)
def test_each_fault_is_found(fault: str) -> None:
    shown = FOUND[fault]
    with running_lab(faults=(fault,), pace=0) as lab:
        said = run(lab, *CHAT, "--scenario", shown.pack, "--repeat", str(shown.repeat))
    assert shown.rule in loud(result()), said.out
    assert said.code == shown.code, said.out


def test_thoughts_that_only_streams_lack() -> None:
    pack = ("--scenario", "reasoning", "--model", "openai-chat=lab-small", "--repeat", "3")
    with running_lab(faults=("reasoning-missing-in-stream",), pace=0) as lab:
        said = run(lab, *CHAT, *pack)
    assert "reasoning-lost-in-stream" in loud(result()), said.out


def test_the_parameter_that_was_dropped_is_named() -> None:
    pack = ("--scenario", "parameters", "--repeat", "3")
    with running_lab(faults=("params-logit-bias-dropped",), pace=0) as lab:
        said = run(lab, *CHAT, *pack)
    errors = [each for each in result()["findings"] if each["severity"] == "error"]
    assert {(each["rule"], each["location"]) for each in errors} == {
        ("parameter-without-effect", "logit_bias")
    }, said.out


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_gateway_without_a_fault_is_not_accused(pack: str, seed: int) -> None:
    repeats = "3" if pack in ("concurrency", "context") else "20" if seed == 1 else "5"
    with running_lab(pace=0, seed=seed) as lab:
        said = run(lab, *CHAT, "--scenario", pack, "--repeat", repeats)
    assert loud(result()) <= CLOCK, said.out
    assert said.code == 0, said.out


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_the_same_model_is_taken_for_the_same(seed: int) -> None:
    with running_lab(pace=0, seed=seed) as lab:
        said = run(lab, *CHAT, "--scenario", "identity", "--repeat", "30")
    assert loud(result()) <= CLOCK, said.out

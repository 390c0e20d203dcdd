"""What gateways do to thinking, caching, headers, keys and counts of Anthropic's API."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from migrate_check.lab.running import running_lab
from tests.functional.program import loud, result, run


class Shown(NamedTuple):
    """How a fault shows."""

    rule: str
    packs: str
    """Scenario packs that show it, divided by blanks."""
    code: int = 1
    """Exit code of a run by default policy; 0 where only warnings show it."""
    repeat: int = 1


COUNTER = "anthropic-count-tokens/minimal"
FOUND = {
    "anth-count-tokens-404": Shown("success-became-error", COUNTER),
    "anth-count-tokens-fake-zero": Shown("usage-zero", COUNTER),
    "anth-count-tokens-guessed": Shown("token-count-wrong", COUNTER),
    "anth-duplicate-message-delta": Shown("stream-finish-repeated", "streaming", 0),
    "anth-error-becomes-clean-stop": Shown("streamed-text-cut-short", "streaming", repeat=3),
    "anth-ping-renamed": Shown("event-unknown", "streaming", 0),
    "anth-text-replayed-after-tool": Shown("text-delivered-twice", "tools", repeat=3),
    "anth-thinking-signature-invalid": Shown("second-turn-rejected", "thinking"),
    "anth-thinking-signature-missing": Shown("thought-unsigned", "thinking"),
    "anthropic-beta-dropped": Shown("success-became-error", "headers"),
    "anthropic-beta-injected-invalid": Shown("success-became-error", "headers"),
    "auth-scheme-unsupported": Shown("success-became-error", "headers"),
    "cache-control-gateway-injected": Shown("cache-write-unasked", "cache", 0, repeat=3),
    "cache-control-stripped": Shown("cache-marks-ignored", "cache", repeat=3),
    "cache-write-never-read": Shown("cache-written-never-read", "cache", repeat=3),
    "redacted-thinking-dropped": Shown("signatures-lost", "thinking", repeat=3),
    "route-shape-confusion": Shown("foreign-object", "minimal"),
    "sem-system-role-misattributed": Shown("parameter-without-effect", "parameters", repeat=3),
    "sse-partial-event-merges-error": Shown("event-not-json", "streaming"),
    "thinking-blocks-dropped": Shown("second-turn-rejected", "thinking"),
}
"""Fault → the rule that finds it."""

ALSO = {
    "anth-duplicate-message-delta": "stream-terminal-repeated",
    "anth-error-becomes-clean-stop": "field-missing",
    "cache-control-gateway-injected": "cache-lifetime-changed",
    "redacted-thinking-dropped": "second-turn-rejected",
}
"""Fault → a second sign of it in the same packs."""

PACKS = (
    *("cache", "headers", "images", "limits", "parameters", "structured", "thinking", "tools"),
    *(f"anthropic-count-tokens/{pack}" for pack in ("minimal", "errors", "headers")),
)
CLOCK = {"ttft-slower", "e2e-slower"}
"""A busy machine may be slower in one half of a run; that is no matter of the packs."""


def routes(packs: str) -> tuple[str, ...]:
    """The route of the packs, and a model for it."""
    route = "anthropic-count-tokens" if "count-tokens" in packs else "anthropic-messages"
    return ("--route", route, "--model", f"{route}=claude-haiku-4-5", "--warmup", "0")


def packs(names: str) -> list[str]:
    return [part for name in names.split() for part in ("--scenario", name)]


@pytest.mark.parametrize("fault", FOUND)
def test_each_fault_is_found(fault: str) -> None:
    shown = FOUND[fault]
    with running_lab(faults=(fault,), pace=0) as lab:
        said = run(lab, *routes(shown.packs), *packs(shown.packs), "--repeat", str(shown.repeat))
    assert {shown.rule, ALSO.get(fault, shown.rule)} <= loud(result()), said.out
    assert said.code == shown.code, said.out


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_gateway_without_a_fault_is_not_accused(pack: str, seed: int) -> None:
    repeats = "20" if seed == 1 else "4"
    with running_lab(pace=0, seed=seed) as lab:
        said = run(lab, *routes(pack), *packs(pack), "--repeat", repeats)
    assert loud(result()) <= CLOCK, said.out
    assert said.code == 0, said.out


def test_every_case_is_answered_by_the_provider_itself() -> None:
    """What the baseline refuses would prove nothing about a gateway."""
    for route in ("anthropic-messages", "anthropic-count-tokens"):
        with running_lab(pace=0) as lab:
            said = run(lab, *routes(route), *packs(route), "--repeat", "1")
        refused = [line for line in result()["not_tested"] if "does not answer" in line]
        assert refused == [], said.out
        assert said.code == 0, said.out

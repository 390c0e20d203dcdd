"""A run that rests its phase 1 on an inventory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migrate_check.domain.call_site import JudgedSite
from migrate_check.domain.finding import Evaluation
from migrate_check.domain.result import Result, RunInfo, SideInfo
from migrate_check.domain.verdict import Decision, Outcome, Policy, RouteVerdict, Verdict
from migrate_check.gate.decide import exit_code
from migrate_check.gate.inventory_phase import with_inventory
from migrate_check.gate.phases import phases
from tests.inventory_results import CLEAN, GEMINI, TAKEN_AT, TEST, judged, literal, result, site


def run_of(candidate: str = "tokenrouter") -> Result:
    models = {"openai-chat": "gpt-4o-mini"}
    info = RunInfo(
        run_id="r",
        tool_version="0.1.0",
        started_at=TAKEN_AT,
        duration_s=1.0,
        baseline=SideInfo("openai", "https://a.example/v1", models),
        candidate=SideInfo(candidate, "https://b.example/v1", models),
        planned_trials=1,
        done_trials=1,
        warmup_trials=0,
        requests_sent=2,
        stopped=None,
        replayed=False,
        source="s",
    )
    routes = (RouteVerdict("openai-chat", Decision.GO, 3, ()),)
    outcome = Outcome.PASS
    verdict = Verdict(
        outcome, exit_code(outcome, Policy()), (), routes, phases(outcome, (), {"openai-chat": 3})
    )
    return Result(
        run=info,
        evaluation=Evaluation((), ()),
        verdict=verdict,
        measured=(),
        cost={},
        transport=(),
        samples=(),
        cases=(),
        not_tested=("time",),
        shown={},
    )


def test_phase_one_is_the_inventory_s():
    whole = with_inventory(run_of(), result(CLEAN))
    assert [phase.number for phase in whole.verdict.phases] == [1, 2, 3, 4, 5]
    first = whole.verdict.phases[0]
    assert first.decision is Decision.GO
    assert first.evidence[-1] == f"taken at {TAKEN_AT}"
    assert whole.verdict.outcome is Outcome.PASS
    assert whole.inventory == result(CLEAN)
    assert whole.not_tested == ("time",)


@pytest.mark.parametrize(
    ("candidate", "decision"),
    [
        ("tokenrouter", Decision.GO),
        ("tokenrouter@b", Decision.GO),
        ("./gateways/tokenrouter.yaml", Decision.GO),
        ("generic", Decision.GO),
        ("", Decision.GO),
        ("tokenlab", Decision.HOLD),
    ],
)
def test_an_inventory_for_another_gateway_is_no_go(candidate, decision):
    first = with_inventory(run_of(candidate), result(CLEAN)).verdict.phases[0]
    assert first.decision is decision
    if decision is Decision.HOLD:
        assert first.missing == (
            "call sites judged for tokenlab: these were judged for tokenrouter@d",
        )


def test_a_no_go_for_another_gateway_stays_one():
    taken = result(CLEAN)
    phase = replace(taken.verdict.phase, decision=Decision.NO_GO)
    taken = replace(taken, verdict=replace(taken.verdict, phase=phase))
    assert with_inventory(run_of("tokenlab"), taken).verdict.phases[0].decision is Decision.NO_GO


def test_only_listed_stays_a_hold():
    taken = result(judged((JudgedSite(site(), ()),), None))
    assert with_inventory(run_of(), taken).verdict.phases[0].decision is Decision.HOLD


def test_what_the_code_sends_and_no_trial_did_is_told_first():
    sites = (
        site(),
        GEMINI,
        site(line=20, route="openai-files"),
        *(site(line=30 + n, model=literal("gpt-4o")) for n in range(7)),
        TEST,
    )
    taken = result(judged(tuple(JudgedSite(one, ()) for one in sites)))
    assert with_inventory(run_of(), taken).not_tested == (
        "gemini: your code calls it at web/chat.ts:77; no trial in this run",
        "openai-files: your code calls it at src/app/ask.py:20; no scenarios yet",
        "openai-chat: your code names model gpt-4o at src/app/ask.py:30, src/app/ask.py:31, "
        "src/app/ask.py:32, src/app/ask.py:33, src/app/ask.py:34 and 2 more; this run sent "
        "gpt-4o-mini",
        "time",
    )

"""What baseline against baseline shows is held against no candidate."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from migrate_check.domain.finding import Difference, Dropped, Evaluation, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.verdict import Policy
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.evaluate import evaluate
from migrate_check.rules.rule import (
    Answer,
    Repeats,
    Rule,
    Turns,
    Twin,
    case_rule,
    metamorphic_rule,
    sequence_rule,
)
from tests.rules.spec import pairs_of

CHAT = {"use": "chat"}
STREAM = {"use": "chat-stream"}
ID_GONE = {"use": "chat", "drop": ["id"]}
EMPTY = {"use": "chat", "set": {"choices.0.message.content": ""}}
REFUSED = {"use": "chat-error"}
LEAK = {"use": "chat", "headers": {"x-key": "sk-proj-" + "Ab3dEf6h" * 6}}


def pairs(baseline: Any, candidate: Any, name: str = "case", **more: Any) -> list[ObservedPair]:
    return pairs_of({"name": name, "baseline": baseline, "candidate": candidate, **more})


def control(baseline: Any, other: Any, name: str = "case", **more: Any) -> list[ObservedPair]:
    return [
        dataclasses.replace(pair, trial=dataclasses.replace(pair.trial, control=True))
        for pair in pairs(baseline, other, name, **more)
    ]


def judge(observed: list[ObservedPair], *rules: Rule) -> Evaluation:
    return evaluate(observed, (), Policy(), rules or RULES)


def ids(judged: Evaluation) -> set[str]:
    return {finding.rule for finding in judged.findings if finding.severity is not Severity.NOTE}


def test_control_pairs_are_no_part_of_the_run() -> None:
    judged = judge(control(CHAT, ID_GONE))
    assert judged == Evaluation((), (), {})
    with_run = judge(pairs(CHAT, CHAT) + control(CHAT, ID_GONE))
    assert with_run.findings == ()
    assert with_run.applied["required-field-missing"] == 3


def test_what_the_control_shows_as_often_is_dropped_with_its_count() -> None:
    judged = judge(pairs(CHAT, ID_GONE) + control(ID_GONE, ID_GONE))
    assert ids(judged) == set()
    dropped = Dropped("required-field-missing", "openai-chat", "id", "", 3)
    assert dropped in judged.dropped_by_control


def test_what_the_control_shows_far_less_often_stays() -> None:
    rare = [ID_GONE, *[CHAT] * 19]
    judged = judge(pairs(CHAT, ID_GONE) + control(CHAT, rare, repeats=20))
    assert "required-field-missing" in ids(judged)
    assert judged.dropped_by_control == ()


def test_what_the_control_leaves_open_is_needed_for_the_verdict() -> None:
    judged = judge(pairs(CHAT, ID_GONE) + control(CHAT, [ID_GONE, CHAT, CHAT, CHAT], repeats=4))
    assert ids(judged) == set()
    assert [q.required for q in judged.undecided if q.rule == "required-field-missing"] == [True]
    assert judged.dropped_by_control == ()


def test_a_case_whose_control_is_clean_keeps_its_finding() -> None:
    observed = pairs(CHAT, ID_GONE, "one") + pairs(CHAT, ID_GONE, "two")
    observed += control(ID_GONE, ID_GONE, "one") + control(CHAT, CHAT, "two")
    (found,) = (f for f in judge(observed).findings if f.rule == "required-field-missing")
    assert "spec/two" in found.cases


def test_chance_is_measured_against_the_control_too() -> None:
    """Two repeats decide nothing; with twenty of the control they do."""
    run = pairs(CHAT, [EMPTY, EMPTY, EMPTY, CHAT], repeats=4)
    assert "text-empty" not in ids(judge(run))
    assert "text-empty" in ids(judge(run + control(CHAT, CHAT, repeats=20)))
    noisy = control([CHAT, EMPTY] * 10, [EMPTY, CHAT] * 10, repeats=20)
    judged = judge(pairs(CHAT, EMPTY) + noisy)
    assert "text-empty" not in ids(judged)


def test_a_leak_is_never_excused() -> None:
    judged = judge(pairs(CHAT, LEAK) + control(CHAT, LEAK))
    assert "secret-exposed" in ids(judged)
    assert all(dropped.rule != "secret-exposed" for dropped in judged.dropped_by_control)


def test_what_the_control_may_send_is_learnt() -> None:
    extra = {"use": "chat", "set": {"note": 1}, "headers": {"x-note": "1"}}
    new = judge(pairs(CHAT, extra)).findings
    assert {"field-extra", "header-added"} <= {found.rule for found in new}
    assert judge(pairs(CHAT, extra) + control([CHAT, extra, CHAT], CHAT)).findings == ()


def test_what_the_baseline_always_sends_is_not_unlearnt() -> None:
    """One answer of the control without the field must not make its loss legal."""
    has = {"use": "chat", "set": {"service_note": "default"}}
    seldom = control(has, [CHAT, *[has] * 19], repeats=20)
    assert "field-missing" in ids(judge(pairs(has, CHAT) + seldom))


def test_a_stray_refusal_of_the_control_does_not_excuse_refusals() -> None:
    stray = control(CHAT, [REFUSED, *[CHAT] * 19], repeats=20)
    assert "success-became-error" in ids(judge(pairs(CHAT, REFUSED) + stray))


@metamorphic_rule(Severity.ERROR)
def stream_lacks_id(twin: Twin) -> Iterator[Answer]:
    """A metamorphic rule."""
    if any(seen.reply and not seen.reply.id for seen in twin.candidate_plain):
        yield Difference("id", "No id.", None, None)


@sequence_rule(Severity.ERROR)
def turn_lacks_id(turns: Turns) -> Iterator[Answer]:
    """A sequence rule."""
    if any(pair.candidate.reply and not pair.candidate.reply.id for pair in turns.pairs):
        yield Difference("id", "No id.", None, None)


@case_rule(Severity.ERROR)
def case_lacks_id(repeats: Repeats) -> Iterator[Answer]:
    """A case rule."""
    if any(pair.candidate.reply and not pair.candidate.reply.id for pair in repeats.pairs):
        yield Difference("id", "No id.", None, None)


@pytest.mark.parametrize("rule", [stream_lacks_id, turn_lacks_id, case_lacks_id])
def test_every_scope_is_asked_about_the_control(rule: Rule) -> None:
    if rule is stream_lacks_id:
        both = {"stream": {"baseline": STREAM, "candidate": STREAM}}
        run = pairs_of({"name": "c", "plain": {"baseline": CHAT, "candidate": ID_GONE}, **both})
    elif rule is turn_lacks_id:
        turns = [{"baseline": CHAT, "candidate": ID_GONE}] * 2
        run = pairs_of({"name": "c", "turns": turns})
    else:
        run = pairs(CHAT, ID_GONE, "c")
    alike = [
        dataclasses.replace(pair, trial=dataclasses.replace(pair.trial, control=True))
        for pair in run
    ]
    other = [dataclasses.replace(pair, candidate=pair.baseline) for pair in alike]
    assert ids(judge(run + other, rule)) == {rule.id}
    judged = judge(run + alike, rule)
    assert ids(judged) == set()
    assert [dropped.rule for dropped in judged.dropped_by_control] == [rule.id]


def test_a_control_of_one_repeat_has_no_case_to_ask_about() -> None:
    observed = pairs(CHAT, ID_GONE) + control(CHAT, ID_GONE, repeats=1)
    assert ids(judge(observed, case_lacks_id)) == {"case-lacks-id"}


def test_control_of_a_case_that_the_run_did_not_reach_is_ignored() -> None:
    assert judge(pairs(CHAT, CHAT) + control(CHAT, ID_GONE, "other")).findings == ()

"""Case rules: asked once about all repeats, and never about what the baseline does too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from migrate_check.domain.finding import Difference, Evaluation, Severity, Undecided
from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.verdict import Policy
from migrate_check.rules.evaluate import evaluate
from migrate_check.rules.rule import Answer, Repeats, Rule, Scope, case_rule
from tests.rules.spec import pairs_of

ONE = {"use": "chat", "set": {"choices.0.message.content": "one"}}
TWO = {"use": "chat", "set": {"choices.0.message.content": "two"}}
THREE = {"use": "chat", "set": {"choices.0.message.content": "three"}}
BUSY = {"use": "chat-error", "status": 503}


def texts_always_equal(severity: Severity = Severity.ERROR) -> Rule:
    """A case rule about answers that should differ."""

    @case_rule(severity)
    def texts_always_equal(repeats: Repeats) -> Iterator[Answer]:
        texts = [pair.candidate.reply.text for pair in repeats.pairs if pair.candidate.reply]
        if len(texts) < 3:
            yield Undecided("two answers may be alike by chance", "three repeats", "text")
        elif len(set(texts)) == 1:
            for _ in range(2):
                yield Difference("text", "All answers are the same.", None, texts[0])

    return texts_always_equal


def pairs(baseline: Any, candidate: Any, name: str = "case", **more: Any) -> list[ObservedPair]:
    return pairs_of({"name": name, "baseline": baseline, "candidate": candidate, **more})


def judge(observed: list[ObservedPair]) -> Evaluation:
    return evaluate(observed, (), Policy(), (texts_always_equal(),))


def test_a_case_rule_has_its_scope() -> None:
    assert texts_always_equal().scope is Scope.CASE


def test_all_repeats_make_one_finding_and_each_counts() -> None:
    judged = judge(pairs([ONE, TWO, THREE], ONE))
    (found,) = judged.findings
    assert (found.occurrences, found.trials, found.evidence.repeat) == (3, 3, 1)
    assert judged.applied == {"texts-always-equal": 3}


def test_the_baselines_own_habit_excuses_in_any_case_of_the_route() -> None:
    observed = pairs([ONE, TWO, THREE], ONE, "one") + pairs(TWO, [ONE, TWO, THREE], "other")
    assert judge(observed).findings == ()


def test_another_route_excuses_nothing() -> None:
    message = {"use": "messages"}
    observed = pairs([ONE, TWO, THREE], ONE) + pairs(
        message, message, "m", route="anthropic-messages"
    )
    assert [found.route for found in judge(observed).findings] == ["openai-chat"]


def test_outages_are_not_among_the_repeats() -> None:
    observed = pairs([ONE, TWO, THREE, ONE], [ONE, ONE, BUSY, ONE], repeats=4)
    (found,) = judge(observed).findings
    assert (found.occurrences, found.trials) == (3, 3)


@pytest.mark.parametrize(("repeats", "asked"), [(1, 0), (2, 1)])
def test_one_repeat_is_none(repeats: int, asked: int) -> None:
    judged = judge(pairs(ONE, ONE, repeats=repeats))
    assert judged.findings == ()
    assert len(judged.undecided) == asked


def test_a_rule_that_is_off_is_not_asked() -> None:
    policy = Policy(severities={"texts-always-equal": None})
    judged = evaluate(pairs([ONE, TWO, THREE], ONE), (), policy, (texts_always_equal(),))
    assert judged == Evaluation((), (), {})

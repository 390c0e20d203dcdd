"""How answers of rules become findings and open questions."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from migrate_check.domain.finding import Difference, Evaluation, Finding, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.verdict import Measured, Outcome, Policy
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.evaluate import evaluate
from migrate_check.rules.lookup import rule_by_id
from migrate_check.rules.rule import Answer, Nature, Rule, Turns, sequence_rule
from tests.rules.spec import pairs_of

CHAT = {"use": "chat"}
STREAM = {"use": "chat-stream"}
ERROR = {"use": "chat-error"}
ID_GONE = {"use": "chat", "drop": ["id"]}
EMPTY = {"use": "chat", "set": {"choices.0.message.content": ""}}


def pairs(baseline: Any, candidate: Any, name: str = "case", **more: Any) -> list[ObservedPair]:
    return pairs_of({"name": name, "baseline": baseline, "candidate": candidate, **more})


def judge(observed: list[ObservedPair], *rules: str, **policy: Any) -> Evaluation:
    chosen = [rule_by_id(rule) for rule in rules] if rules else RULES
    return evaluate(observed, (), Policy(**policy), chosen)


def ids(judged: Evaluation) -> set[str]:
    return {finding.rule for finding in judged.findings}


def only(judged: Evaluation) -> Finding:
    (finding,) = judged.findings
    return finding


def warm(observed: list[ObservedPair]) -> list[ObservedPair]:
    return [
        dataclasses.replace(pair, trial=dataclasses.replace(pair.trial, warmup=True))
        for pair in observed
    ]


def counting(seen: list[tuple[int, ...]]) -> Rule:
    """A sequence rule that notes the turns it is asked about."""

    @sequence_rule(Severity.NOTE)
    def turns_counted(turns: Turns) -> Iterator[Answer]:
        seen.append(tuple(pair.turn for pair in turns.pairs))
        yield from ()

    return turns_counted


def ending(nature: Nature) -> Rule:
    """A sequence rule about a last turn without text."""

    @sequence_rule(Severity.ERROR, nature)
    def ends_without_text(turns: Turns) -> Iterator[Answer]:
        reply = turns.pairs[-1].candidate.reply
        if reply is not None and not reply.text:
            yield Difference("text", "The last turn has no text.", None, None)

    return ends_without_text


def test_nothing_to_judge() -> None:
    assert evaluate((), (), Policy()) == Evaluation((), (), {})


def test_equal_sides_give_nothing() -> None:
    judged = judge(pairs(CHAT, CHAT) + pairs(STREAM, STREAM, "stream") + pairs(ERROR, ERROR, "e"))
    assert (judged.findings, judged.undecided) == ((), ())


def test_warm_up_is_not_judged() -> None:
    assert judge(warm(pairs(CHAT, ID_GONE))) == Evaluation((), (), {})


def test_warm_up_teaches_nothing() -> None:
    observed = warm(pairs(ID_GONE, ID_GONE)) + pairs(CHAT, ID_GONE)
    assert "required-field-missing" in ids(judge(observed))


class TestContract:
    def test_one_counter_example_is_enough(self) -> None:
        found = only(judge(pairs(CHAT, [CHAT, CHAT, ID_GONE]), "required-field-missing"))
        assert (found.occurrences, found.trials) == (1, 3)
        assert found.evidence.repeat == 3

    def test_baseline_excuses_in_any_case_of_the_route(self) -> None:
        observed = pairs(CHAT, ID_GONE, "one") + pairs([CHAT, CHAT, ID_GONE], CHAT, "other")
        assert judge(observed, "required-field-missing").findings == ()

    def test_baseline_of_another_route_excuses_nothing(self) -> None:
        gone = {"use": "messages", "drop": ["id"]}
        observed = pairs(CHAT, ID_GONE, "one") + pairs(gone, gone, route="anthropic-messages")
        assert only(judge(observed, "required-field-missing")).route == "openai-chat"

    def test_streams_and_plain_answers_do_not_excuse_each_other(self) -> None:
        foreign = {"use": "chat-stream", "set": {f"{n}.data.object": "x" for n in range(4)}}
        plain = {"use": "chat", "set": {"object": "x"}}
        observed = pairs(CHAT, plain, "plain") + pairs(foreign, foreign, "stream")
        assert only(judge(observed, "enum-value-unknown")).cases == ("spec/plain",)


class TestSampled:
    def test_total_separation_in_three(self) -> None:
        assert only(judge(pairs(CHAT, EMPTY), "text-empty")).occurrences == 3

    @pytest.mark.parametrize("repeats", [1, 2])
    def test_fewer_than_three_repeats_are_open(self, repeats: int) -> None:
        judged = judge(pairs(CHAT, EMPTY, repeats=repeats), "text-empty")
        assert judged.findings == ()
        assert judged.undecided[0].needed == "about 3 repeats of the case at the rates seen"
        # It happened each time: too few repeats must not make a pass of it.
        assert judged.undecided[0].required

    def test_open_question_tells_rates_and_need(self) -> None:
        (question,) = judge(pairs(CHAT, [CHAT, EMPTY, CHAT]), "text-empty").undecided
        assert question.reason.startswith("text: in 1 of 3 trials, baseline 0 of 3")
        assert question.needed == "about 20 repeats of the case at the rates seen"
        assert (question.cases, question.required) == (("spec/case",), False)

    def test_what_the_baseline_does_too_is_neither(self) -> None:
        sometimes = [EMPTY, CHAT, CHAT, EMPTY, CHAT, CHAT]
        judged = judge(pairs(sometimes, sometimes, repeats=6), "text-empty")
        assert (judged.findings, judged.undecided) == ((), ())

    def test_a_rate_above_the_baseline_s_own_is_a_finding(self) -> None:
        often = [EMPTY] * 9 + [CHAT]
        seldom = [CHAT] * 9 + [EMPTY]
        found = only(judge(pairs(seldom, often, repeats=10), "text-empty"))
        assert found.trials == 10

    def test_few_repeats_of_many_cases_are_enough(self) -> None:
        observed = [
            pair
            for number in range(8)
            for pair in pairs(CHAT, [CHAT, EMPTY, CHAT], f"case {number}")
        ]
        found = only(judge(observed, "text-empty"))
        assert (found.occurrences, found.trials, len(found.cases)) == (8, 24, 8)

    def test_one_question_per_rule_and_case(self) -> None:
        answer = {"use": "chat", "drop": ["system_fingerprint", "usage"]}
        judged = judge(pairs(CHAT, [CHAT, CHAT, answer]), "field-missing")
        assert len(judged.undecided) == 1

    def test_no_question_where_the_rule_already_fired_in_the_case(self) -> None:
        one = {"use": "chat", "drop": ["system_fingerprint"]}
        both = {"use": "chat", "drop": ["system_fingerprint", "usage"]}
        judged = judge(pairs(CHAT, [one, one, both]), "field-missing")
        assert (only(judged).location, judged.undecided) == ("system_fingerprint", ())

    def test_exchange_rules_count_the_baseline_s_anomalies(self) -> None:
        forced = {"use": "chat", "set": {"choices.0.message.content": "a\ufffdb"}}
        sampled = dataclasses.replace(
            rule_by_id("replacement-character"), nature=rule_by_id("text-empty").nature
        )
        alike = evaluate(pairs(forced, forced), (), Policy(), (sampled,))
        differing = evaluate(pairs(CHAT, forced), (), Policy(), (sampled,))
        assert (alike.findings, alike.undecided) == ((), ())
        assert only(differing).occurrences == 3

    def test_a_rate_too_low_to_settle_says_so(self) -> None:
        many = [EMPTY] + [CHAT] * 1499
        rare = pairs(CHAT, CHAT, repeats=1)
        plain, empty = rare[0].baseline, pairs(CHAT, EMPTY, repeats=1)[0].candidate
        observed = [
            dataclasses.replace(
                rare[0],
                trial=dataclasses.replace(rare[0].trial, repeat=number),
                candidate=empty if answer is EMPTY else plain,
            )
            for number, answer in enumerate(many)
        ]
        (question,) = judge(observed, "text-empty").undecided
        assert question.needed == "more than 1000 repeats of the case at the rates seen"

    def test_the_worst_place_is_asked_about(self) -> None:
        one = {"use": "chat", "drop": ["system_fingerprint"]}
        both = {"use": "chat", "drop": ["system_fingerprint", "usage"]}
        judged = judge(pairs(CHAT, [CHAT, CHAT, one, both], repeats=4), "field-missing")
        assert judged.undecided[0].reason.startswith("system_fingerprint: in 2 of 4 trials")


class TestOutages:
    def test_failed_answers_are_not_judged_by_their_shape(self) -> None:
        page = {"status": 502, "headers": {"content-type": "text/html"}, "text": "<html>"}
        assert ids(judge(pairs(CHAT, page))) == {"candidate-unavailable"}

    def test_an_outage_of_the_baseline_is_an_open_question(self) -> None:
        outage = {**ERROR, "status": 503}
        judged = judge(pairs([CHAT, outage, outage], CHAT))
        (question,) = judged.undecided
        assert judged.findings == ()
        assert question.reason == "the baseline gave no answer: status 503 (2 trials)"
        assert question.required

    def test_an_outage_in_one_trial_leaves_the_others(self) -> None:
        observed = pairs([CHAT, {**ERROR, "status": 503}, CHAT], ID_GONE)
        assert only(judge(observed, "required-field-missing")).trials == 2

    def test_an_outage_teaches_nothing(self) -> None:
        crash = {"status": 503, "headers": {}, "text": ""}
        gone = {"use": "chat", "headers": {"x-request-id": None}}
        observed = pairs([CHAT, CHAT, CHAT, crash], gone, repeats=4)
        assert only(judge(observed, "request-id-missing")).occurrences == 3

    def test_both_limited_can_be_compared(self) -> None:
        limited = {**ERROR, "status": 429, "set": {"error.type": "rate_limit_error"}}
        assert "error-code-lost" in ids(judge(pairs(limited, {**ERROR, "status": 429})))

    def test_secrets_are_found_in_outages(self) -> None:
        leak = {**ERROR, "status": 500, "set": {"error.message": f"bad key sk-{'a1B2' * 8}"}}
        assert ids(judge(pairs(CHAT, leak))) == {"secret-exposed", "candidate-unavailable"}

    def test_a_possible_outage_is_a_required_answer(self) -> None:
        (question,) = judge(pairs(CHAT, [CHAT, {"use": "timeout"}, CHAT])).undecided
        assert (question.rule, question.required) == ("candidate-unavailable", True)

    def test_a_possibly_broken_stream_is_a_required_answer(self) -> None:
        error = {"message": "busy", "type": "server_error", "param": None, "code": None}
        broken = {**STREAM, "insert": {1: {"data": {"error": error}}}}
        (question,) = judge(pairs(STREAM, [STREAM, broken, STREAM])).undecided
        assert (question.rule, question.required) == ("error-event-in-stream", True)


class TestOneCauseOneFinding:
    def test_a_rejection_says_nothing_about_fields(self) -> None:
        assert ids(judge(pairs(CHAT, ERROR))) == {"success-became-error"}

    def test_another_status_says_nothing_about_fields(self) -> None:
        other = {"use": "chat-error", "status": 404, "set": {"error.hint": "x"}}
        assert ids(judge(pairs(ERROR, other))) == {"status-changed"}

    def test_a_hidden_error_is_one_finding(self) -> None:
        assert ids(judge(pairs(ERROR, CHAT))) == {"error-hidden-as-success"}

    def test_an_error_in_a_success_is_one_finding(self) -> None:
        assert ids(judge(pairs(CHAT, {**ERROR, "status": 200}))) == {"error-in-2xx"}

    def test_a_missing_parent_is_one_finding(self) -> None:
        found = {"use": "chat", "set": {"gateway": {"a": {"b": 1}, "c": [{"d": 1}]}}}
        assert only(judge(pairs(found, CHAT), "field-missing")).location == "gateway"

    def test_consequences_are_hidden_in_their_case_only(self) -> None:
        calls, text = {"use": "chat-tools"}, {"use": "chat"}
        streamed, lost = {"use": "chat-stream-tools"}, {"use": "chat-stream"}
        content = {
            "name": "twin",
            "tools": True,
            "plain": {"baseline": calls, "candidate": calls},
            "stream": {"baseline": streamed, "candidate": lost},
        }
        observed = pairs_of(content) + pairs(text, EMPTY, "other")
        judged = judge(observed, "stream-loses-tool-calls", "text-empty")
        cases = {finding.rule: finding.cases for finding in judged.findings}
        assert cases == {
            "stream-loses-tool-calls": ("spec/twin+stream",),
            "text-empty": ("spec/other",),
        }

    def test_consequences_are_hidden_in_later_turns(self) -> None:
        turn = {"baseline": CHAT, "candidate": {"failure": "not-sent"}}
        content = {"name": "talk", "turns": [{"baseline": CHAT, "candidate": EMPTY}, turn]}
        judged = judge(pairs_of(content), "text-empty", "next-turn-impossible")
        assert ids(judged) == {"text-empty"}
        assert ids(judge(pairs_of(content), "next-turn-impossible")) == {"next-turn-impossible"}


class TestFindings:
    def test_one_finding_for_all_cases_and_repeats(self) -> None:
        observed = pairs(CHAT, ID_GONE, "one") + pairs(CHAT, ID_GONE, "two")
        found = only(judge(observed, "required-field-missing"))
        assert (found.occurrences, found.trials) == (6, 6)
        assert found.cases == ("spec/one", "spec/two")
        assert (found.evidence.case_id, found.evidence.repeat) == ("spec/one", 1)

    def test_cases_are_the_same_whatever_object_holds_them(self) -> None:
        observed = [*pairs(CHAT, ID_GONE)[:1], *pairs(CHAT, ID_GONE)[1:]]
        assert only(judge(observed, "required-field-missing")).cases == ("spec/case",)

    def test_fingerprint_is_of_rule_route_subject_and_location(self) -> None:
        found = only(judge(pairs(CHAT, ID_GONE), "required-field-missing"))
        assert found.fingerprint == "825bb805214e"

    def test_worst_first(self) -> None:
        changed = {
            "use": "chat",
            "drop": ["id", "system_fingerprint"],
            "set": {"zebra": 1, "apple": 1},
        }
        found = judge(pairs(CHAT, changed)).findings
        assert [(each.severity.value, each.location) for each in found] == [
            ("error", "id"),
            ("warning", "system_fingerprint"),
            ("note", "apple"),
            ("note", "zebra"),
        ]

    def test_policy_sets_the_severity(self) -> None:
        severities = {"required-field-missing": Severity.NOTE}
        found = only(judge(pairs(CHAT, ID_GONE), "required-field-missing", severities=severities))
        assert found.severity is Severity.NOTE

    def test_policy_switches_a_rule_off(self) -> None:
        off = {"required-field-missing": None}
        judged = judge(pairs(CHAT, ID_GONE), "required-field-missing", severities=off)
        assert judged == Evaluation((), (), {})

    def test_detail_shows_the_structure_once(self) -> None:
        gone = {"use": "chat", "drop": ["system_fingerprint", "usage"]}
        found = judge(pairs(CHAT, gone), "field-missing").findings
        assert all(each.detail and "usage" in each.detail for each in found)

    def test_streams_have_no_detail(self) -> None:
        fuller = {"use": "chat-stream", "set": {f"{n}.data.x": 1 for n in range(4)}}
        assert only(judge(pairs(fuller, STREAM), "field-missing")).detail is None

    def test_headers_have_no_detail(self) -> None:
        added = {"use": "chat", "headers": {"x-new": "1"}}
        assert only(judge(pairs(CHAT, added), "header-added")).detail is None

    def test_applied_counts_what_each_rule_looked_at(self) -> None:
        observed = pairs(CHAT, CHAT) + pairs(ERROR, ERROR, "error", repeats=2)
        applied = judge(observed).applied
        assert applied["text-empty"] == 3
        assert applied["status-changed"] == 2
        assert applied["header-added"] == 5
        assert applied["secret-exposed"] == 5
        assert "stream-loses-tool-calls" not in applied
        assert "ttft-slower" not in applied


class TestMeasurements:
    def measured(self, outcome: Outcome, metric: str = "ttft") -> Measured:
        return Measured(
            route="openai-chat",
            metric=metric,
            outcome=outcome,
            n=40,
            baseline=0.4,
            candidate=0.64,
            ratio=1.6,
            low=1.4,
            high=1.8,
            margin=1.25,
            reason="interval too wide",
        )

    def test_finding_quotes_ratio_and_interval(self) -> None:
        judged = evaluate(pairs(CHAT, CHAT), [self.measured(Outcome.FAIL)], Policy())
        found = only(judged)
        assert (found.rule, found.location, found.trials) == ("ttft-slower", "ttft", 40)
        assert "1.60 times the baseline's (1.40 to 1.80, n = 40; up to 1.25" in found.message
        assert (found.baseline, found.candidate) == ("0.400 s", "0.640 s")
        assert found.evidence.case_id == "spec/case"
        assert judged.applied["ttft-slower"] == 40

    def test_unknown_parts_are_left_out(self) -> None:
        bare = dataclasses.replace(
            self.measured(Outcome.FAIL, "cost"),
            ratio=None,
            low=None,
            high=None,
            baseline=None,
            candidate=0.016,
        )
        found = only(evaluate((), [bare], Policy()))
        assert found.message == "The cost of a request is beyond the baseline's (n = 40)."
        assert (found.baseline, found.candidate) == (None, "$0.0160")

    def test_ratio_without_interval(self) -> None:
        point = dataclasses.replace(self.measured(Outcome.FAIL, "e2e"), low=None)
        message = only(evaluate((), [point], Policy())).message
        assert "1.60 times the baseline's (n = 40; up to 1.25 is accepted)" in message

    @pytest.mark.parametrize("require", [frozenset(), frozenset({"latency"})])
    def test_inconclusive_is_open_and_required_by_policy(self, require: frozenset[str]) -> None:
        policy = Policy(require=require)
        judged = evaluate((), [self.measured(Outcome.INCONCLUSIVE)], policy)
        (question,) = judged.undecided
        needed = "; the policy requires it" if require else ""
        assert question.reason == f"interval too wide (n = 40){needed}"
        assert question.required == bool(require)

    def test_within_the_margin_is_nothing(self) -> None:
        judged = evaluate((), [self.measured(Outcome.PASS)], Policy())
        assert (judged.findings, judged.undecided) == ((), ())


class TestTurns:
    def talk(self, *second: Any, first: Any = CHAT) -> list[ObservedPair]:
        turns = [
            {"baseline": CHAT, "candidate": first},
            *({"baseline": CHAT, "candidate": answer} for answer in second),
        ]
        return pairs_of({"name": "talk", "turns": turns})

    def test_turns_are_judged_apart(self) -> None:
        found = only(judge(self.talk(ID_GONE), "required-field-missing"))
        assert (found.cases, found.evidence.turn) == (("spec/talk#2",), 1)

    def test_sequence_rules_see_whole_trials(self) -> None:
        seen: list[tuple[int, ...]] = []
        evaluate(self.talk(CHAT, CHAT), (), Policy(), (counting(seen),))
        assert seen == [(0, 1, 2)] * 3

    def test_a_trial_cut_by_an_outage_is_not_asked_about(self) -> None:
        seen: list[tuple[int, ...]] = []
        evaluate(self.talk({"use": "timeout"}), (), Policy(), (counting(seen),))
        assert seen == []

    def test_a_turn_that_could_not_be_built_is_asked_about(self) -> None:
        seen: list[tuple[int, ...]] = []
        evaluate(self.talk({"failure": "not-sent"}), (), Policy(), (counting(seen),))
        assert len(seen) == 3

    def test_a_trial_without_its_second_turn_is_not_asked_about(self) -> None:
        seen: list[tuple[int, ...]] = []
        evaluate(self.talk(CHAT)[:-1], (), Policy(), (counting(seen),))
        assert len(seen) == 2

    def test_sampled_sequence_rules_are_measured_against_the_baseline(self) -> None:
        sampled = Nature.SAMPLED
        always = evaluate(self.talk(EMPTY), (), Policy(), (ending(sampled),))
        assert only(always).occurrences == 3
        shared = pairs_of(
            {
                "name": "talk",
                "turns": [
                    {"baseline": CHAT, "candidate": CHAT},
                    {"baseline": [EMPTY, CHAT, EMPTY], "candidate": [EMPTY, CHAT, EMPTY]},
                ],
            }
        )
        alike = evaluate(shared, (), Policy(), (ending(sampled),))
        assert (alike.findings, alike.undecided) == ((), ())
        once = evaluate(self.talk(EMPTY)[::3], (), Policy(), (ending(sampled),))
        assert "one repeat" in once.undecided[0].reason

    def test_sequence_findings_count_trials(self) -> None:
        found = only(evaluate(self.talk(EMPTY), (), Policy(), (ending(Nature.CONTRACT),)))
        assert (found.occurrences, found.trials, found.cases) == (3, 3, ("spec/talk#2",))


@pytest.mark.parametrize(
    ("require", "severity"),
    [(frozenset(), Severity.WARNING), (frozenset({"latency"}), Severity.ERROR)],
)
def test_what_the_policy_requires_it_also_fails_on(
    require: frozenset[str], severity: Severity
) -> None:
    slow = Measured("openai-chat", "ttft", Outcome.FAIL, 40, 0.4, 0.8, 2.0, 1.8, 2.2, 1.25, "slow")
    judged = evaluate(pairs(CHAT, CHAT), (slow,), Policy(require=require))
    assert only(judged).severity is severity

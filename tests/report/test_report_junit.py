from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import report_results

from migrate_check.domain.finding import Severity
from migrate_check.domain.verdict import ExitCode
from migrate_check.report.junit import junit_xml


def parse(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text.encode("utf-8"))


def states(root: ElementTree.Element) -> dict[tuple[str, str], str]:
    return {
        (case.get("classname"), case.get("name")): next(
            (child.tag for child in case if child.tag != "system-out"), "passed"
        )
        for case in root.iter("testcase")
    }


def test_counts_agree_with_the_testcases(result):
    root = parse(junit_xml(result))
    for element in [root, *root.iter("testsuite")]:
        cases = list(element.iter("testcase"))
        assert element.get("tests") == str(len(cases))
        for attribute, tag in (
            ("failures", "failure"),
            ("errors", "error"),
            ("skipped", "skipped"),
        ):
            assert element.get(attribute) == str(sum(case.find(tag) is not None for case in cases))
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(names) == len(set(names))


def test_errors_fail_and_warnings_pass_by_default():
    root = parse(junit_xml(report_results.failed()))
    assert [suite.get("name") for suite in root] == [
        "openai-chat",
        "anthropic-messages",
        "verdict",
    ]
    found = states(root)
    chat = "openai-chat"
    assert found[chat, "openai-chat/basic/sky+stream stream-done-missing"] == "failure"
    assert found[chat, "openai-chat/basic/count field-missing"] == "passed"
    assert found[chat, "openai-chat/basic/sky+stream header-extra"] == "skipped"
    assert found[chat, "openai-chat/errors/bad-key"] == "passed"
    assert found[chat, "(run) success-rate (undecided)"] == "skipped"
    assert found["migrate-check", "verdict"] == "failure"
    assert (chat, "openai-chat/basic/sky") not in found


def test_the_bar_can_be_warnings():
    found = states(parse(junit_xml(report_results.failed(), Severity.WARNING)))
    assert found["openai-chat", "openai-chat/basic/count field-missing"] == "failure"
    assert found["openai-chat", "openai-chat/basic/sky+stream header-missing"] == "passed"


def test_a_failure_says_what_where_and_how_often():
    root = parse(junit_xml(report_results.failed()))
    failure = next(one for one in root.iter("failure") if one.get("type") == "stream-role-missing")
    assert "leaves the field out" in failure.get("message")
    for part in ("choices[].delta.role", "seen in 3 of 3 trials", "(not seen)", "fingerprint"):
        assert part in failure.text


def test_a_run_that_is_no_pass_is_never_green():
    for make, tag in ((report_results.empty, "error"), (report_results.inconclusive, "error")):
        assert states(parse(junit_xml(make())))["migrate-check", "verdict"] == tag
    assert states(parse(junit_xml(report_results.passed())))["migrate-check", "verdict"] == "passed"


def test_the_policy_may_let_an_inconclusive_run_pass():
    result = report_results.inconclusive()
    verdict = replace(result.verdict, exit_code=ExitCode.PASS)
    found = states(parse(junit_xml(replace(result, verdict=verdict))))
    assert found["migrate-check", "verdict"] == "passed"


def test_a_later_turn_belongs_to_its_case_and_a_case_without_trials_is_skipped():
    result = report_results.failed()
    turn = replace(result.evaluation.findings[0], cases=("openai-chat/basic/sky#2",))
    whole = replace(turn, rule="latency-ttft", cases=())
    cases = (*result.cases[:1], replace(result.cases[1], trials=0))
    evaluation = replace(result.evaluation, findings=(turn, whole), undecided=())
    found = states(parse(junit_xml(replace(result, evaluation=evaluation, cases=cases))))
    assert ("openai-chat", "openai-chat/basic/sky") not in found
    assert found["openai-chat", "(run) latency-ttft"] == "failure"
    assert found["openai-chat", "openai-chat/basic/sky+stream"] == "skipped"


def test_control_characters_do_not_reach_the_file():
    text = junit_xml(report_results.hostile())
    text.encode("utf-8")
    assert "⟨U+0000⟩" in text
    assert not any(ord(c) < 32 and c not in "\n\t" for c in text)

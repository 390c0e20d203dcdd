"""A result as JUnit XML, for CI systems that show test reports.

One testsuite per route. In it, one testcase per rule and case that has findings, one per case
without any, and one per open question. A further suite `verdict` has one testcase, so that a run
without findings that is not a pass does not look green.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from migrate_check.domain.finding import Finding, OpenQuestion, Severity
from migrate_check.domain.result import CaseSummary, Result
from migrate_check.domain.verdict import ExitCode, Outcome
from migrate_check.report.ranking import ORDER, ranked
from migrate_check.report.text import clipped, one_line, plural, visible

WHOLE_RUN = "(run)"
"""Case name of what is not about one case."""
_TEXT_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class _Testcase:
    classname: str
    name: str
    state: str | None
    """`failure`, `error`, `skipped`, or None for passed."""
    kind: str = ""
    message: str = ""
    text: str = ""


def junit_xml(result: Result, fail_on: Severity = Severity.ERROR) -> str:
    """The document. Findings at `fail_on` or above fail; suppressed and undecided are skipped."""
    suites = [(route, list(_route_cases(result, route, fail_on))) for route in _routes(result)]
    suites.append(("verdict", [_verdict_case(result)]))
    root = ElementTree.Element("testsuites", _attributes("migrate-check", _all(suites)))
    for name, cases in suites:
        suite = ElementTree.SubElement(root, "testsuite", _attributes(name, cases))
        suite.set("timestamp", visible(result.run.started_at))
        for case in cases:
            _append(suite, case)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, "unicode")}\n'


def _routes(result: Result) -> list[str]:
    """In the verdict's order; routes that only a case, finding or question names come after."""
    named = [route.route for route in result.verdict.routes]
    named += [case.route for case in result.cases]
    named += [finding.route for finding in result.evaluation.findings]
    named += [question.route for question in result.evaluation.undecided]
    return list(dict.fromkeys(named))


def _route_cases(result: Result, route: str, fail_on: Severity) -> Iterator[_Testcase]:
    findings = [one for one in result.evaluation.findings if one.route == route]
    keys = dict.fromkeys(
        (case, one.rule) for one in ranked(findings) for case in one.cases or (WHOLE_RUN,)
    )
    for case, rule in keys:
        here = [one for one in findings if one.rule == rule and case in (one.cases or (WHOLE_RUN,))]
        yield _finding_case(route, case, here, fail_on)
    touched = {_without_turn(case) for case, _ in keys}
    for summary in result.cases:
        if summary.route == route and summary.case_id not in touched:
            yield _clean_case(summary)
    yield from _undecided_cases(one for one in result.evaluation.undecided if one.route == route)


def _without_turn(case_key: str) -> str:
    """`pack/case#2` is the second turn of `pack/case`."""
    case_id, mark, turn = case_key.rpartition("#")
    return case_id if mark and turn.isdigit() else case_key


def _finding_case(
    route: str, case: str, findings: Iterable[Finding], fail_on: Severity
) -> _Testcase:
    order = ranked(findings)
    open_ = [one for one in order if one.suppressed is None]
    failing = [one for one in open_ if ORDER.index(one.severity) <= ORDER.index(fail_on)]
    rule = order[0].rule
    name = f"{case} {rule}"
    if failing:
        text = "\n\n".join(_described(one) for one in open_)
        return _Testcase(route, name, "failure", rule, one_line(failing[0].message), text)
    if open_:
        text = "\n\n".join(_described(one) for one in open_)
        return _Testcase(route, name, None, text=text)
    return _Testcase(route, name, "skipped", message=f"accepted: {order[0].suppressed}")


def _described(finding: Finding) -> str:
    return "\n".join(
        [
            f"{finding.severity}: {clipped(finding.message, _TEXT_LIMIT)}",
            f"location: {finding.location}",
            f"baseline: {_evidence(finding.baseline)}",
            f"candidate: {_evidence(finding.candidate)}",
            f"seen in {finding.occurrences} of {plural(finding.trials, 'trial')}",
            f"fingerprint: {finding.fingerprint}",
        ]
    )


def _evidence(text: str | None) -> str:
    return "(not seen)" if text is None else clipped(text, _TEXT_LIMIT)


def _clean_case(summary: CaseSummary) -> _Testcase:
    if summary.trials:
        return _Testcase(summary.route, summary.case_id, None)
    return _Testcase(summary.route, summary.case_id, "skipped", message="no trial was done")


def _undecided_cases(questions: Iterable[OpenQuestion]) -> Iterator[_Testcase]:
    """One per rule and case; consumers take two testcases of one name for one."""
    reasons: dict[tuple[str, str], list[OpenQuestion]] = {}
    for one in questions:
        where = f"{one.cases[0] if one.cases else WHOLE_RUN} {one.rule} (undecided)"
        reasons.setdefault((one.route, where), []).append(one)
    for (route, name), group in reasons.items():
        texts = [f"{one.reason}; needed: {one.needed}" for one in group]
        yield _Testcase(route, name, "skipped", message="undecided: " + " / ".join(texts))


def _verdict_case(result: Result) -> _Testcase:
    verdict = result.verdict
    text = "\n".join(verdict.reasons)
    if verdict.exit_code is ExitCode.PASS:
        return _Testcase("migrate-check", "verdict", None, text=text)
    state = "failure" if verdict.outcome is Outcome.FAIL else "error"
    message = f"{verdict.outcome}: {verdict.reasons[0] if verdict.reasons else 'no reason given'}"
    return _Testcase("migrate-check", "verdict", state, verdict.outcome.value, message, text)


def _all(suites: list[tuple[str, list[_Testcase]]]) -> list[_Testcase]:
    return [case for _, cases in suites for case in cases]


def _attributes(name: str, cases: list[_Testcase]) -> dict[str, str]:
    states = [case.state for case in cases]
    return {
        "name": one_line(name),
        "tests": str(len(cases)),
        "failures": str(states.count("failure")),
        "errors": str(states.count("error")),
        "skipped": str(states.count("skipped")),
        "time": "0",
    }


def _append(suite: ElementTree.Element, case: _Testcase) -> None:
    attributes = {"classname": one_line(case.classname), "name": one_line(case.name), "time": "0"}
    element = ElementTree.SubElement(suite, "testcase", attributes)
    if case.state is not None:
        answer = ElementTree.SubElement(element, case.state)
        answer.set("message", clipped(one_line(case.message), _TEXT_LIMIT))
        if case.kind:
            answer.set("type", case.kind)
        answer.text = visible(case.text) or None
    elif case.text:
        ElementTree.SubElement(element, "system-out").text = visible(case.text)

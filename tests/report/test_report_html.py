from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
import report_document
import report_findings
import report_results
import report_wire

from migrate_check.domain.finding import Severity
from migrate_check.domain.verdict import ExitCode
from migrate_check.report.html import render_html


def page(result, **options):
    return report_document.parse(render_html(result, report_findings.EXPLANATIONS, **options))


def headings(document, tag: str = "h2") -> list[str]:
    return [node.text for node in document.find(tag)]


def rows(document, heading: str) -> list[list[str]]:
    section = next(
        one for one in document.find("section") if one.attributes.get("aria-labelledby") == heading
    )
    body = next(section.find("tbody"))
    return [
        [" ".join(cell.text.split()) for cell in row.children if not isinstance(cell, str)]
        for row in body.find("tr")
    ]


def test_the_sections_stand_in_the_order_of_the_questions():
    document = page(report_results.failed())
    assert headings(document, "h1") == ["FAIL"]
    assert headings(document) == [
        "Key figures",
        "The five phases",
        "Routes",
        "Findings",
        "Claimed against observed",
        "Accepted findings",
        "Undecided",
        "Latency",
        "Cost",
        "Infrastructure failures",
        "What was not tested",
        "Cases",
        "How it was run",
    ]


def test_the_verdict_gives_reasons_exit_code_and_next_step():
    verdict = next(page(report_results.failed()).find("section", class_="verdict")).text
    for part in (
        "FAIL",
        "4 errors on 2 routes",
        "Exit code 1 (fail)",
        "migrate-check run --repeat 3",
        "Fix it at the gateway",
    ):
        assert part in verdict


@pytest.mark.parametrize(
    ("make", "word", "code"),
    [
        (report_results.passed, "PASS", "0 (pass)"),
        (report_results.inconclusive, "INCONCLUSIVE", "3 (inconclusive)"),
        (report_results.empty, "COULD NOT RUN", "4 (could not run)"),
    ],
)
def test_each_outcome_is_one_big_word(make, word, code):
    document = page(make())
    assert headings(document, "h1") == [word]
    assert f"Exit code {code}" in next(document.find("section", class_="verdict")).text


def test_an_exit_code_that_the_policy_chose_says_so():
    result = report_results.inconclusive()
    result = replace(result, verdict=replace(result.verdict, exit_code=ExitCode.PASS))
    assert "Exit code 0 (pass, set by the policy)" in page(result).text


def test_all_five_phases_are_walked(result):
    phases = [node.text.split() for node in page(result).find("li", class_="phase")]
    assert [words[0] for words in phases] == ["1", "2", "3", "4", "5"]
    for words in phases:
        assert {"GO", "HOLD", "NO-GO", "INCONCLUSIVE"} & set(words)


def test_key_figures():
    document = page(report_results.failed())
    figures = next(document.find("ul", class_="figures"))
    found = {
        next(one.find("span", class_="label")).text: next(one.find("span", class_="value")).text
        for one in figures.find("li")
    }
    assert found["Errors"] == "4"
    assert found["Failed requests"] == "0 / 3"
    assert found["First token"] == "1.31\u00d7"
    assert found["Not tested"] == "3"
    ids = {node.attributes.get("id") for node in document.everything()}
    assert {one.attributes["href"].removeprefix("#") for one in figures.find("a")} <= ids


def test_a_finding_has_evidence_a_reproduction_and_an_acceptance():
    document = page(report_results.failed())
    article = next(document.find("article", id="finding-1"))
    text = article.text
    for part in (
        "seen in 3 of 3 trials",
        "not seen",
        "openai-chat/basic/sky+stream",
        "6 server-sent events",
        'Authorization: Bearer $BASELINE_API_KEY"',
        'Authorization: Bearer $CANDIDATE_API_KEY"',
        "--no-buffer",
        "--owner NAME --expires 2025-08-04",
    ):
        assert part in text
    assert [node.text for node in article.find("mark")] == ["data: [DONE]"]
    assert report_wire.SECRET_MARK not in text
    second = next(document.find("article", id="finding-2"))
    assert [node.attributes["href"] for node in second.find("a")] == ["#finding-1"]


def test_a_rule_is_explained_once_with_headings_and_code():
    document = page(report_results.failed())
    prose = next(document.find("div", class_="prose"))
    assert headings(prose, "h4")[:2] == ["Why it matters", "Who breaks"]
    assert len(list(prose.find("li"))) == 2
    assert "finish_reason" in next(prose.find("pre")).text


def test_errors_come_before_warnings_and_notes():
    document = page(report_results.failed())
    severities = [row[0] for row in rows(document, "findings")]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)


def test_latency_is_drawn_with_words_beside_it():
    pictures = [
        svg
        for svg in page(report_results.failed()).find("svg")
        if svg.attributes.get("role") == "img"
    ]
    assert len(pictures) == 4
    for svg in pictures:
        assert "seconds since the request was sent" in svg.text
        assert "Baseline:" in next(svg.find("desc")).text
        assert "n = " in svg.text


def test_a_replay_says_that_time_is_unknown():
    document = page(report_results.replayed())
    assert "a replay knows nothing of time" in document.text
    assert "cassettes (replay)" in document.text
    assert not [svg for svg in document.find("svg") if svg.attributes.get("role") == "img"]


def test_unknown_cost_is_spelled_and_failures_are_counted_apart():
    document = page(report_results.failed())
    assert rows(document, "cost") == [
        ["baseline", "$0.0051", "124 of 124 answers", "genai-prices 2025-05-01"],
        [
            "candidate",
            "unknown",
            "0 of 124 answers",
            "no price for model tl/gpt-4o-mini in the book",
        ],
    ]
    assert ["openai-chat", "candidate", "64", "http-429: 1, timeout(read): 2"] in rows(
        document, "transport"
    )


def test_questions_that_the_verdict_needs_come_first():
    found = rows(page(report_results.failed()), "undecided")
    assert [(row[0], row[-1]) for row in found] == [("latency-ttft", "yes"), ("success-rate", "no")]


def test_long_prompts_are_not_in_the_page_unless_asked():
    result = report_results.failed()
    assert "quick brown fox" not in render_html(result, {})
    assert "[720,000 characters, not shown]" in render_html(result, {})
    assert "quick brown fox" in render_html(result, {}, show_prompts=True)


def test_the_size_stays_within_its_budget():
    assert len(render_html(report_results.failed(), report_findings.EXPLANATIONS)) <= 300_000
    text = render_html(report_results.crowded(), report_findings.EXPLANATIONS)
    assert len(text.encode()) <= 2_000_000


def test_one_rule_with_very_many_findings_is_capped_and_counted():
    document = page(report_results.crowded(count=300, rules=3))
    assert len(list(document.find("article"))) == 8 + 8 + 2
    assert "52 further findings of this rule are not listed here" in document.text


def test_hostile_evidence_of_many_findings_stays_within_the_budget():
    result = report_results.crowded(count=120)
    noise = "\u202e\u200b" * 5_000
    findings = tuple(
        replace(one, message=noise, baseline=noise, candidate=noise, detail=noise, subject="")
        for one in result.evaluation.findings
    )
    evaluation = replace(result.evaluation, findings=findings)
    text = render_html(replace(result, evaluation=evaluation), {})
    assert len(text.encode()) <= 2_000_000


def test_the_page_is_complete_in_itself(result):
    html = render_html(result, report_findings.EXPLANATIONS)
    document = report_document.parse(html)
    for node in document.everything():
        assert node.tag not in {
            "script",
            "img",
            "iframe",
            "link",
            "object",
            "embed",
            "form",
            "base",
        }
        assert not [name for name in node.attributes if name.startswith("on") or name == "style"]
        for name in ("href", "src", "xlink:href", "srcset", "action", "data"):
            assert (node.attributes.get(name) or "#").startswith("#")
    style = next(document.find("style")).text
    assert not re.search(r"url\(|@import|</", style)


def test_the_policy_allows_the_style_sheet_and_nothing_else():
    document = page(report_results.failed())
    policy = next(
        node.attributes["content"]
        for node in document.find("meta")
        if node.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    digest = base64.b64encode(
        hashlib.sha256(next(document.find("style")).text.encode()).digest()
    ).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_ids_are_unique_and_links_and_labels_lead_somewhere(result):
    document = page(result)
    ids = [node.attributes["id"] for node in document.everything() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    for node in document.everything():
        if node.tag in ("a", "use"):
            assert node.attributes["href"].removeprefix("#") in ids
        for target in (node.attributes.get("aria-labelledby") or "").split():
            assert target in ids


def test_tables_have_scopes_and_the_page_a_language(result):
    document = page(result)
    assert next(document.find("html")).attributes["lang"] == "en"
    for cell in document.find("th"):
        assert cell.attributes["scope"] in ("row", "col")
    for box in document.find("div", class_="scroll"):
        assert box.attributes["tabindex"] == "0"
        assert box.attributes.get("aria-label") or box.attributes.get("aria-labelledby")


def test_severity_is_a_word_and_not_only_a_colour():
    document = page(report_results.failed())
    marks = {node.text for node in document.find("span", class_="severity")}
    assert marks == {severity.value for severity in Severity}


def test_what_a_reader_cannot_see_is_marked():
    html = render_html(report_results.hostile(), report_findings.EXPLANATIONS)
    html.encode("utf-8")
    assert "⟨U+202E⟩gnp.exe⟨U+202C⟩" in html
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\u200b\ud800-\udfff]", html)
    assert "hunter2" not in html
    assert "{{ 7*7 }}" in html


def test_an_empty_run_names_what_is_not_there():
    text = page(report_results.empty()).text
    for part in (
        "No route was compared.",
        "Nothing was compared, so nothing could be found.",
        "Everything: no trial was done.",
        "No case was run.",
        "No request was made.",
        "gateway.example refuses the credentials",
    ):
        assert part in text


def test_a_finding_without_stored_exchanges_and_without_a_date():
    result = report_results.failed()
    result = replace(result, shown={}, run=replace(result.run, started_at="unknown"))
    article = next(page(result).find("article", id="finding-1"))
    assert "Reproduce" not in article.text
    assert "--expires YYYY-MM-DD" in article.text

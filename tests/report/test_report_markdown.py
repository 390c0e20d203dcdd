from __future__ import annotations

import re
from dataclasses import replace

import report_results
from markdown_it import MarkdownIt

from migrate_check.report.markdown import ROWS, markdown


def tokens(text: str):
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        yield token
        yield from token.children or ()


def test_the_verdict_comes_first(result):
    first = markdown(result).split("\n", 1)[0]
    word = {"error": "COULD NOT RUN"}.get(
        result.verdict.outcome.value, result.verdict.outcome.value.upper()
    )
    assert first.startswith("## ")
    assert word in first


def test_nothing_but_our_own_structure_is_in_the_comment(result):
    text = markdown(result)
    kinds = {token.type for token in tokens(text)}
    assert not kinds & {"link_open", "image", "html_block", "em_open", "fence", "code_block"}
    inline = {token.content for token in tokens(text) if token.type == "html_inline"}
    assert inline <= {"<sub>", "</sub>"}


def test_hostile_text_forms_no_heading_mention_or_address():
    text = markdown(report_results.hostile())
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    assert not any("big" in heading and "tick" in heading for heading in headings[1:])
    outside = re.sub(r"`[^`\n]*`", "", text)
    assert not re.search(r"@\w", outside)
    assert not re.search(r"https?://\w|www\.\w", outside)
    assert "\u202e" not in text
    text.encode("utf-8")


def test_every_row_of_a_table_has_the_cells_of_its_head(result):
    widths: list[int] = []
    cells = 0
    for token in tokens(markdown(result)):
        if token.type == "table_open":
            widths = []
        elif token.type in ("th_open", "td_open"):
            cells += 1
        elif token.type == "tr_close":
            widths.append(cells)
            cells = 0
            assert len(set(widths)) == 1
    lines = [line for line in markdown(result).split("\n") if line.startswith("|")]
    assert all(line.endswith("|") for line in lines)


def test_a_long_list_is_cut_and_counted():
    text = markdown(report_results.crowded())
    assert f"… and {500 - ROWS} more in the full report." in text
    assert len(text) < 60_000
    assert text.count("| error |") == ROWS


def test_a_fail_shows_errors_first_measurements_gaps_and_the_next_command():
    text = markdown(report_results.failed())
    assert text.index("| error |") < text.index("| warning |")
    for part in ("1.31\u00d7", "unknown", "### Not tested", "`migrate-check run --repeat 3`"):
        assert part in text
    assert "1 accepted finding is not listed." in text
    assert "exit code 1" in text


def test_no_findings_are_said_only_where_something_was_compared():
    assert "No findings." in markdown(report_results.inconclusive())
    text = markdown(report_results.empty())
    assert "No findings." not in text
    assert "Nothing was compared." in text


def test_questions_that_the_verdict_needs_come_first():
    text = markdown(report_results.inconclusive())
    assert text.index("`latency-ttft`") < text.index("`success-rate`")


def test_a_comment_is_never_too_long_to_be_posted():
    result = report_results.failed()
    verdict = replace(result.verdict, reasons=("[" * 5_000,) * 20)
    noisy = tuple(replace(one, message="[" * 5_000) for one in result.evaluation.findings)
    evaluation = replace(result.evaluation, findings=noisy)
    text = markdown(
        replace(result, verdict=verdict, evaluation=evaluation, not_tested=("[" * 5_000,) * 30)
    )
    assert len(text) < 65_536
    assert "left out for length" in text
    assert text.startswith("## ")
    assert "### Next" in text

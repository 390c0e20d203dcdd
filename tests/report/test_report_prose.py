from __future__ import annotations

import report_findings
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.report.prose import Span, blocks


def shape(text: str):
    return [
        (block.kind, ["".join(s.text for s in row) for row in block.rows]) for block in blocks(text)
    ]


def test_a_rules_docstring():
    found = shape(report_findings.EXPLANATIONS["stream-done-missing"].partition("\n")[2])
    kinds = [kind for kind, _ in found]
    assert kinds == [
        "heading",
        "paragraph",
        "heading",
        "list",
        "heading",
        "code",
        "code",
        "heading",
        "paragraph",
    ]
    assert found[0] == ("heading", ["Why it matters"])
    assert found[3] == (
        "list",
        ["readers that loop until [DONE]", "proxies that count complete streams"],
    )


def test_code_in_a_line():
    assert blocks("send `a` now")[0].rows == (
        (Span("send ", False), Span("a", True), Span(" now", False)),
    )


def test_fences_keep_blank_lines_and_may_stay_open():
    assert shape("```json\n{\n\n}\n```\nafter") == [
        ("code", ["{\n\n}"]),
        ("paragraph", ["after"]),
    ]
    assert shape("```\nopen") == [("code", ["open"])]


def test_markup_is_only_text():
    assert shape("<b>[x](https://evil.example)</b>") == [
        ("paragraph", ["<b>[x](https://evil.example)</b>"])
    ]


@given(st.text(alphabet="#-*` \n\tab"))
def test_any_text_is_accepted_and_no_word_is_lost(text):
    shown = "".join("".join(rows) for kind, rows in shape(text))
    assert shown.count("a") == text.count("a") or "```" in text

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.report.text import bare_url, clipped, cut, one_line, plural, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\n\ttext é 漢字 👩‍👩‍👧", "plain\n\ttext é 漢字 👩‍👩‍👧"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"),
        ("\x00\x00\x00", "⟨U+0000\u00d73⟩"),
        ("\ud800", "⟨U+D800⟩"),
        ("\u200b\ufeff", "⟨U+200B⟩⟨U+FEFF⟩"),
        ("tag\U000e0041", "tag⟨U+E0041⟩"),
    ],
)
def test_unseen_characters_become_marks(text, shown):
    assert visible(text) == shown


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_whatever_is_shown_can_be_stored_and_turns_no_reading_direction(text):
    shown = visible(text)
    shown.encode("utf-8")
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in shown if c not in "\n\t")
    assert not any(
        unicodedata.bidirectional(c)
        in ("RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI")
        for c in shown
    )


@given(st.text(alphabet=st.characters(exclude_categories=[])), st.integers(0, 50))
def test_a_cut_loses_no_count(text, limit):
    head, left_out = cut(text, limit)
    assert text.startswith(head)
    assert len(head) + left_out == len(text)
    assert len(head) <= limit


def test_unseen_characters_cost_what_their_marks_need():
    head, left_out = cut("\u202e\u200b" * 100, 120)
    assert len(visible(head)) <= 120
    assert left_out > 100


def test_what_was_left_out_is_said():
    assert clipped("abcdef", 4) == "abcd … [2 more characters]"
    assert clipped("abcdef", 6) == "abcdef"


def test_one_line_has_no_breaks():
    assert one_line(" a\n\n b\tc\u2028") == "a b c⟨U+2028⟩"


def test_plurals():
    assert [plural(n, "trial") for n in (0, 1, 1200)] == ["0 trials", "1 trial", "1,200 trials"]


def test_credentials_in_a_url_are_not_shown():
    assert bare_url("https://me:pw@host:8443/v1?x=1") == "https://host:8443/v1?x=1"
    assert bare_url("http://[broken") == "http://[broken"

"""The file of accepted findings."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.verdict import Acceptance
from migrate_check.plan.accepted import HEADER, append_acceptance, read_acceptances

SOURCE = "migrate-check-accepted.yaml"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: text.strip() != ""
)

VALID = """\
- fingerprint: "0123456789ab"
  rule: field-lost
  reason: We never read it.
  owner: payments
  expires: 2027-01-31
"""


def acceptance(fingerprint: str = "abcdefabcdef", reason: str = "Harmless: see #12") -> Acceptance:
    return Acceptance(
        fingerprint=fingerprint,
        rule="stream-role-missing",
        reason=reason,
        owner="team-a",
        expires=date(2027, 3, 1),
        source=SOURCE,
    )


def refusal(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read_acceptances(text, SOURCE)
    return str(caught.value)


def test_reads_entries_with_their_place() -> None:
    (entry,) = read_acceptances("# why\n" + VALID, SOURCE)
    assert entry == Acceptance(
        fingerprint="0123456789ab",
        rule="field-lost",
        reason="We never read it.",
        owner="payments",
        expires=date(2027, 1, 31),
        source=f"{SOURCE}:2",
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n", HEADER, "[]"])
def test_nothing_is_accepted_in_an_empty_file(text: str) -> None:
    assert read_acceptances(text, SOURCE) == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2027-01-31", "2027-02-30", ":5: accepted[0].expires: expected a date such as 2027-01-31"),
        ("2027-01-31", "soon", ":5: accepted[0].expires: expected a date such as 2027-01-31"),
        ('"0123456789ab"', "123456789012", ":1: accepted[0].fingerprint: write the fingerprint in"),
        ('"0123456789ab"', "xyz", ":1: accepted[0].fingerprint: expected 12 hex digits in quotes"),
        ("  owner: payments\n", "", ":1: accepted[0].owner is missing"),
        ("payments", "' '", ":4: accepted[0].owner: expected text that is not empty, got ' '"),
        ("owner", "onwer", ":4: unknown key 'onwer'; closest: 'owner'"),
    ],
)
def test_says_where_and_what_is_wrong(old: str, new: str, message: str) -> None:
    assert refusal(VALID.replace(old, new)).startswith(SOURCE + message)


def test_refuses_a_fingerprint_given_twice() -> None:
    assert refusal(VALID + VALID) == (
        f"{SOURCE}:6: 0123456789ab is accepted twice, first at {SOURCE}:1; remove one"
    )


def test_refuses_what_is_no_list() -> None:
    assert refusal("a: 1") == f"{SOURCE}:1: accepted: expected a list, got a mapping"


def test_the_first_entry_brings_a_heading() -> None:
    text = append_acceptance("", acceptance())
    assert text == HEADER + (
        '- fingerprint: "abcdefabcdef"\n'
        '  rule: "stream-role-missing"\n'
        '  reason: "Harmless: see #12"\n'
        '  owner: "team-a"\n'
        "  expires: 2027-03-01\n"
    )


@pytest.mark.parametrize(
    "text", [VALID, VALID.rstrip("\n"), "".join(f"   {line}\n" for line in VALID.splitlines())]
)
def test_appending_keeps_what_was_there(text: str) -> None:
    added = append_acceptance(text, acceptance())
    assert added.startswith(text)
    assert [entry.fingerprint for entry in read_acceptances(added, SOURCE)] == [
        "0123456789ab",
        "abcdefabcdef",
    ]


@given(TEXTS)
def test_any_reason_reads_back(reason: str) -> None:
    (entry,) = read_acceptances(append_acceptance("", acceptance(reason=reason)), SOURCE)
    assert entry.reason == reason


def test_accepting_twice_names_the_first_time() -> None:
    text = append_acceptance("", acceptance())
    with pytest.raises(ConfigError) as caught:
        append_acceptance(text, acceptance())
    assert str(caught.value) == (
        f"{SOURCE}:3: abcdefabcdef is already accepted until 2027-03-01; edit or remove that entry"
    )


@pytest.mark.parametrize(
    "text",
    [
        "[]\n",
        '[{fingerprint: "0123456789ab", rule: a, reason: b, owner: c, expires: 2027-01-01}]\n',
    ],
)
def test_a_layout_that_cannot_be_extended_is_left_alone(text: str) -> None:
    with pytest.raises(ConfigError, match="laid out in a way that cannot be extended"):
        append_acceptance(text, acceptance())

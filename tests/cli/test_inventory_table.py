"""What a terminal of 80 columns is given of an inventory."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from migrate_check.cli.inventory_summary import print_answer, print_summary
from migrate_check.cli.inventory_table import (
    MOST_KINDS,
    MOST_RULES,
    MOST_SITES,
    print_findings,
    print_quiet,
    print_sites,
)
from migrate_check.domain.call_site import JudgedSite, Skipped
from migrate_check.domain.finding import Severity
from tests.inventory_results import (
    ALL,
    CLEAN,
    HOSTILE_TEXT,
    UNKNOWN,
    crowd,
    failed,
    finding,
    inventory,
    judged,
    request_field,
    result,
    site,
)


def shown(given, written=()) -> str:
    on = Console(file=io.StringIO(), width=80, highlight=False)
    taken = result(given)
    print_sites(on, taken.judged.sites)
    print_findings(on, taken.judged)
    print_quiet(on, taken.judged)
    print_summary(on, taken.judged)
    print_answer(on, taken, written)
    assert isinstance(on.file, io.StringIO)
    return on.file.getvalue()


@pytest.mark.parametrize("name", sorted(set(ALL) - {"hostile"}))
def test_no_line_is_wider_than_the_terminal_or_ends_in_blanks(name):
    for line in shown(ALL[name]).splitlines():
        assert len(line) <= 80, line
        assert line == line.rstrip()


def test_nothing_of_the_scanned_code_steers_the_terminal():
    said = shown(ALL["hostile"])
    assert not any(mark in said for mark in ("\x1b", "\x00", "\u202e", HOSTILE_TEXT))


def test_sites_stand_by_file_with_what_matters():
    said = shown(failed())
    assert "src/app/ask.py  owner team-llm\n    12  openai-chat  gpt-4o-mini  " in said
    assert "src/app/wrap.py  no owner\n    31  openai-chat  ?  " in said
    assert "C  stream?       untested\n        openai: max_tokens, seed\n" in said
    assert "        fields not fully known: **options, a parameter of ask()\n" in said
    assert "        in the wrapper ask(), 1 caller\n" in said
    assert "tests/test_ask.py  no owner, test or example\n" in said
    # A field with a finding comes first.
    assert "        openai: seed, max_tokens\n" in said


def test_findings_come_worst_first_with_place_advice_and_claim():
    said = shown(failed())
    assert (
        "error    dropped-request-field  1 finding\n"
        "         src/app/ask.py:12 (openai-chat)\n"
        "           seed is sent here and tokenrouter drops it.\n"
        "           → Do not rely on repeatable answers.\n"
        "           claim: field seed on openai-chat: dropped (seen_doc,\n"
    ) in said
    assert said.index("error    dropped") < said.index("warning  literal-base-url")
    assert "and 1 note, 1 suppressed by comments, in the JSON and HTML" in said
    assert "this comment suppresses nothing: src/app/ask.py:40: dropped-request-field" in said


def test_the_sums_and_the_decision_end_it():
    said = shown(failed(), (("json", Path("a.json")),))
    for line in (
        "sites     4 in 4 files (1 in tests or examples); 14 files read of 120 seen",
        "language  Python 3, TypeScript 1",
        "route     openai-chat 3, gemini 1",
        "owner     none 2, team-llm 2",
        "rollback  A 3: an environment variable switches back, without a release",
        "unknown   1 not fully known: src/app/wrap.py:31",
        "settings  base-url 1, key 1",
        "not read  1 file: minified 1",
        "advice    – Keep /v1/messages for Anthropic-native calls.",
        "verdict   fail  phase 1, Inventory: NO-GO",
        "          – 1 error of 1 rule: dropped-request-field",
        "next      migrate-check rules explain dropped-request-field",
        "json      a.json",
    ):
        assert f"{line}\n" in said


def test_a_source_stays_in_one_piece_for_copying():
    source = f"https://docs.example/{'very-long/' * 9}page"
    assert source in shown(judged((JudgedSite(site(), (finding(claim=f"seed [{source}]"),)),)))


def test_three_hundred_sites_stay_readable():
    said = shown(crowd(300))
    assert f"… and {300 - MOST_SITES} more, in the JSON and HTML" in said
    assert len(said.splitlines()) < 200
    # The one error is shown, and the 299 equal warnings are one entry.
    assert "error    dropped-request-field" in said
    assert "and 295 more (openai-chat)\n" in said


def test_what_differs_between_places_is_told_of_each():
    two = (finding(message="a is not known."), finding(line=13, message="b is not known."))
    said = shown(judged((JudgedSite(site(), two),)))
    assert "a is not known." in said
    assert "b is not known." in said


def test_the_worst_sites_are_among_those_shown():
    quiet = [JudgedSite(site(f"a/{n:03}.py"), ()) for n in range(MOST_SITES)]
    unknown = JudgedSite(replace(UNKNOWN, path="y.py"), ())
    bad = JudgedSite(site("z.py"), (finding("z.py"),))
    said = shown(judged((*quiet, unknown, bad)))
    assert "\nz.py  " in said
    assert "\ny.py  " in said


def test_many_kinds_of_finding_are_cut_with_their_number():
    of_one = tuple(finding(subject=f"f{n}") for n in range(MOST_KINDS[Severity.ERROR] + 3))
    others = tuple(finding(rule=f"rule-{n:02}") for n in range(MOST_RULES + 1))
    said = shown(judged((JudgedSite(site(), of_one + others),)))
    assert "… and 3 more of this rule, in the JSON and HTML" in said
    assert "… and findings of 2 more rules, in the JSON and HTML" in said


def test_many_fields_advice_and_stale_comments_are_cut_with_their_numbers():
    fields = tuple(request_field(f"field{n:02}") for n in range(15))
    given = judged(
        (JudgedSite(site(fields=fields), ()),),
        advice=tuple(f"advice {n}" for n in range(9)),
        stale_suppressions=tuple(f"a.py:{n}: rule" for n in range(7)),
    )
    said = shown(given)
    assert "field11 and 3 more" in " ".join(said.split())
    assert "and 3 more, in the JSON and HTML" in said
    assert "and 2 more comments that suppress nothing" in said


def test_nothing_found_says_where_it_looked():
    said = shown(ALL["empty"])
    assert "looked at Python, TypeScript, JavaScript, Go, " in said
    assert "read      14 files read of 120 seen" in said
    assert "verdict   nothing found  phase 1, Inventory: INCONCLUSIVE" in said
    assert "that is no\n          proof that there is none" in said


def test_many_unknown_sites_are_counted():
    many = tuple(JudgedSite(replace(UNKNOWN, line=n), ()) for n in range(1, 6))
    assert "5 not fully known: src/app/wrap.py:1, " in shown(judged(many))
    assert "and 2 more\n" in shown(judged(many))


def test_what_was_not_read_is_told_by_reason():
    skipped = (Skipped("a", "minified"), Skipped("b", "minified"), Skipped("c", "binary"))
    given = replace(CLEAN, inventory=inventory((site(),), skipped=skipped))
    assert "not read  3 files: minified 2, binary 1\n" in shown(given)

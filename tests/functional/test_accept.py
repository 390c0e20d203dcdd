"""Accepting findings, and judging a stored run again."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from migrate_check.lab.site import Lab
from tests.functional.program import CORE_PACKS, judged, result, run, say

ACCEPTED = Path("migrate-check-accepted.yaml")
LATER = (date.today() + timedelta(days=400)).isoformat()
WHY = ("--reason", "we do not read it", "--owner", "team-llm")
STORE = ("--store", ".migrate-check/runs.sqlite")


def accept(fingerprint: str, expires: str = LATER) -> None:
    said = say("accept", fingerprint, *WHY, "--expires", expires)
    assert said.code == 0, said.err
    assert str(ACCEPTED) in said.out


def accept_all(last_days: dict[str, str] | None = None) -> None:
    """As `accept` would write it for every error, without judging the run each time."""
    days = last_days or {}
    ACCEPTED.write_text(
        "".join(
            f'- fingerprint: "{fingerprint}"\n  rule: {rule}\n  reason: we do not read it\n'
            f"  owner: team-llm\n  expires: {days.get(fingerprint, LATER)}\n"
            for fingerprint, rule in errors().items()
        )
    )


def errors() -> dict[str, str]:
    """Fingerprint → rule."""
    found = result()["findings"]
    return {f["fingerprint"]: f["rule"] for f in found if f["severity"] == "error"}


def test_a_run_passes_once_all_its_errors_are_accepted(failed_run: Path, broken: Lab) -> None:
    for fingerprint in errors():
        accept(fingerprint)
    assert say("recheck").code == 0
    # The lab listens where it listened: the same findings come back in a new run.
    said = run(broken, *CORE_PACKS, "--repeat", "2", "--warmup", "0")
    assert said.code == 0, said.out
    assert "accepted" in said.out


def test_an_expired_acceptance_fails_and_says_so(failed_run: Path) -> None:
    accept_all({next(iter(errors())): "2020-02-29"})
    said = say("recheck")
    assert said.code == 1
    assert "expired on 2020-02-29" in " ".join(said.out.split())
    assert "migrate-check-accepted.yaml:" in said.out


def test_comments_and_older_entries_survive(failed_run: Path) -> None:
    first, second, *_ = errors()
    accept(first)
    ACCEPTED.write_text("# Ours. Ask team-llm.\n" + ACCEPTED.read_text() + "# end of the list\n")
    before = ACCEPTED.read_text()
    accept(second)
    assert ACCEPTED.read_text().startswith(before)


def test_the_same_finding_cannot_be_accepted_twice(failed_run: Path) -> None:
    first, *_ = errors()
    accept(first)
    said = say("accept", first, *WHY, "--expires", LATER)
    assert said.code == 2
    assert re.search(r"accepted\.yaml:\d+: .*already accepted until", said.error)


@pytest.mark.parametrize(
    ("fingerprint", "expires", "named"),
    [
        ("000000000000", LATER, "000000000000"),
        (None, "31.12.2030", "YYYY-MM-DD"),
        (None, "2030-02-30", "YYYY-MM-DD"),
        (None, "2020-01-01", "past"),
    ],
)
def test_wrong_words_are_refused_and_nothing_is_written(
    failed_run: Path, fingerprint: str | None, expires: str, named: str
) -> None:
    chosen = fingerprint or next(iter(errors()))
    said = say("accept", chosen, *WHY, "--expires", expires)
    assert said.code == 2
    assert named in said.error
    assert not ACCEPTED.exists()


def test_an_empty_reason_is_refused(failed_run: Path) -> None:
    first = next(iter(errors()))
    said = say("accept", first, "--reason", " ", "--owner", "x", "--expires", LATER)
    assert said.code == 2
    assert "--reason" in said.error


def test_a_broken_acceptance_file_costs_no_request(lab: Lab) -> None:
    ACCEPTED.write_text("- fingerprint: 123\n")
    said = run(lab, *CORE_PACKS)
    assert said.code == 2
    assert "migrate-check-accepted.yaml:1" in said.error
    assert not Path(".migrate-check").exists()


@pytest.mark.parametrize("named", ["latest", "its id"])
def test_a_second_judgement_is_the_first(failed_run: Path, named: str) -> None:
    wanted = "latest" if named == "latest" else result()["run_id"]
    said = say("recheck", wanted, "--json", "again.json")
    assert said.code == 1
    assert judged(result("again.json")) == judged(result())


def test_a_second_judgement_takes_another_policy(failed_run: Path) -> None:
    accept_all()
    assert say("recheck").code == 0
    assert say("recheck", "--fail-on", "warning").code == 1
    assert (
        say("recheck", "--require", "latency", "--set", "policy.margins.latency_min_pairs=500").code
        == 3
    )


def test_an_unknown_run_is_named_with_those_that_are_there(failed_run: Path) -> None:
    said = say("recheck", "20200101-000000-0000")
    assert said.code == 4
    assert "20200101-000000-0000" in said.error
    assert result()["run_id"] in said.error


def test_without_a_store_there_is_nothing_to_judge() -> None:
    said = say("recheck")
    assert said.code == 4
    assert "runs.sqlite" in said.error
    assert "run" in said.error


def test_a_rule_that_does_not_exist_cannot_be_switched_off(failed_run: Path) -> None:
    said = say("recheck", "--set", "policy.severities={secret-expose: off}")
    assert said.code == 2
    assert "secret-exposed" in said.error


def test_a_severity_of_ones_own_counts(failed_run: Path) -> None:
    off = ", ".join(f"{rule}: note" for rule in set(errors().values()))
    assert say("recheck", "--set", f"policy.severities={{{off}}}").code == 0

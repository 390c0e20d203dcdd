"""`redaction.hash_only`: runs that keep no texts."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import zstandard

from migrate_check.lab.site import Lab
from tests.functional.program import KEYS, QUICK, result, run, say, sides

HASH = ("--set", "redaction.hash_only=true")
PROMPT = b"What is the capital of France"


def bodies(store: Path) -> bytes:
    with sqlite3.connect(store) as connection:
        rows = connection.execute("select zstd from bodies").fetchall()
    unpack = zstandard.ZstdDecompressor().decompress
    return b"\n".join(unpack(row[0]) for row in rows)


@pytest.mark.parametrize(("options", "kept"), [((), True), (HASH, False)])
def test_texts_are_in_the_store_only_where_they_may_be(
    lab: Lab, options: tuple[str, ...], kept: bool
) -> None:
    said = run(lab, *QUICK, *options, "--html", "report.html", "--show-prompts")
    assert said.code == 0, said.out
    assert (PROMPT in bodies(Path(".migrate-check/runs.sqlite"))) is kept
    assert (PROMPT in Path("report.html").read_bytes()) <= kept


def test_recheck_says_that_texts_are_hashes(lab: Lab) -> None:
    assert run(lab, *QUICK, *HASH).code == 0
    assert say("recheck", "--json", "again.json").code == 0
    assert "hashes" in result("again.json")["not_tested"][0]


def test_cassettes_would_hold_texts(lab: Lab) -> None:
    said = say("run", *sides(lab), *KEYS, *HASH, "--record", "cassettes")
    assert said.code == 2
    assert "--record keeps texts" in said.error
    assert not Path("cassettes").exists()

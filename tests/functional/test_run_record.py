"""A record of another version is a store error, not a traceback."""

from __future__ import annotations

import sqlite3

from migrate_check.lab.site import Lab
from tests.functional.program import QUICK, run, say


def test_a_run_of_another_version_is_told_in_one_line(lab: Lab) -> None:
    assert run(lab, *QUICK).code == 0
    with sqlite3.connect(".migrate-check/runs.sqlite") as connection:
        connection.execute("update runs set config = json_remove(config, '$.seed')")
    said = say("recheck")
    assert said.code == 4
    assert "lacks 'seed': another version of this program wrote it" in said.error

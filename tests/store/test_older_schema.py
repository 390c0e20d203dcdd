"""Runs that an older program stored still load."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from migrate_check.store import migrations
from migrate_check.store.run_store import RunStore
from tests.store.records import info, now, pair

COLUMNS = "run_id, case_id, repeat, warmup, first, turn, baseline, candidate"


def old_store(path: Path) -> None:
    """A file as the first schema had it: its run is written anew without the later columns."""
    with RunStore.open(path, now) as store:
        store.begin_run(info(), "{}")
        store.add(pair(1))
        store.add(pair(2, turn=1))
    with closing(sqlite3.connect(path)) as connection, connection:
        for column in ("burst", "control", "nonce"):
            connection.execute(f"alter table exchanges drop column {column}")
        connection.execute("delete from _sqlite_migrations where name like 'm002%'")
        connection.execute(
            "update cases set case_json = json_remove(case_json, '$.headers', '$.probe', "
            "'$.burst', '$.cancel_after_events', '$.multipart', '$.turns[0].again', "
            "'$.turns[0].by_reference')"
        )


def test_a_run_of_the_first_schema_loads_and_others_can_follow(tmp_path: Path) -> None:
    path = tmp_path / "runs.db"
    old_store(path)
    with closing(sqlite3.connect(path)) as connection:
        assert len(migrations.STEPS) > 1
        columns = [row[1] for row in connection.execute("pragma table_info(exchanges)")]
    assert ", ".join(columns) == f"id, {COLUMNS}"

    with RunStore.open(path, now) as store:
        assert list(store.load_pairs("run-1")) == [pair(1), pair(2, turn=1)]
        store.begin_run(info("run-2"), "{}")
        store.add(pair(3))
        assert list(store.load_pairs("run-2")) == [pair(3)]

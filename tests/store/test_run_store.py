from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from migrate_check.domain.errors import StoreError
from migrate_check.domain.exchange import Response
from migrate_check.domain.plan import ExchangePair
from migrate_check.store.run_store import RunStore
from tests.store.records import exchange, failed, info, now, pair

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "runs.db"


@pytest.fixture
def store(path: Path) -> Iterator[RunStore]:
    with RunStore.open(path, now) as store:
        yield store


def test_pairs_come_back_as_they_were(store: RunStore) -> None:
    partial = Response(200, "HTTP/1.1", (), b"half", (), None)
    pairs = [
        pair(1, warmup=True),
        pair(1),
        pair(1, turn=1),
        replace(pair(2, name="two"), baseline=failed(), candidate=failed(partial)),
    ]
    store.begin_run(info(), "{}")
    for each in pairs:
        store.add(each)

    assert list(store.load_pairs("run-1")) == pairs


def test_pairs_are_there_for_another_process_at_once(store: RunStore, path: Path) -> None:
    store.begin_run(info(), "{}")
    store.add(pair())

    with RunStore.open(path, now) as other:
        assert list(other.load_pairs("run-1")) == [pair()]


def test_runs_keep_apart(store: RunStore) -> None:
    store.begin_run(info("run-1"), "{}")
    store.add(pair(1))
    store.begin_run(info("run-2"), "{}")
    store.add(pair(2))

    assert [each.trial.repeat for each in store.load_pairs("run-1")] == [1]
    assert [each.trial.repeat for each in store.load_pairs("run-2")] == [2]


def test_equal_bodies_are_kept_once(store: RunStore, path: Path) -> None:
    store.begin_run(info(), "{}")
    same = exchange(b"x" * 100_000)
    for repeat in range(20):
        store.add(ExchangePair(pair(repeat).trial, 0, same, same))

    with sqlite3.connect(path) as connection:
        bodies = connection.execute("select length, length(zstd) from bodies").fetchall()
    connection.close()
    assert sorted(length for length, _ in bodies) == [7, 100_000]
    assert all(packed < 1000 for _, packed in bodies)


def test_runs_are_listed_latest_first(store: RunStore) -> None:
    early, late = info("run-b"), info("run-a", "2025-02-01T00:00:00.000Z")
    assert store.latest_run_id() is None
    store.begin_run(late, '{"a": 1}')
    store.begin_run(early, "{}")

    assert [run.info for run in store.runs()] == [late, early]
    assert store.latest_run_id() == "run-a"
    assert store.run("run-a").config_json == '{"a": 1}'
    assert store.run("run-a").finished_at is None


def test_finish_replaces_what_was_planned(store: RunStore) -> None:
    store.begin_run(info(), "{}")
    finished = replace(info(), done_trials=2, stopped="interrupted", duration_s=1.5)
    store.finish_run(finished)

    assert store.run("run-1").info == finished
    assert store.run("run-1").finished_at == now()


def test_results_by_version(store: RunStore) -> None:
    store.begin_run(info(), "{}")
    store.save_result("run-1", "0.1.0", '{"verdict": "pass"}')
    store.save_result("run-1", "0.1.0", '{"verdict": "fail"}')

    assert store.load_result("run-1", "0.1.0") == '{"verdict": "fail"}'
    assert store.load_result("run-1", "0.2.0") is None


def test_file_is_opened_again_with_all_it_had(path: Path) -> None:
    for run_id in ("run-1", "run-2"):
        with RunStore.open(path, now) as store:
            store.begin_run(info(run_id), "{}")
            store.add(pair())

    with RunStore.open(path, now) as store:
        assert len(store.runs()) == 2
        assert list(store.load_pairs("run-2")) == [pair()]


def test_missing_run_names_the_closest(store: RunStore) -> None:
    with pytest.raises(StoreError, match=r"has no runs yet; start one with: migrate-check run"):
        list(store.load_pairs("run-1"))
    for run_id in ("20250131-aaaa", "20250131-aaab", "zzz"):
        store.begin_run(info(run_id), "{}")

    for ask in (
        lambda: list(store.load_pairs("20250131-aaac")),
        lambda: store.save_result("20250131-aaac", "1", "{}"),
        lambda: store.load_result("20250131-aaac", "1"),
    ):
        with pytest.raises(
            StoreError, match=r"no run 20250131-aaac; closest: 20250131-aaa[ab], 20250131-aaa[ab]$"
        ):
            ask()


def test_run_id_is_taken_once(store: RunStore) -> None:
    store.begin_run(info(), "{}")

    with pytest.raises(StoreError, match="already has a run run-1"):
        store.begin_run(info(), "{}")


def test_pair_without_a_run_is_a_mistake_of_the_program(store: RunStore) -> None:
    with pytest.raises(RuntimeError, match="begin_run"):
        store.add(pair())


def test_not_a_database(path: Path) -> None:
    path.write_bytes(b"key: value\n" * 100)

    with pytest.raises(StoreError, match=r"runs\.db is not a database; choose another file"):
        RunStore.open(path, now)


def test_database_of_another_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("create table customers (name)")
    connection.close()

    with pytest.raises(StoreError, match="database of another program"):
        RunStore.open(path, now)


def test_newer_schema(path: Path) -> None:
    RunStore.open(path, now).close()
    connection = sqlite3.connect(path)
    connection.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at) "
        "values ('migrate-check', 'm999_from_the_future', '2099')"
    )
    connection.commit()
    connection.close()

    with pytest.raises(StoreError, match=r"newer migrate-check; upgrade with: pip install"):
        RunStore.open(path, now)


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened; its folder must exist"):
        RunStore.open(tmp_path / "no" / "runs.db", now)


def test_reading_does_not_create_a_file(path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist; start a run with: migrate-check run"):
        RunStore.open(path, now, create=False)

    assert not path.exists()


def test_locked_by_another_process(path: Path) -> None:
    RunStore.open(path, now).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")

    with RunStore.open(path, now, busy_timeout_s=0.01) as store:
        with pytest.raises(StoreError, match="is locked by another process; wait"):
            store.begin_run(info(), "{}")
        other.execute("rollback")
        store.begin_run(info(), "{}")
    other.close()


def test_full_disk_keeps_what_was_added(store: RunStore, path: Path) -> None:
    store.begin_run(info(), "{}")
    store.add(pair(1))
    (pages,) = store._db.conn.execute("pragma page_count").fetchone()
    store._db.conn.execute(f"pragma max_page_count = {pages + 2}")

    with pytest.raises(StoreError, match="the disk or the quota is full"):
        for repeat in range(2, 1000):
            store.add(pair(repeat))

    with RunStore.open(path, now) as other:
        kept = list(other.load_pairs("run-1"))
    assert kept == [pair(repeat) for repeat in range(1, len(kept) + 1)]
    assert len(kept) >= 1


def test_read_only_database(path: Path) -> None:
    RunStore.open(path, now).close()
    with RunStore.open(path, now) as store:
        store._db.conn.execute("pragma query_only = on")
        with pytest.raises(StoreError, match="is read-only; make the file and its folder writable"):
            store.begin_run(info(), "{}")


def test_damaged_record_is_not_a_missing_answer(store: RunStore) -> None:
    store.begin_run(info(), "{}")
    store.add(pair())
    store._db.conn.execute("delete from bodies")
    store._db.conn.commit()

    with pytest.raises(StoreError, match=r"is damaged: body [0-9a-f]{12} is missing"):
        list(store.load_pairs("run-1"))


def writer(path: Path, run_id: str, pairs: int, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.writer_process", str(path), run_id, str(pairs)]
    return subprocess.Popen(
        [*command, *more],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_processes_write_their_runs_to_a_file_that_neither_has_made(path: Path) -> None:
    writers = [writer(path, run_id, 60) for run_id in ("run-1", "run-2")]
    complaints = [process.communicate(timeout=120)[1] for process in writers]

    assert complaints == ["", ""]
    with RunStore.open(path, now) as store:
        for run_id in ("run-1", "run-2"):
            assert [each.trial.repeat for each in store.load_pairs(run_id)] == list(range(1, 61))


def test_killed_process_loses_nothing_that_was_added(path: Path) -> None:
    process = writer(path, "run-1", 25, "then wait")
    assert process.stdout is not None
    for line in process.stdout:
        if line == "25\n":
            break
    process.kill()
    process.communicate(timeout=60)

    with RunStore.open(path, now) as store:
        assert list(store.load_pairs("run-1")) == [pair(repeat) for repeat in range(1, 26)]
        assert store.run("run-1").finished_at is None

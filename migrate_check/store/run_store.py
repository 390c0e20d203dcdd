"""The record of runs in one SQLite file.

Several processes may write to it at the same time, each its own run (write-ahead log, busy
timeout). Every pair is committed before `add` returns, so a killed process loses nothing that was
added. Bodies are kept once per content, compressed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from migrate_check.domain.errors import StoreError
from migrate_check.domain.exchange import Side
from migrate_check.domain.plan import ExchangePair, Trial
from migrate_check.domain.result import RunInfo, SideInfo
from migrate_check.domain.scenario import Case
from migrate_check.store.case_json import dump_case, load_case
from migrate_check.store.exchange_json import dump_exchange, load_exchange
from migrate_check.store.migrations import migrate
from migrate_check.store.store_errors import store_errors

if TYPE_CHECKING:
    from sqlite_utils import Database

BUSY_TIMEOUT_S = 30.0

_ADD = """insert into exchanges
(run_id, case_id, repeat, warmup, first, burst, control, nonce, turn, baseline, candidate)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""

_LOAD = """select case_id, repeat, warmup, first, burst, control, nonce, turn, baseline, candidate
from exchanges where run_id = ? order by id"""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One run as it stands in the record."""

    info: RunInfo
    config_json: str
    finished_at: str | None
    """None when the run was killed or is still under way."""


class RunStore:
    """An open record. Errors are StoreError."""

    def __init__(self, path: Path, db: Database, now: Callable[[], str]) -> None:
        import zstandard

        self._path = path
        self._db = db
        self._now = now
        self._run_id: str | None = None
        self._known_cases: set[str] = set()
        self._compressor = zstandard.ZstdCompressor()
        self._decompressor = zstandard.ZstdDecompressor()

    @classmethod
    def open(
        cls,
        path: Path,
        now: Callable[[], str],
        create: bool = True,
        busy_timeout_s: float = BUSY_TIMEOUT_S,
    ) -> RunStore:
        """Open, and create where `create` allows it. `now` gives UTC as ISO 8601."""
        from sqlite_utils import Database

        if not create and not path.is_file():
            raise StoreError(f"{path} does not exist; start a run with: migrate-check run")

        with store_errors(path):
            connection = sqlite3.connect(path, timeout=busy_timeout_s)
            try:
                connection.execute("pragma journal_mode = wal")
                # Enough against a killed process; only a power cut can lose the last pairs.
                connection.execute("pragma synchronous = normal")
                connection.execute("pragma foreign_keys = on")
                db = Database(connection)
                migrate(db, path)
            except BaseException:
                connection.close()
                raise
        return cls(path, db, now)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> RunStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin_run(self, info: RunInfo, config_json: str) -> None:
        """Create the run that `add` and `finish_run` belong to. Its id must be new."""
        with store_errors(self._path):
            row = (info.run_id, info.started_at, _dump_info(info), config_json)
            with self._writing() as connection:
                taken = connection.execute(
                    "select 1 from runs where run_id = ?", (info.run_id,)
                ).fetchone()
                if taken:
                    raise StoreError(f"{self._path} already has a run {info.run_id}; start again")
                connection.execute(
                    "insert into runs (run_id, started_at, info, config) values (?, ?, ?, ?)", row
                )
        self._run_id = info.run_id
        self._known_cases = set()

    def add(self, pair: ExchangePair) -> None:
        """Keep a redacted pair of the run that was begun; it is durable on return."""
        run_id = self._current_run()
        trial = pair.trial
        with store_errors(self._path), self._writing() as connection:
            self._keep_case(connection, run_id, trial.case)
            sides = [
                dump_exchange(pair.of(side), lambda body: self._keep_body(connection, body))
                for side in (Side.BASELINE, Side.CANDIDATE)
            ]
            connection.execute(_ADD, (run_id, *_trial_row(trial), pair.turn, *sides))
        self._known_cases.add(trial.case.case_id)

    def finish_run(self, info: RunInfo) -> None:
        """Replace what `begin_run` said by what the run turned out to be."""
        with store_errors(self._path), self._writing() as connection:
            connection.execute(
                "update runs set info = ?, finished_at = ? where run_id = ?",
                (_dump_info(info), self._now(), self._current_run()),
            )

    def runs(self) -> list[StoredRun]:
        """All runs, the latest first."""
        with store_errors(self._path):
            rows = self._db.conn.execute(
                "select info, config, finished_at from runs order by started_at desc, rowid desc"
            ).fetchall()
        return [StoredRun(_load_info(info), config, finished) for info, config, finished in rows]

    def run(self, run_id: str) -> StoredRun:
        """One run. Raises StoreError with the closest ids when there is none."""
        for run in self.runs():
            if run.info.run_id == run_id:
                return run
        raise self._no_run(run_id)

    def latest_run_id(self) -> str | None:
        """The id of the run that started last; None in an empty record."""
        runs = self.runs()
        return runs[0].info.run_id if runs else None

    def load_pairs(self, run_id: str) -> Iterator[ExchangePair]:
        """All pairs of a run, in the order in which they were added."""
        self.run(run_id)
        with store_errors(self._path):
            cases = self._cases(run_id)
            body_of = lru_cache(maxsize=256)(self._body)
            rows = self._db.conn.execute(_LOAD, (run_id,))
            for case_id, *of_trial, turn, baseline, candidate in rows:
                yield ExchangePair(
                    _trial(cases[case_id], of_trial),
                    turn,
                    load_exchange(baseline, body_of),
                    load_exchange(candidate, body_of),
                )

    def save_result(self, run_id: str, tool_version: str, result_json: str) -> None:
        """Keep the judgement of one version of the program, in place of its earlier one."""
        self.run(run_id)
        with store_errors(self._path), self._writing() as connection:
            connection.execute(
                "insert or replace into results values (?, ?, ?, ?)",
                (run_id, tool_version, self._now(), result_json),
            )

    def load_result(self, run_id: str, tool_version: str) -> str | None:
        """What `save_result` kept; None when this version has not judged the run."""
        self.run(run_id)
        with store_errors(self._path):
            row = self._db.conn.execute(
                "select result_json from results where run_id = ? and tool_version = ?",
                (run_id, tool_version),
            ).fetchone()
        return row[0] if row else None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction. It takes the write lock at once, so that waiting is possible."""
        connection = self._db.conn
        connection.execute("begin immediate")
        try:
            yield connection
            connection.commit()
        finally:
            if connection.in_transaction:
                connection.rollback()

    def _current_run(self) -> str:
        if self._run_id is None:
            raise RuntimeError("begin_run comes first")
        return self._run_id

    def _keep_case(self, connection: sqlite3.Connection, run_id: str, case: Case) -> None:
        if case.case_id not in self._known_cases:
            connection.execute(
                "insert or ignore into cases values (?, ?, ?)",
                (run_id, case.case_id, dump_case(case)),
            )

    def _keep_body(self, connection: sqlite3.Connection, body: bytes) -> str:
        digest = sha256(body).hexdigest()
        known = connection.execute("select 1 from bodies where sha256 = ?", (digest,)).fetchone()
        if not known:
            connection.execute(
                "insert or ignore into bodies values (?, ?, ?)",
                (digest, len(body), self._compressor.compress(body)),
            )
        return digest

    def _body(self, digest: str) -> bytes:
        row = self._db.conn.execute(
            "select zstd from bodies where sha256 = ?", (digest,)
        ).fetchone()
        if row is None:
            raise StoreError(f"{self._path} is damaged: body {digest[:12]} is missing; run again")
        return self._decompressor.decompress(row[0])

    def _cases(self, run_id: str) -> dict[str, Case]:
        rows = self._db.conn.execute(
            "select case_id, case_json from cases where run_id = ?", (run_id,)
        )
        return {case_id: load_case(text) for case_id, text in rows}

    def _no_run(self, run_id: str) -> StoreError:
        known = [run.info.run_id for run in self.runs()]
        if not known:
            return StoreError(f"{self._path} has no runs yet; start one with: migrate-check run")
        near = get_close_matches(run_id, known, n=3, cutoff=0.3) or known[:3]
        return StoreError(f"{self._path} has no run {run_id}; closest: {', '.join(near)}")


def _trial_row(trial: Trial) -> tuple[object, ...]:
    return (
        trial.case.case_id,
        trial.repeat,
        int(trial.warmup),
        trial.first,
        trial.burst,
        int(trial.control),
        trial.nonce,
    )


def _trial(case: Case, row: list[Any]) -> Trial:
    repeat, warmup, first, burst, control, nonce = row
    return Trial(case, repeat, bool(warmup), Side(first), burst, bool(control), nonce)


def _dump_info(info: RunInfo) -> str:
    return orjson.dumps(asdict(info)).decode()


def _load_info(text: str) -> RunInfo:
    fields: dict[str, Any] = orjson.loads(text)
    sides = {side: SideInfo(**fields[side]) for side in ("baseline", "candidate")}
    return RunInfo(**fields | sides)

"""The schema of the record, as steps that are applied once each.

A released step is never changed: a later one follows it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from migrate_check.domain.errors import StoreError

if TYPE_CHECKING:
    from sqlite_utils import Database

_SET_NAME = "migrate-check"


def migrate(db: Database, path: Path) -> None:
    """Bring the file to the schema of this program.

    Raises StoreError when a newer program wrote it, or a program that is not this one.
    """
    # sqlite_utils takes half a second to import, so only those who open a store pay for it.
    from sqlite_utils.migrations import Migrations

    steps = Migrations(_SET_NAME)
    for step in STEPS:
        steps()(step)
    applied = {step.name for step in steps.applied(db)}
    _refuse_foreign(db, path, applied)
    if steps.pending(db):
        # Two processes may create the file together; the second finds nothing left to do.
        db.conn.execute("begin immediate")
        steps.apply(db)
        db.conn.commit()


def _refuse_foreign(db: Database, path: Path, applied: set[str]) -> None:
    if applied - {step.__name__ for step in STEPS}:
        raise StoreError(
            f"{path} was written by a newer migrate-check; upgrade with: "
            "pip install --upgrade migrate-check"
        )
    if not applied and db.table_names():
        raise StoreError(
            f"{path} is the database of another program; choose another file with --store"
        )


def m001_runs_and_exchanges(db: Database) -> None:
    """Runs, their cases and exchange pairs; bodies by content; results by program version."""
    db.table("runs").create(
        {
            "run_id": str,
            "started_at": str,
            "finished_at": str,
            "info": str,
            "config": str,
        },
        pk="run_id",
        not_null={"started_at", "info", "config"},
    )
    db.table("cases").create(
        {"run_id": str, "case_id": str, "case_json": str},
        pk=("run_id", "case_id"),
        not_null={"case_json"},
        foreign_keys=[("run_id", "runs")],
    )
    db.table("bodies").create(
        {"sha256": str, "length": int, "zstd": bytes}, pk="sha256", not_null={"length", "zstd"}
    )
    db.table("exchanges").create(
        {
            "id": int,
            "run_id": str,
            "case_id": str,
            "repeat": int,
            "warmup": int,
            "first": str,
            "turn": int,
            "baseline": str,
            "candidate": str,
        },
        pk="id",
        not_null={"run_id", "case_id", "repeat", "warmup", "first", "turn", "baseline"},
        foreign_keys=[("run_id", "runs")],
    )
    db.table("exchanges").create_index(["run_id", "id"])
    db.table("results").create(
        {"run_id": str, "tool_version": str, "saved_at": str, "result_json": str},
        pk=("run_id", "tool_version"),
        not_null={"saved_at", "result_json"},
        foreign_keys=[("run_id", "runs")],
    )


def m002_bursts_and_control(db: Database) -> None:
    """What a trial knows of itself: its burst, whether it is a control, and its nonce."""
    exchanges = db.table("exchanges")
    exchanges.add_column("burst", int)
    exchanges.add_column("control", int, not_null_default=0)
    exchanges.add_column("nonce", str, not_null_default="")


STEPS: tuple[Callable[[Database], None], ...] = (
    m001_runs_and_exchanges,
    m002_bursts_and_control,
)

"""SQLite's complaints as one line with a remedy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from migrate_check.domain.errors import StoreError

_REMEDIES = {
    sqlite3.SQLITE_NOTADB: "is not a database; choose another file with --store",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore a copy, or choose another file with --store",
    sqlite3.SQLITE_BUSY: "is locked by another process; wait until it ends, then try again",
    sqlite3.SQLITE_LOCKED: "is locked by another process; wait until it ends, then try again",
    sqlite3.SQLITE_FULL: "cannot grow: the disk or the quota is full; free some space",
    sqlite3.SQLITE_READONLY: "is read-only; make the file and its folder writable",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; its folder must exist and be writable",
    sqlite3.SQLITE_PERM: "must not be read by this user; change its permissions",
    sqlite3.SQLITE_IOERR: "cannot be read or written; check the disk",
}


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Turn database errors into StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        # Only the low byte is the primary code.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        remedy = _REMEDIES.get(code, f"refused an operation: {error}")
        raise StoreError(f"{path} {remedy}") from error

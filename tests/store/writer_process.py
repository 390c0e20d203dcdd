"""Writes pairs of one run; prints a line after each, so that a parent can kill it in between."""

from __future__ import annotations

import sys
from pathlib import Path

from migrate_check.store.run_store import RunStore
from tests.store.records import info, now, pair

if __name__ == "__main__":
    path, run_id, pairs = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    with RunStore.open(path, now) as store:
        store.begin_run(info(run_id), "{}")
        for repeat in range(1, pairs + 1):
            store.add(pair(repeat))
            sys.stdout.write(f"{repeat}\n")
            sys.stdout.flush()
        if len(sys.argv) > 4:
            sys.stdin.read()

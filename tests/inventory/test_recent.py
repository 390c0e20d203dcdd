"""Parsed files while they are in use."""

from __future__ import annotations

import gc

from migrate_check.inventory.readers.python import PythonModule
from migrate_check.inventory.recent import RecentModules


def put(kept: RecentModules, path: str, size: int) -> None:
    kept.put(path, PythonModule(path, b"x = 1"), size)


def test_the_oldest_go_when_there_are_too_many_bytes() -> None:
    kept = RecentModules(100)
    for path in ("a.py", "b.py", "c.py"):
        put(kept, path, 40)
    put(kept, "d.py", 90)
    gc.collect()
    assert [kept.get(path) is None for path in ("a.py", "b.py", "c.py")] == [True, True, True]
    assert kept.get("d.py") is not None
    assert kept.get("unknown.py") is None


def test_what_was_asked_for_last_stays() -> None:
    kept = RecentModules(100)
    put(kept, "a.py", 40)
    put(kept, "b.py", 40)
    assert kept.get("a.py") is not None
    put(kept, "c.py", 40)
    gc.collect()
    assert kept.get("b.py") is None
    assert kept.get("a.py") is not None


def test_a_module_that_somebody_holds_is_always_the_same_object() -> None:
    kept = RecentModules(10)
    held = PythonModule("a.py", b"x = 1")
    kept.put("a.py", held, 10)
    put(kept, "b.py", 10)
    put(kept, "c.py", 10)
    assert kept.get("a.py") is held


def test_one_large_file_is_kept_alone() -> None:
    kept = RecentModules(10)
    put(kept, "large.py", 1000)
    assert kept.get("large.py") is not None

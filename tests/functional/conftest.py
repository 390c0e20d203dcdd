from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest

from migrate_check.lab.faults.catalogue import DEMO_FAULTS
from migrate_check.lab.running import running_lab
from migrate_check.lab.site import Lab
from tests.functional.program import CORE_PACKS, run


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    """A gateway without faults."""
    with running_lab(pace=0) as running:
        yield running


@pytest.fixture(scope="session")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """The demo's gateway."""
    with running_lab(faults=DEMO_FAULTS, pace=0) as running:
        yield running


@pytest.fixture(autouse=True)
def here(tmp_path: Path, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, an 80-column terminal's width and the lab's key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAB_KEY", lab.key)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture(scope="session")
def _failed_run(broken: Lab, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("failed")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("LAB_KEY", broken.key)
        patch.setenv("COLUMNS", "80")
        outputs = ("--junit", "junit.xml", "--markdown", "comment.md", "--html", "report.html")
        said = run(broken, *CORE_PACKS, "--repeat", "2", "--warmup", "0", *outputs)
    (folder / "stdout.txt").write_text(said.out, encoding="utf-8")
    (folder / "stderr.txt").write_text(said.err, encoding="utf-8")
    (folder / "exit_code.txt").write_text(str(said.code), encoding="utf-8")
    return folder


@pytest.fixture
def failed_run(_failed_run: Path, here: Path) -> Path:
    """The current folder holds a run against the demo's gateway, with every kind of report."""
    shutil.copytree(_failed_run, here, dirs_exist_ok=True)
    return here


WHOLE = "MIGRATE_CHECK_WHOLE"
"""Set it to run every detection test, as `make detection` does."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A fixed fifth of the detection tests, which all run a lab and a comparison of their own.

    `make selftest` looks for every fault, and `make detection` runs all of these.
    """
    if os.environ.get(WHOLE):
        return
    left_out = [item for item in items if _detects(item) and crc32(item.nodeid.encode()) % 5]
    items[:] = [item for item in items if item not in set(left_out)]
    config.hook.pytest_deselected(items=left_out)


def _detects(item: pytest.Item) -> bool:
    return "test_detection" in item.nodeid and "[" in item.nodeid

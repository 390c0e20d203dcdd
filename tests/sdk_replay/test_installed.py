"""Which SDKs there are, without importing them."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError

import pytest

from migrate_check.sdk_replay import installed
from migrate_check.sdk_replay.installed import OPENAI, SDK_OF_ROUTE, installed_version, wanted


@pytest.mark.parametrize(
    ("found", "usable"),
    [("3.54.0", True), ("4.0.0", True), ("2.9.1", False), ("3.0.0rc1", True), ("x", False)],
)
def test_only_majors_that_the_replay_knows(
    monkeypatch: pytest.MonkeyPatch, found: str, usable: bool
) -> None:
    monkeypatch.setattr(installed, "version", lambda name: found)
    assert installed_version(OPENAI) == (found if usable else None)


def test_an_absent_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(installed, "version", absent)
    assert installed_version(OPENAI) is None
    assert wanted(OPENAI) == "openai>=3"


def test_the_extra_asks_for_the_same_majors() -> None:
    import tomllib
    from pathlib import Path

    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert sorted(project["optional-dependencies"]["sdk"]) == sorted(
        {wanted(sdk) for sdk in SDK_OF_ROUTE.values()}
    )


def test_looking_for_sdks_imports_none() -> None:
    code = (
        "import sys; import migrate_check.workflows.run_scenarios; "
        "from migrate_check.sdk_replay.installed import SDKS, installed_version; "
        "[installed_version(sdk) for sdk in SDKS]; "
        "print([name for name in ('openai', 'anthropic', 'google.genai') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

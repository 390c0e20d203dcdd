"""Paths as the user would type them, wherever the scanned folder is."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate_check.domain.call_site import UNKNOWN_CLIENT
from migrate_check.workflows.inventory_paths import seen_from_here
from tests.inventory_results import UNKNOWN, inventory, site


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here/code/src").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")


GIVEN = inventory((UNKNOWN, site(client=UNKNOWN_CLIENT)))


def test_every_path_leads_from_the_current_folder() -> None:
    seen = seen_from_here(GIVEN, (Path("code/src"),))
    first, second = seen.sites
    assert first.path == "code/src/src/app/wrap.py"
    assert first.client.made_at == "code/src/src/app/ask.py:4"
    assert first.wrapper is not None
    assert [one.path for one in first.wrapper.callers] == ["code/src/src/app/main.py"]
    assert (second.path, second.client.made_at) == ("code/src/src/app/ask.py", None)
    assert {one.path for one in seen.settings} == {"code/src/.env"}
    assert [one.path for one in seen.skipped] == ["code/src/dist/app.min.js"]


@pytest.mark.parametrize("paths", [(".",), ("..",), ("/",), (".", "code")])
def test_what_is_not_below_stays_as_it_is(paths: tuple[str, ...]) -> None:
    assert seen_from_here(GIVEN, tuple(map(Path, paths))) == GIVEN

"""Owners of files, by the documented rules of CODEOWNERS."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.errors import UsageError
from migrate_check.inventory.owners import NOBODY, parse_owners, read_owners

DOCUMENTED = """
# Comments and blank lines mean nothing.

*                 @global1 @global2
*.js              @js   # inline comment
/build/logs/      @doctocat
docs/*            docs@example.com
apps/             @octocat
/docs/            @doctocat2
/scripts/         @doctocat @octocat
**/logs           @logs
/apps/            @apps
/apps/github
with\\ space.py   @space
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("readme.md", "@global1 @global2"),
        ("src/deep/x.js", "@js"),
        ("build/logs/a/b.py", "@logs"),
        ("other/build/logs.py", "@global1 @global2"),
        ("docs/getting-started.md", "@doctocat2"),
        ("nested/docs/x.md", "@global1 @global2"),
        ("apps/x.py", "@apps"),
        ("nested/apps/x.py", "@octocat"),
        ("scripts/logs", "@logs"),
        ("deeply/nested/logs/x.py", "@logs"),
        ("apps/github/x.py", None),
        ("a/with space.py", "@space"),
        ("nb/x.js#cell-3", "@js"),
    ],
)
def test_documented_examples(path: str, owners: str | None) -> None:
    assert parse_owners(DOCUMENTED).of(path) == owners


def test_a_star_after_a_folder_covers_only_its_own_files() -> None:
    owners = parse_owners("docs/* @d")
    assert owners.of("docs/a.md") == "@d"
    assert owners.of("docs/build-app/a.md") is None


def test_sections_give_default_owners() -> None:
    owners = parse_owners("[Money][2] @pay\nbilling/\nledger.py @l\n^[Optional]\nx.py")
    assert owners.of("billing/a.py") == "@pay"
    assert owners.of("ledger.py") == "@l"
    assert owners.of("x.py") is None


@pytest.mark.parametrize("place", [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"])
def test_codeowners_is_found_and_relative_to_the_repository(tmp_path: Path, place: str) -> None:
    subprocess.run(["git", "-C", str(tmp_path), "init", "-q"], check=True)
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text("/app/ @team-a\n")
    (tmp_path / "app").mkdir()
    assert read_owners(None, tmp_path).of("app/x.py") == "@team-a"
    assert read_owners(None, tmp_path / "app").of("x.py") == "@team-a"


def test_a_given_file_comes_first_and_may_name_anything(tmp_path: Path) -> None:
    (tmp_path / "CODEOWNERS").write_text("* @all\n")
    mine = tmp_path / "who-pays.txt"
    mine.write_text("src/chat/** cost-centre-12\n")
    owners = read_owners(mine, tmp_path)
    assert owners.of("src/chat/deep/x.py") == "cost-centre-12"
    assert owners.of("src/x.py") is None


def test_no_file_is_nobody_and_a_missing_one_is_an_error(tmp_path: Path) -> None:
    assert read_owners(None, tmp_path) == NOBODY
    with pytest.raises(UsageError, match=r"--owners .*: no such file"):
        read_owners(tmp_path / "none", tmp_path)


NAMES = st.text("abcz._-1", min_size=1, max_size=6).filter(lambda name: name.strip("."))
PATHS = st.lists(NAMES, min_size=1, max_size=5).map("/".join)


@given(PATHS)
def test_a_path_owns_itself_and_all_in_it(path: str) -> None:
    owners = parse_owners(f"/{path} @me")
    assert owners.of(path) == "@me"
    assert owners.of(f"{path}/inside/x") == "@me"
    assert owners.of(f"{path}x") is None
    assert owners.of(f"other/{path}") is None


@given(PATHS, st.lists(st.tuples(PATHS, NAMES), max_size=6))
def test_the_last_line_that_fits_counts(path: str, lines: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{pattern} @{owner}" for pattern, owner in lines)
    assert parse_owners(f"{text}\n* @last").of(path) == "@last"
    before, after = parse_owners(f"* @first\n{text}").of(path), parse_owners(text).of(path)
    assert before == (after or "@first")


@given(PATHS, NAMES)
def test_a_bare_name_is_found_at_every_depth(folders: str, name: str) -> None:
    owners = parse_owners(f"{name} @me")
    assert owners.of(f"{folders}/{name}") == "@me"
    assert owners.of(f"{folders}/{name}/x") == "@me"


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    owner = parse_owners(text).of("a/b.py")
    assert owner is None or not re.search(r"\n", owner)

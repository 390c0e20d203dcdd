"""`.gitignore` is understood as git itself understands it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from migrate_check.inventory.gitignore import Ignored, IgnoreFile

PATTERNS = (
    ["*.py"],
    ["build/"],
    ["/build"],
    ["a/b"],
    ["a/*"],
    ["**/b"],
    ["a/**"],
    ["a/**/c.py"],
    ["*", "!*.py", "!*/"],
    ["x?.py"],
    ["[ab].py"],
    ["[!ab].py"],
    [r"\#x.py"],
    ["# comment", "", "c.py"],
    ["c.py   "],
    ["**"],
    ["a**c"],
    ["/*.py", "!/c.py"],
    ["*.py", "!a/"],
    ["a", "!a/c.py"],
    [r"\!x.py"],
    ["foo/**/**/c.py"],
    ["[a-c].py"],
    ["*.[oa]"],
    ["build/*", "!build/keep.py"],
)
PATHS = (
    "c.py",
    "a.py",
    "b.py",
    "xy.py",
    "#x.py",
    "!x.py",
    "lib.o",
    "a/c.py",
    "a/b",
    "a/x/c.py",
    "z/a/b/c.py",
    "build/x.txt",
    "build/keep.py",
    "z/build/x.txt",
    "abc",
    "foo/c.py",
    "foo/x/y/c.py",
)


def ours(lines: list[str], path: str) -> bool:
    """Folders first, as a walk meets them."""
    rules = IgnoreFile("\n".join(lines))
    parts = path.split("/")
    for depth in range(1, len(parts)):
        if rules.verdict("/".join(parts[:depth]), True):
            return True
    return bool(rules.verdict(path, False))


def test_every_pattern_ignores_what_git_ignores(tmp_path: Path) -> None:
    wanted = []
    for number, lines in enumerate(PATTERNS):
        folder = tmp_path / f"d{number}"
        folder.mkdir()
        (folder / ".gitignore").write_text("\n".join(lines) + "\n")
        wanted += [f"d{number}/{path}" for path in PATHS]
    subprocess.run(["git", "-C", str(tmp_path), "init", "-q"], check=True)
    asked = subprocess.run(
        ["git", "-C", str(tmp_path), "check-ignore", "--no-index", "--stdin", "-z"],
        input="\0".join(wanted).encode(),
        capture_output=True,
        check=False,
    )
    git = set(asked.stdout.decode().split("\0")) - {""}
    found = {
        f"d{number}/{path}"
        for number, lines in enumerate(PATTERNS)
        for path in PATHS
        if ours(lines, path)
    }
    assert found == git
    assert len(git) > 50


def test_a_tracked_file_is_never_ignored(tmp_path: Path) -> None:
    git = ["git", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "-q"], check=True)
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "a.py").touch()
    (tmp_path / "b.log").touch()
    subprocess.run([*git, "add", "lib/a.py", "b.log"], check=True)
    (tmp_path / ".gitignore").write_text("lib/\n*.log\nout/\n")
    ignored = Ignored(tmp_path)
    ignored.add("", tmp_path / ".gitignore")
    assert not ignored.covers("lib", True)
    assert not ignored.covers("b.log", False)
    assert ignored.covers("out", True)
    assert ignored.covers("c.log", False)


def test_ignore_files_above_the_root_and_of_the_repository_count(tmp_path: Path) -> None:
    subprocess.run(["git", "-C", str(tmp_path), "init", "-q"], check=True)
    (tmp_path / ".git" / "info" / "exclude").write_text("local.py\n")
    (tmp_path / ".gitignore").write_text("app/made.py\n*.tmp.py\n")
    (tmp_path / "app").mkdir()
    ignored = Ignored(tmp_path / "app")
    assert ignored.covers("made.py", False)
    assert ignored.covers("x/y.tmp.py", False)
    assert ignored.covers("local.py", False)
    assert not ignored.covers("other/made.py", False)
    assert not ignored.covers("kept.py", False)


def test_a_deeper_file_takes_back_what_a_higher_one_ignores(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / ".gitignore").write_text("*.py\n")
    (tmp_path / "a" / ".gitignore").write_text("!kept.py\n")
    ignored = Ignored(tmp_path)
    ignored.add("", tmp_path / ".gitignore")
    ignored.add("a", tmp_path / "a" / ".gitignore")
    assert not ignored.covers("a/kept.py", False)
    assert ignored.covers("a/other.py", False)

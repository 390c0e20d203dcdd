"""Which files of a tree are read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from migrate_check.domain.errors import UsageError
from tests.inventory.files.trees import CALL, places, reasons, scanned, write


def test_tools_folders_and_lockfiles_are_left_out(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "app.py": CALL,
            "node_modules/x/a.js": CALL,
            ".git/hooks/a.py": CALL,
            "env/pyvenv.cfg": "",
            "env/a.py": CALL,
            "lib/site-packages/a.py": CALL,
            "__pycache__/a.py": CALL,
            "x.egg-info/a.py": CALL,
            "made/CACHEDIR.TAG": "",
            "made/a.py": CALL,
            "site.min.js": CALL,
            "types.d.ts": CALL,
            "package-lock.json": '{"openai": "OPENAI_API_KEY"}',
            "notes.txt": CALL,
        },
    )
    found = scanned(tmp_path)
    assert places(found) == ["app.py:2"]
    assert reasons(found) == {}


def test_such_a_folder_is_read_where_it_is_the_root(tmp_path: Path) -> None:
    root = write(tmp_path / "site-packages", {"a.py": CALL, "pyvenv.cfg": ""})
    assert places(scanned(root)) == ["a.py:2"]


def test_builds_and_vendored_code_are_named_where_they_are_left_out(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "web/package.json": "{}",
            "web/dist/a.js": CALL,
            "web/src/dist/a.js": CALL,
            "published/package.json": "{}",
            "published/dist/a.js": CALL,
            "rust/Cargo.toml": "",
            "rust/target/a.rs": CALL,
            "net/x.csproj": "",
            "net/obj/a.cs": CALL,
            "go/vendor/modules.txt": "",
            "go/vendor/a.go": CALL,
            "shop/vendor/a.py": CALL,
            "third_party/a.py": CALL,
        },
    )
    found = scanned(tmp_path)
    assert places(found) == [
        "published/dist/a.js:2",
        "shop/vendor/a.py:2",
        "web/src/dist/a.js:2",
    ]
    assert reasons(found) == {
        "go/vendor": "vendored code",
        "net/obj": "output of a build",
        "rust/target": "output of a build",
        "third_party": "vendored code",
        "web/dist": "output of a build",
    }


def test_gitignore_holds_but_for_env_files(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".gitignore": "made.py\n.env\nout/\n",
            "made.py": CALL,
            "out/a.py": CALL,
            ".env": "OPENAI_BASE_URL=https://api.openai.com/v1\n",
            "app.py": CALL,
        },
    )
    found = scanned(tmp_path)
    assert places(found) == ["app.py:2"]
    assert [setting.name for setting in found.settings] == ["OPENAI_BASE_URL"]


def test_exclude_takes_patterns_of_gitignore(tmp_path: Path) -> None:
    write(tmp_path, {"a/x.py": CALL, "b/x.py": CALL, "b/deep/y.py": CALL, "c.py": CALL})
    assert places(scanned(tmp_path, exclude=("b/", "/c.py"))) == ["a/x.py:2"]
    assert places(scanned(tmp_path, exclude=("**/y.py", "x.py"))) == ["c.py:2"]
    assert places(scanned(tmp_path, exclude=("",))) == [
        "a/x.py:2",
        "b/deep/y.py:2",
        "b/x.py:2",
        "c.py:2",
    ]


def test_named_files_are_read_whatever_they_are(tmp_path: Path) -> None:
    big = CALL + b"#" * 3000
    write(tmp_path, {".gitignore": "*.py\n", "node_modules/a.py": big, "b.min.js": CALL})
    named = tmp_path / "node_modules" / "a.py"
    assert places(scanned(named, max_bytes=100)) == ["a.py:2"]
    both = scanned(named, tmp_path, max_bytes=100)
    assert places(both) == ["node_modules/a.py:2"]


def test_several_roots_share_the_folder_above_them(tmp_path: Path) -> None:
    write(tmp_path, {"a/x.py": CALL, "b/x.py": CALL, "c/x.py": CALL})
    found = scanned(tmp_path / "a", tmp_path / "b")
    assert places(found) == ["a/x.py:2", "b/x.py:2"]
    assert found.roots == (str(tmp_path / "a"), str(tmp_path / "b"))
    assert found.files_seen == 2


def test_a_root_inside_another_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, {"a/x.py": CALL})
    found = scanned(tmp_path, tmp_path / "a")
    assert places(found) == ["a/x.py:2"]


def test_a_missing_path_is_the_user_s_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere: no such file or folder"):
        scanned(tmp_path / "nowhere")


def test_links_are_followed_once_and_never_out(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"secret.py": CALL})
    root = write(tmp_path / "root", {"a.py": CALL, "node_modules/hidden.py": CALL, "run": CALL})
    os.symlink(root, root / "loop")
    os.symlink("loop2", root / "loop2")
    os.symlink(root / "a.py", root / "same.py")
    os.symlink(root / "node_modules" / "hidden.py", root / "shown.py")
    os.symlink(root / "run", root / "run.py")
    os.symlink(outside / "secret.py", root / "out.py")
    os.symlink(outside, root / "outdir")
    os.symlink(root / "gone.py", root / "dead.py")
    found = scanned(root)
    assert places(found) == ["a.py:2", "run.py:2", "shown.py:2"]
    assert reasons(found) == {
        "out.py": "a link out of the scanned folder",
        "outdir": "a link out of the scanned folder",
    }


def test_scripts_without_suffix_say_their_language_first(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "bin/ask": b"#!/usr/bin/env python3\n" + CALL,
            "bin/node": b"#!/usr/bin/env -S node --x\n" + CALL,
            "bin/plain": CALL,
        },
    )
    assert places(scanned(tmp_path)) == ["bin/ask:3", "bin/node:3"]


def test_names_that_are_no_utf_8_are_shown_safely(tmp_path: Path) -> None:
    root = write(tmp_path, {"a\x1b[31m.py": CALL})
    Path(os.fsdecode(os.fsencode(root) + b"/b\xff.py")).write_bytes(CALL)
    found = scanned(root)
    assert places(found) == ["a\\x1b[31m.py:2", "b\\xff.py:2"]
    assert all(site.path.encode() for site in found.sites)

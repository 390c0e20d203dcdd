"""What git does not track, by `.gitignore` files: read without git, in every nested repository.

A path that the index knows is never ignored, whatever the patterns say, as in git itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from migrate_check.inventory.globs import translate


@dataclass(frozen=True)
class IgnoreFile:
    """The patterns of one `.gitignore`, for paths relative to its folder."""

    text: str
    _rules: list[tuple[re.Pattern[str], bool, bool]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        for line in self.text.splitlines():
            line = re.sub(r"(?<!\\)\s+$", "", line)
            if not line or line.startswith("#"):
                continue
            negated = line.startswith("!")
            line = line[1:] if negated else line
            if line.strip("/"):
                pattern = re.compile(translate(line), re.DOTALL)
                self._rules.append((pattern, negated, line.endswith("/")))

    @cached_property
    def _any(self) -> re.Pattern[str] | None:
        """All patterns at once: most paths match none of them."""
        if not self._rules:
            return None
        return re.compile("|".join(f"(?:{rule[0].pattern})" for rule in self._rules), re.DOTALL)

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """True: ignored; False: taken back by `!`; None: not mentioned."""
        if self._any is None or self._any.fullmatch(path) is None:
            return None
        for pattern, negated, only_folders in reversed(self._rules):
            if (is_folder or not only_folders) and pattern.fullmatch(path):
                return not negated
        return None


class Ignored:
    """The ignore files that hold for one folder and everything under it."""

    def __init__(self, root: Path) -> None:
        """With those between `root` and the top of its repository, and the repository's own."""
        top = repository_of(root)
        self._index = _index_bytes(top) if top else b""
        self._files: dict[str, IgnoreFile] = {}
        self._above: list[tuple[str, IgnoreFile]] = []
        self._prefix = ""
        if top is None:
            return
        inside = root.relative_to(top)
        self._prefix = f"{inside.as_posix()}/" if inside.parts else ""
        exclude = git_folder(top) / "info" / "exclude"
        self._add_above("", exclude)
        for depth in range(len(inside.parts)):
            folder = "/".join(inside.parts[:depth])
            self._add_above(folder, top / folder / ".gitignore")

    def _add_above(self, folder: str, file: Path) -> None:
        text = _text(file)
        if text:
            self._above.append((f"{folder}/" if folder else "", IgnoreFile(text)))

    def add(self, folder: str, file: Path) -> None:
        """The `.gitignore` of a folder, by its path relative to the root (empty: the root)."""
        text = _text(file)
        if text:
            self._files[folder] = IgnoreFile(text)

    def covers(self, path: str, is_folder: bool) -> bool:
        """Whether git ignores this path (relative to the root), its folders not being ignored."""
        if not self._files and not self._above:
            return False
        verdict = self._verdict(path, is_folder)
        return bool(verdict) and not self._tracked(path, is_folder)

    def _verdict(self, path: str, is_folder: bool) -> bool | None:
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            if (rules := self._files.get(folder)) is not None:
                relative = path[len(folder) + 1 :] if folder else path
                verdict = rules.verdict(relative, is_folder)
                if verdict is not None:
                    return verdict
        whole = self._prefix + path
        for folder, rules in reversed(self._above):
            verdict = rules.verdict(whole[len(folder) :], is_folder)
            if verdict is not None:
                return verdict
        return None

    def _tracked(self, path: str, is_folder: bool) -> bool:
        name = (self._prefix + path).encode("utf-8", "surrogateescape")
        return name + (b"/" if is_folder else b"\0") in self._index


def repository_of(folder: Path) -> Path | None:
    """The top of the git work tree that the folder lies in; None: in none."""
    for place in (folder, *folder.parents):
        if (place / ".git").exists():
            return place
    return None


def git_folder(top: Path) -> Path:
    """The `.git` of a work tree, through the file that stands for it in linked work trees."""
    place = top / ".git"
    text = _text(place) if place.is_file() else ""
    return top / text.removeprefix("gitdir:").strip() if text.startswith("gitdir:") else place


def _index_bytes(top: Path) -> bytes:
    try:
        return (git_folder(top) / "index").read_bytes()
    except OSError:
        return b""


def _text(file: Path) -> str:
    try:
        return file.read_bytes()[:1_000_000].decode("utf-8", "surrogateescape")
    except OSError:
        return ""

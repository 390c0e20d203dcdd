"""The files of a tree that the scan may want, without opening any of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from migrate_check.domain.call_site import Language, Skipped
from migrate_check.inventory.gitignore import Ignored
from migrate_check.inventory.globs import translate
from migrate_check.inventory.languages import FileType, may_be_script, type_by_name
from migrate_check.inventory.skipped_folders import is_tool_folder, why_not_source


class Found(NamedTuple):
    """A file that the scan may want to read."""

    path: str
    """For people and records: relative, with `/`, safe to print."""
    full: str
    """For opening."""
    type: FileType | None
    """None: no known name; the first line must tell."""
    named: bool = False
    """Given by the user: read whatever its size or place."""


def shown(path: str) -> str:
    """A path that can be printed and stored: bytes that are no UTF-8 become `\\xNN`."""
    try:
        path.encode()
    except UnicodeEncodeError:
        path = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return path if path.isprintable() else "".join(map(_printable, path))


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")


class Walk:
    """One walk; iterate it once, then `skipped` and `links` are complete."""

    def __init__(self, root: Path, prefix: str, exclude: tuple[str, ...]) -> None:
        """The files under `root`, their paths beginning with `prefix` (empty, or ending in /)."""
        self.skipped: list[Skipped] = []
        self.seen = 0
        self._root = os.path.realpath(root)
        self._prefix = prefix
        self._exclude = exclusion(exclude)
        self._ignored = Ignored(Path(self._root))
        self._links: list[tuple[str, os.DirEntry[str]]] = []

    def __iter__(self) -> Iterator[Found]:
        given: set[str] = set()
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            files, folders = self._list(folder)
            waiting += reversed(folders)
            for found in files:
                if found.type is not None:
                    given.add(found.full)
                yield found
        yield from self._followed(given)

    def _list(self, folder: str) -> tuple[list[Found], list[str]]:
        try:
            with os.scandir(os.path.join(self._root, folder)) as listing:
                entries = sorted(listing, key=_name)
        except OSError as error:
            self._skip(folder or ".", f"not readable: {(error.strerror or 'error').lower()}")
            return [], []
        names = frozenset(map(_name, entries))
        if not self._worth_entering(folder, names):
            return [], []
        if ".gitignore" in names:
            self._ignored.add(folder, Path(self._root, folder, ".gitignore"))
        files: list[Found] = []
        folders: list[str] = []
        prefix = f"{folder}/" if folder else ""
        for entry in entries:
            self._sort_in(entry, prefix + entry.name, names, (files, folders))
        return files, folders

    def _worth_entering(self, folder: str, names: frozenset[str]) -> bool:
        """The root itself always is: whoever names an environment or a cache wants it read."""
        if not folder:
            return True
        return "pyvenv.cfg" not in names and "CACHEDIR.TAG" not in names

    def _sort_in(
        self,
        entry: os.DirEntry[str],
        path: str,
        siblings: frozenset[str],
        into: tuple[list[Found], list[str]],
    ) -> None:
        if entry.is_symlink():
            self._links.append((path, entry))
        elif entry.is_dir(follow_symlinks=False):
            if self._enters(entry.name, path, siblings):
                into[1].append(path)
        elif (found := self._file(entry, path)) is not None:
            into[0].append(found)

    def _enters(self, name: str, path: str, siblings: frozenset[str]) -> bool:
        if is_tool_folder(name) or self._excluded(path) or self._ignored.covers(path, True):
            return False
        reason = why_not_source(name, os.path.join(self._root, path), siblings)
        if reason is not None:
            self._skip(path, reason)
        return reason is None

    def _file(self, entry: os.DirEntry[str], path: str) -> Found | None:
        self.seen += 1
        kind = type_by_name(entry.name)
        if kind is None and not may_be_script(entry.name):
            return None
        if not entry.is_file(follow_symlinks=False) or self._excluded(path):
            return None
        # What a program runs with often stands in a file that is ignored on purpose.
        is_env = kind is not None and kind.language is Language.ENV
        if not is_env and self._ignored.covers(path, False):
            return None
        return Found(shown(self._prefix + path), entry.path, kind)

    def _excluded(self, path: str) -> bool:
        return self._exclude is not None and self._exclude.fullmatch(path) is not None

    def _followed(self, given: set[str]) -> Iterator[Found]:
        """Links to files of the tree that were not met at their own place; each file once.

        Links to folders are never followed: what is inside the root is met there, and what is
        outside is another tree.
        """
        for path, entry in self._links:
            target = os.path.realpath(entry.path)
            if os.path.commonpath((self._root, target)) != self._root:
                if type_by_name(entry.name) is not None or os.path.isdir(target):
                    self._skip(path, "a link out of the scanned folder")
            elif target not in given and os.path.isfile(target):
                given.add(target)
                found = self._file(entry, path) or self._linked(path, target)
                if found is not None:
                    yield found

    def _linked(self, path: str, target: str) -> Found | None:
        kind = type_by_name(os.path.basename(path)) or type_by_name(os.path.basename(target))
        if kind is None or self._excluded(path) or self._ignored.covers(path, False):
            return None
        return Found(shown(self._prefix + path), target, kind)

    def _skip(self, path: str, reason: str) -> None:
        self.skipped.append(Skipped(shown(self._prefix + path), reason))


def walk_of(path: Path, base: Path, exclude: tuple[str, ...]) -> Walk | OneFile:
    """The files of a given path, named relative to `base`."""
    if not path.is_dir():
        return OneFile(path, base)
    inside = Path(os.path.realpath(path)).relative_to(base).as_posix()
    return Walk(path, "" if inside == "." else f"{inside}/", exclude)


class OneFile:
    """A file that the user names."""

    def __init__(self, path: Path, base: Path) -> None:
        """With `base` above it."""
        folder = os.path.realpath(path.absolute().parent)
        inside = Path(folder, path.name).relative_to(base).as_posix()
        self.skipped: list[Skipped] = []
        self.seen = 1
        self._found = Found(shown(inside), str(path), type_by_name(path.name), named=True)

    def __iter__(self) -> Iterator[Found]:
        yield self._found


def exclusion(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """One expression for all `--exclude` patterns, which are written as in `.gitignore`."""
    written = [f"(?:{translate(pattern)})(?:/.*)?" for pattern in patterns if pattern.strip("/")]
    return re.compile("|".join(written), re.DOTALL) if written else None


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name

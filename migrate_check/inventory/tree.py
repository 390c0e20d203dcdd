"""All files of the scanned tree by path, read when an import leads to them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from migrate_check.inventory.languages import Form
from migrate_check.inventory.reading import NotRead, as_utf8, is_binary, read_bytes
from migrate_check.inventory.source_file import SourceFile
from migrate_check.inventory.walk import Found

_SMALL = 200_000
_KEPT = 64
"""Files whose bytes are kept: those that many others import are asked for again and again."""


class Tree:
    """Files of code as the walk met them."""

    def __init__(self, base: Path, max_bytes: int) -> None:
        """`base`: what paths are relative to."""
        self._base = base
        self._max_bytes = max_bytes
        self._files: dict[str, Found] = {}
        self._kept: dict[str, SourceFile] = {}

    def add(self, found: Found) -> None:
        """Takes one file of the walk."""
        if found.type is not None and found.type.form is Form.CODE:
            self._files[found.path] = found

    def paths(self) -> Iterable[str]:
        """Paths of all files of code, in order of the walk."""
        return self._files.keys()

    def read(self, path: str) -> SourceFile | None:
        """The file, whatever the prefilter says; None: not in the tree, or not readable."""
        if path in self._kept:
            return self._kept[path]
        found = self._files.get(path)
        if found is None or found.type is None:
            return None
        try:
            data = read_bytes(found.full, self._max_bytes)
        except NotRead:
            return None
        if is_binary(data := as_utf8(data)):
            return None
        if len(self._kept) >= _KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[path] = SourceFile(path, found.type.language, data)
        return self._kept[path]

    def text(self, path: str) -> str | None:
        """A small file's text by its path relative to the base; None: none, or too large."""
        place = Path(os.path.realpath(self._base / path))
        if not place.is_relative_to(self._base):
            return None
        try:
            return as_utf8(read_bytes(str(place), _SMALL)).decode("utf-8", "replace")
        except NotRead:
            return None

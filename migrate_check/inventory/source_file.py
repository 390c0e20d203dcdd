"""What the file system gives to the readers: pieces of code with where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from migrate_check.domain.call_site import Language

CELL_MARK = "#cell-"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of code, or a piece of one: a notebook's cell, a CI file's script."""

    path: str
    """As in `CallSite.path`: relative to the scanned root, with `/`, `nb.ipynb#cell-3`."""
    language: Language
    """What `data` is to be read as; never NOTEBOOK."""
    data: bytes
    """UTF-8 as far as the file was; no byte order mark."""
    first_line: int = 1
    """Line of the file (or cell) where `data` begins."""

    @property
    def file(self) -> str:
        """The path without the notebook's cell."""
        return self.path.partition(CELL_MARK)[0]

    @property
    def in_notebook(self) -> bool:
        """Whether it is a notebook's cell; cells of one `file` share their names."""
        return CELL_MARK in self.path

    def line(self, row: int) -> int:
        """The line of a row of `data`, rows counted from 0 as tree-sitter does."""
        return self.first_line + row


@dataclass(frozen=True, slots=True)
class EnvValue:
    """A value that some file of the tree gives to an environment variable."""

    value: str
    """Never a key's."""
    path: str
    line: int

    @property
    def origin(self) -> str:
        """For `Fact.origin`: `.env.example:3`."""
        return f"{self.path}:{self.line}"


class SourceTree(Protocol):
    """The files of the scanned tree, for following imports; read only when asked."""

    def paths(self) -> Iterable[str]:
        """Paths of all files whose language is known, in order; notebooks once, without cell."""
        ...

    def read(self, path: str) -> SourceFile | None:
        """The file, whatever the prefilter says of it; None: no such file, or not readable."""
        ...

"""Places in the scanned code as other programs name them."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

_CELL = re.compile(r"^(?P<file>.+\.ipynb)#cell-(?P<cell>\d+)$", re.DOTALL)


class SourcePlace(NamedTuple):
    """A file with a line, and the cell where the file is a notebook."""

    file: str
    line: int
    """Of the file; 1 for a notebook, whose lines count within the cell."""
    cell: int | None = None
    cell_line: int | None = None

    @property
    def uri(self) -> str:
        """A relative URI reference, or a `file:` URI of an absolute path."""
        quoted = quote(self.file, safe="/", errors="replace")
        if self.file.startswith("/"):
            return f"file://{quoted}"
        # A colon in the first part would read as a scheme; `quote` encodes it.
        return quoted


def source_place(path: str, line: int) -> SourcePlace:
    """`path` as in `CallSite.path`."""
    cell = _CELL.match(path)
    if cell is None:
        return SourcePlace(path, max(line, 1))
    return SourcePlace(cell["file"], 1, int(cell["cell"]), line)

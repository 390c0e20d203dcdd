"""Lines for a terminal: never wider than it, never ending in blanks, safe to print."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from migrate_check.report.text import one_line

_WIDEST = 100
_BREAKS = re.compile(r"(?<=[/.\]])")


def console(*, to_stderr: bool = False) -> Console:
    """Colours only on a terminal, and none with NO_COLOR."""
    return Console(stderr=to_stderr, highlight=False)


def width(on: Console) -> int:
    """Columns to fill; long lines are hard to read even where there is room."""
    return min(on.width, _WIDEST)


def line(on: Console, text: str | Text = "") -> None:
    """Print as it is; the terminal may wrap it, so that paths stay whole."""
    on.print(Text(text) if isinstance(text, str) else text, soft_wrap=True)


def paragraph(
    on: Console, label: str, text: str, style: str = "", *, whole_words: bool = False
) -> None:
    """Print `label` and the text behind it, wrapped with a hanging indent.

    `whole_words` leaves an address that is longer than a line in one piece, for copying.
    """
    wrapped = textwrap.wrap(
        one_line(text),
        width(on),
        initial_indent=label,
        subsequent_indent=" " * len(label),
        break_on_hyphens=False,
        break_long_words=not whole_words,
    )
    for part in wrapped or [label.rstrip()]:
        line(on, Text(part, style))


def table(on: Console, rows: Iterable[tuple[Text, ...]], right: frozenset[int]) -> None:
    """Print columns two blanks apart; columns of the indexes `right` are right-aligned.

    A row of one cell is a heading, which no column has to be as wide as.
    """
    cells = [tuple(row) for row in rows]
    columns = zip(*(row for row in cells if len(row) > 1), strict=True)
    widths = [max(cell.cell_len for cell in column) for column in columns]
    for row in cells:
        joined = Text()
        if len(row) == 1:
            line(on)
            line(on, row[0])
            continue
        for index, (cell, wide) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (wide - cell.cell_len)
            joined.append_text(Text(gap) + cell if index in right else cell + Text(gap))
            joined.append("  ")
        joined.rstrip()
        line(on, joined)


def tail(text: str, most: int) -> str:
    """The end of a path or location, from a natural break where there is one."""
    shown = one_line(text)
    if len(shown) <= most:
        return shown
    kept = shown[-(most - 1) :]
    parts = _BREAKS.split(kept, maxsplit=1)
    return "…" + (parts[1] if len(parts) > 1 and len(parts[1]) > most // 2 else kept)

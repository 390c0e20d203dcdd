"""The progress bar of a self-test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def selftest_progress() -> Iterator[Callable[[int, int, str], None]]:
    """On standard error; a plain line where it is no terminal."""
    on = Console(stderr=True)
    if not sys.stderr.isatty():
        on.print("trying every defect and the clean gateway …", highlight=False)
        yield lambda done, everything, label: _tell(on, done, everything)
        return
    columns = (
        TextColumn("self-test"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[label]}", style="dim"),
    )
    with Progress(*columns, console=on, transient=True) as progress:
        task = progress.add_task("self-test", total=None, label="")
        yield lambda done, everything, label: progress.update(
            task, completed=done, total=everything, label=label[:34]
        )


def _tell(on: Console, done: int, everything: int) -> None:
    """A line for each tenth, for logs."""
    if done * 10 // everything > (done - 1) * 10 // everything:
        on.print(f"{done} of {everything} done", highlight=False)

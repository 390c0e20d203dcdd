"""The progress bar of a run: done, total, time left."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from migrate_check.domain.plan import Plan
from migrate_check.exchange.run_events import RunEvent, TrialDone

Listen = Callable[[RunEvent], None]


@contextmanager
def progress_bar(plan: Plan) -> Iterator[Listen]:
    """Show progress on standard error while the run lasts; a plain line where it is no terminal."""
    console = Console(stderr=True)
    if not sys.stderr.isatty():
        console.print(f"running {len(plan.trials)} trials …", highlight=False)
        yield lambda event: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[case]}", style="dim"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("trials", total=len(plan.trials), case="")

        def listen(event: RunEvent) -> None:
            if isinstance(event, TrialDone):
                progress.update(task, advance=1, case=event.trial.case.case_id[-34:])

        yield listen

"""`migrate-check selftest`: what the tool finds of known defects, and what it accuses wrongly."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from migrate_check.cli import options as opt


def selftest(
    only: Annotated[
        list[str] | None,
        typer.Option(help="A category, a defect's id, or false-alarms; repeatable."),
    ] = None,
    fast: Annotated[
        bool, typer.Option("--fast", help="One defect of each category, few clean trials.")
    ] = False,
    seeds: Annotated[int, typer.Option(min=1, help="Clean runs of each route.")] = 5,
    trials: Annotated[int, typer.Option(min=1, help="Trials of each clean run, at least.")] = 200,
    jobs: Annotated[int, typer.Option(min=0, help="Processes; 0 is one for each processor.")] = 0,
    json_file: opt.JsonFile = None,
    html: Annotated[Path | None, typer.Option(help="The page.")] = None,
) -> None:
    """Show the embedded gateway's defects to the tool itself: recall and false alarms.

    Every defect is looked for once, by the shipped scenarios and rules over real HTTP; then the
    gateway without a defect must raise no alarm. Exits with 1 below the stated levels.
    """
    from migrate_check.cli.layout import console
    from migrate_check.cli.selftest_progress import selftest_progress
    from migrate_check.cli.selftest_summary import print_selftest
    from migrate_check.gate.grade import grade
    from migrate_check.workflows.selftest import SelfTestRequest
    from migrate_check.workflows.selftest import selftest as tried
    from migrate_check.workflows.selftest_files import SelfTestFiles, write_selftest

    files = SelfTestFiles(json_file, html)
    files.outputs.refuse_unwritable()
    request = SelfTestRequest(tuple(only or ()), fast, seeds, trials, jobs)
    try:
        with selftest_progress() as listen:
            tested = tried(request, listen)
    except KeyboardInterrupt:
        typer.echo("migrate-check: interrupted; nothing was written", err=True)
        raise typer.Exit(130) from None
    graded = grade(tested)
    written = write_selftest(tested, graded, files)
    print_selftest(console(to_stderr=files.outputs.takes_stdout), tested, graded, written)
    raise typer.Exit(graded.exit_code)

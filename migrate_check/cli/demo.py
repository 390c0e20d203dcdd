"""`migrate-check demo`: the whole job on loopback, without keys and network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    out: Annotated[Path, typer.Option(help="Folder for store, result and report.")] = Path(
        "migrate-check-demo"
    ),
    seed: Annotated[int, typer.Option(help="Of the embedded provider and gateway.")] = 0,
) -> None:
    """Compare an embedded provider with a faulty gateway: no keys, no network, ten seconds."""
    from migrate_check.cli.progress import progress_bar
    from migrate_check.cli.summary import print_demo_intro, print_estimate, print_result
    from migrate_check.workflows.demonstrate import demonstrate

    finished = demonstrate(out, seed, progress_bar, (print_demo_intro, print_estimate))
    print_result(finished)
    code = finished.result.verdict.exit_code
    typer.echo(f"\n`migrate-check run` would exit with {int(code)}; the demo itself exits with 0.")
    typer.echo("next: migrate-check init")

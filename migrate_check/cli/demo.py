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
    from migrate_check.cli.layout import console
    from migrate_check.cli.progress import progress_bar
    from migrate_check.cli.summary import print_demo_intro, print_estimate, print_result
    from migrate_check.workflows.demonstrate import demonstration
    from migrate_check.workflows.run_scenarios import run_prepared

    on = console()
    with demonstration(out, seed) as shown:
        print_demo_intro(on, shown.faults)
        print_estimate(on, shown.prepared)
        with progress_bar(shown.prepared.plan) as listen:
            finished = run_prepared(shown.prepared, shown.outputs, listen)
    print_result(on, finished)
    code = finished.result.verdict.exit_code
    typer.echo(f"\n`migrate-check run` would exit with {int(code)}; the demo itself exits with 0.")
    typer.echo("next: open the report, then `migrate-check init`")

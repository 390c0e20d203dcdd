"""`migrate-check doctor`: can both sides be compared at all?"""

from __future__ import annotations

from typing import Annotated

import typer

from migrate_check.cli import options as opt


def doctor(
    config: opt.Config = None,
    baseline_url: Annotated[str | None, typer.Option(help="The old provider.")] = None,
    candidate_url: Annotated[str | None, typer.Option(help="The gateway.")] = None,
    baseline_key_env: Annotated[str | None, typer.Option(help="Variable with its key.")] = None,
    candidate_key_env: Annotated[str | None, typer.Option(help="Variable with its key.")] = None,
    baseline_header: Annotated[
        list[str] | None, typer.Option(help="'name: value'; repeatable.")
    ] = None,
    candidate_header: Annotated[
        list[str] | None, typer.Option(help="'name: value'; repeatable.")
    ] = None,
    model: Annotated[
        list[str] | None, typer.Option(help="Model id, or ROUTE=MODEL; repeatable.")
    ] = None,
    route: Annotated[list[str] | None, typer.Option(help="Repeatable.")] = None,
    settings: opt.Settings = None,
) -> None:
    """Check reachability, credentials, URL joins and model ids of both sides (a few requests)."""
    from migrate_check.report.text import one_line
    from migrate_check.workflows.diagnose import diagnose

    values: dict[str, object] = {
        "baseline.base_url": baseline_url,
        "candidate.base_url": candidate_url,
        "baseline.api_key": baseline_key_env,
        "candidate.api_key": candidate_key_env,
        "baseline.headers": baseline_header,
        "candidate.headers": candidate_header,
        "model": model,
        "routes": route,
    }
    diagnosis = diagnose(config, opt.given(values, settings))
    for line in diagnosis.lines:
        # A server's words are in it.
        typer.echo(f"{line.mark.value:<4}  {line.side:<9}  {one_line(line.text)}")
        if line.remedy:
            typer.echo(f"{'':<17}{one_line(line.remedy)}")
    typer.echo(diagnosis.closing)
    raise typer.Exit(diagnosis.exit_code)

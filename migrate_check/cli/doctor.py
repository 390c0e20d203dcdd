"""`migrate-check doctor`: can both sides be compared at all?"""

from __future__ import annotations

import typer

from migrate_check.cli import options as opt


def doctor(
    config: opt.Config = None,
    baseline_url: opt.BaselineUrl = None,
    candidate_url: opt.CandidateUrl = None,
    baseline_key_env: opt.BaselineKeyEnv = None,
    candidate_key_env: opt.CandidateKeyEnv = None,
    baseline_header: opt.BaselineHeader = None,
    candidate_header: opt.CandidateHeader = None,
    model: opt.Model = None,
    route: opt.Routes = None,
    settings: opt.Settings = None,
) -> None:
    """Check reachability, credentials, URL joins and model ids of both sides (a few requests)."""
    from migrate_check.report.text import one_line
    from migrate_check.workflows.diagnose import diagnose

    sides = opt.Sides(
        (baseline_url, baseline_key_env, baseline_header),
        (candidate_url, candidate_key_env, candidate_header),
    )
    values = {**sides.values(), "model": model, "routes": route}
    diagnosis = diagnose(config, opt.given(values, settings))
    for line in diagnosis.lines:
        # A server's words are in it.
        typer.echo(f"{line.mark.value:<4}  {line.side:<9}  {one_line(line.text)}")
        if line.remedy:
            typer.echo(f"{'':<17}{one_line(line.remedy)}")
    typer.echo(diagnosis.closing)
    raise typer.Exit(diagnosis.exit_code)

"""`migrate-check accept`: record that the team lives with a finding, until a date."""

from __future__ import annotations

from typing import Annotated

import typer

from migrate_check.cli import options as opt


def accept(
    fingerprint: Annotated[str, typer.Argument(help="The finding's 12 hex digits.")],
    reason: Annotated[str, typer.Option(help="Why no caller breaks.")],
    owner: Annotated[str, typer.Option(help="Team that decided.")],
    expires: Annotated[str, typer.Option(help="Last day it holds, YYYY-MM-DD.")],
    run: Annotated[str, typer.Option(help="Run that has the finding.")] = "latest",
    config: opt.Config = None,
    store: opt.Store = None,
    accepted: opt.Accepted = None,
) -> None:
    """Accept a finding: adds an entry to a file that is reviewed in git."""
    from migrate_check.workflows.accept_finding import AcceptRequest, accept_finding

    values = {
        "store": str(store) if store else None,
        "accepted": str(accepted) if accepted else None,
    }
    request = AcceptRequest(fingerprint, reason, owner, expires, run)
    path, rule = accept_finding(request, config, opt.given(values))
    typer.echo(f"{path}: accepted {rule} ({fingerprint}) until {expires}; commit the file.")

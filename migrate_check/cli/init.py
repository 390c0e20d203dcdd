"""`migrate-check init`: a first configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def init(
    path: Annotated[Path, typer.Argument(help="File to write.")] = Path("migrate-check.yaml"),
    baseline: Annotated[str, typer.Option(help="Profile of the old provider.")] = "openai",
    candidate: Annotated[str, typer.Option(help="Profile of the gateway.")] = "generic",
    schemas: Annotated[
        Path | None, typer.Option(help="Also write JSON Schemas for editors to this folder.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Write a commented migrate-check.yaml."""
    from migrate_check.workflows.start_project import ProjectRequest, start_project

    request = ProjectRequest(path, baseline, candidate, schemas, force)
    for written in start_project(request):
        typer.echo(f"wrote {written}")
    typer.echo(f"next: fill in URLs, model and keys in {path}, then `migrate-check doctor`")

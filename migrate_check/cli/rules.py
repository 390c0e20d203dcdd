"""`migrate-check rules`: what is looked for, and why it matters."""

from __future__ import annotations

import json
from typing import Annotated

import typer

app = typer.Typer(
    help="List the rules, or explain one.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list")
def list_rules(
    family: Annotated[str, typer.Option(help="Only this family, such as stream or tools.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Print every rule: id, severity, family and the pattern it finds."""
    from migrate_check.workflows.explain_rules import rules_of

    rows = rules_of(family)
    if as_json:
        typer.echo(json.dumps([row._asdict() for row in rows], indent=2))
        return
    width = max(len(row.id) for row in rows)
    for row in rows:
        typer.echo(f"{row.id:<{width}}  {row.severity:<7}  {row.family:<9}  {row.summary}")
    typer.echo(f"\n{len(rows)} rules. migrate-check rules explain ID says who breaks and why.")


@app.command()
def explain(rule: Annotated[str, typer.Argument(help="A rule's id.")]) -> None:
    """Print what was seen, why it matters, who breaks, an example, and when to accept it."""
    from migrate_check.workflows.explain_rules import explanation_of

    typer.echo(explanation_of(rule))

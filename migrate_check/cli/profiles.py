"""`migrate-check profiles`: what providers and gateways claim, with the source of each claim."""

from __future__ import annotations

import json
from typing import Annotated

import typer

app = typer.Typer(
    help="List what is known of providers and gateways, show one, or compare two.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_REFERENCE = "A name, a generation such as tokenrouter@d, or the path of a profile file."


@app.command("list")
def list_profiles(
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Print every shipped profile: kind, and how its claims are known."""
    from migrate_check.cli.layout import console
    from migrate_check.cli.profile_text import print_list
    from migrate_check.workflows.show_profiles import listed_profiles

    profiles = listed_profiles()
    if as_json:
        typer.echo(json.dumps([one._asdict() for one in profiles], indent=2))
    else:
        print_list(console(), profiles)


@app.command()
def show(
    profile: Annotated[str, typer.Argument(help=_REFERENCE)],
    route: Annotated[str, typer.Option(help="Only what is about this route.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Print every claim of a profile with its mark and source."""
    from migrate_check.cli.layout import console
    from migrate_check.cli.profile_text import print_profile
    from migrate_check.workflows.show_profiles import profile_document, shown_profile

    shown, claims = shown_profile(profile, route)
    if as_json:
        typer.echo(json.dumps(profile_document(shown, claims), indent=2))
    else:
        print_profile(console(), shown, claims, whole=not route)


@app.command()
def diff(
    first: Annotated[str, typer.Argument(help="What you have. " + _REFERENCE)],
    second: Annotated[str, typer.Argument(help="What you may move to.")],
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Print what SECOND claims otherwise than FIRST: what is lost, unclear and gained."""
    from migrate_check.cli.layout import console
    from migrate_check.cli.profile_text import print_differences
    from migrate_check.workflows.show_profiles import profile_differences

    found = profile_differences(first, second)
    if as_json:
        typer.echo(json.dumps([one._asdict() for one in found], indent=2))
    else:
        print_differences(console(), first, second, found)

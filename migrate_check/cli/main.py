"""The program: commands, and how every outcome becomes an exit code."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from migrate_check import __version__
from migrate_check.cli import (
    accept,
    demo,
    doctor,
    init,
    inventory,
    lab,
    profiles,
    recheck,
    rules,
    run,
    selftest,
)
from migrate_check.domain.errors import MigrateCheckError, UsageError
from migrate_check.domain.verdict import ExitCode

app = typer.Typer(
    name="migrate-check",
    help="Compare an LLM provider with a gateway before traffic moves: what breaks, what it costs, "
    "whether it is slower.",
    epilog="Start with `migrate-check demo`: no keys, no network, ten seconds.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"migrate-check {__version__}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print it.")
    ] = False,
) -> None:
    """Compare an LLM provider with a gateway before traffic moves."""


for name, command in (
    ("demo", demo.demo),
    ("init", init.init),
    ("inventory", inventory.inventory),
    ("doctor", doctor.doctor),
    ("run", run.run),
    ("recheck", recheck.recheck),
    ("accept", accept.accept),
    ("selftest", selftest.selftest),
):
    app.command(name)(command)
app.add_typer(rules.app, name="rules")
app.add_typer(profiles.app, name="profiles")
app.add_typer(lab.app, name="lab")


def main() -> None:
    """Run; a mistake of the user is one line, a bug is a traceback."""
    try:
        app()
    except MigrateCheckError as error:
        typer.echo(f"migrate-check: {error}", err=True)
        usage = isinstance(error, UsageError)
        raise SystemExit(ExitCode.USAGE if usage else ExitCode.COULD_NOT_RUN) from None
    except KeyboardInterrupt:
        typer.echo("migrate-check: interrupted; what was done is in the store", err=True)
        raise SystemExit(130) from None
    except BrokenPipeError:
        # The reader of our output (`| head`) is gone; that is its right.
        sys.stderr.close()
        raise SystemExit(ExitCode.PASS) from None

"""`migrate-check lab`: the embedded provider and gateway, for hands, SDKs and other programs."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(
    help="Serve an embedded provider and a gateway with faults of your choice; no keys.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def serve(
    fault: Annotated[
        list[str] | None,
        typer.Option(help="Id of a defect of the gateway, or several with commas; repeatable."),
    ] = None,
    fault_rate: Annotated[
        str, typer.Option(help="Share of requests that each defect strikes: 5% or 0.05.")
    ] = "100%",
    seed: Annotated[int, typer.Option(help="The same seed gives the same answers.")] = 0,
    pace: Annotated[
        float,
        typer.Option(
            min=0, help="Factor of all waits: 1 is as slow as a real model, 0 never waits."
        ),
    ] = 1.0,
    provider_port: Annotated[
        int, typer.Option(min=0, max=65_535, help="0 takes a free port.")
    ] = 8801,
    gateway_port: Annotated[
        int, typer.Option(min=0, max=65_535, help="0 takes a free port.")
    ] = 8802,
    list_faults: Annotated[
        bool, typer.Option("--list-faults", help="Print the defects and exit.")
    ] = False,
) -> None:
    """Serve on loopback until Ctrl-C: real HTTP and SSE, answers that repeat by seed."""
    from migrate_check.cli.lab_summary import print_faults, print_lab
    from migrate_check.cli.layout import console
    from migrate_check.domain.errors import CannotRunError, UsageError
    from migrate_check.lab.fault_rate import parse_fault_rate
    from migrate_check.lab.pace import REALISTIC
    from migrate_check.lab.serve import serve as serve_lab
    from migrate_check.lab.site import LabSettings

    on = console()
    if list_faults:
        print_faults(on)
        return
    settings = LabSettings(
        faults=[name for given in fault or () for name in _split(given)],
        fault_rate=parse_fault_rate(fault_rate),
        seed=seed,
        pace=pace,
        provider_port=provider_port,
        gateway_port=gateway_port,
        latency=REALISTIC,
    )
    try:
        serve_lab(settings, lambda lab: print_lab(on, lab, settings))
    except CannotRunError as taken:
        # Here a port is an option like another, and nothing was compared.
        raise UsageError(f"{taken}, or 0 for a free one") from None
    except KeyboardInterrupt:
        # How it is meant to end.
        typer.echo("\nstopped")


@app.command("faults")
def list_all(
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Print every defect that the gateway can have."""
    from migrate_check.cli.lab_summary import print_faults, print_faults_as_json
    from migrate_check.cli.layout import console

    if as_json:
        print_faults_as_json()
    else:
        print_faults(console())


def _split(given: str) -> list[str]:
    return [name.strip() for name in given.split(",") if name.strip()]

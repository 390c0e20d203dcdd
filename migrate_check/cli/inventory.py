"""`migrate-check inventory`: what calls which LLM, and what it takes to move it and to go back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from migrate_check.cli import options as opt


class FailOn(StrEnum):
    """The severity that fails."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


class CountedAs(StrEnum):
    """What an inconclusive verdict counts as."""

    PASS = "pass"
    FAIL = "fail"


class Show(StrEnum):
    """What is printed in full."""

    SITES = "sites"
    FINDINGS = "findings"
    ALL = "all"


def inventory(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="Files and folders (default .).")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            metavar="PROFILE",
            help="Judge for this gateway: a name of `profiles list`, NAME@GENERATION or a file "
            "(default: the candidate's profile in migrate-check.yaml, if that is here).",
        ),
    ] = None,
    fail_on: Annotated[
        FailOn | None, typer.Option(help="The severity that fails (default error).")
    ] = None,
    inconclusive_as: Annotated[
        CountedAs | None, typer.Option(help="What an inconclusive verdict counts as.")
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="Leave these out; repeatable."),
    ] = None,
    tests: Annotated[
        bool | None,
        typer.Option(
            "--tests/--no-tests",
            help="Count tests and examples like other code, or leave them out. Without either "
            "they are listed, and their findings are notes.",
        ),
    ] = None,
    owners: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Who pays for which path (default CODEOWNERS)."),
    ] = None,
    changed: Annotated[
        str | None,
        typer.Option(metavar="BASE", help="Only files that changed since this git revision."),
    ] = None,
    run: Annotated[
        str | None,
        typer.Option(help="Join with this stored run, or `latest`: what does it prove?"),
    ] = None,
    store: opt.Store = None,
    scenarios: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write scenarios for what the code sends."),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Inventory document; - is standard output.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="HTML page.")] = None,
    sarif: Annotated[Path | None, typer.Option(help="SARIF 2.1.0, for code scanning.")] = None,
    cyclonedx: Annotated[Path | None, typer.Option(help="CycloneDX 1.6, JSON.")] = None,
    show: Annotated[Show, typer.Option(help="What to print.")] = Show.ALL,
    jobs: Annotated[int, typer.Option(min=1, help="Processes that read files.")] = 1,
) -> None:
    """List what calls which LLM and how, and judge it for a gateway; nothing is run or sent."""
    from migrate_check.cli.inventory_summary import print_answer, print_drafts, print_summary
    from migrate_check.cli.inventory_table import print_findings, print_quiet, print_sites
    from migrate_check.cli.layout import console, paragraph
    from migrate_check.domain.finding import Severity
    from migrate_check.domain.inventory_result import InventoryPolicy
    from migrate_check.domain.verdict import Outcome
    from migrate_check.workflows.inventory_files import InventoryOutputs
    from migrate_check.workflows.take_inventory import InventoryRequest, take_inventory, target_of

    least = fail_on or FailOn.ERROR
    policy = InventoryPolicy(
        fail_on=None if least is FailOn.NEVER else Severity(least.value),
        asked=fail_on is not None,
        inconclusive_as=Outcome(inconclusive_as or Outcome.INCONCLUSIVE),
        tests=tests is True,
    )
    request = InventoryRequest(
        paths=tuple(paths or [Path()]),
        to=to,
        exclude=tuple(exclude or ()),
        changed=changed,
        owners=owners,
        jobs=jobs,
        leave_out_tests=tests is False,
        run=run,
        store=store,
        scenarios=scenarios,
        policy=policy,
    )
    outputs = InventoryOutputs(json_file, html, sarif, cyclonedx)
    on = console(to_stderr=outputs.takes_stdout)
    target = target_of(request)
    if target.profile is not None and target.chosen_by is not None:
        told = f"judged for {target.profile.name}, the candidate's profile in {target.chosen_by}"
        paragraph(on, "note: ", f"{told}; --to names another", "yellow")
    taken = take_inventory(request, target, outputs)
    judged = taken.result.judged
    if show is not Show.FINDINGS:
        print_sites(on, judged.sites)
    if show is not Show.SITES:
        print_findings(on, judged)
        print_quiet(on, judged)
    print_summary(on, judged)
    print_answer(on, taken.result, taken.written)
    if scenarios is not None:
        print_drafts(on, taken.stubs, scenarios)
    raise typer.Exit(taken.result.verdict.exit_code)

"""`migrate-check recheck`: judge a stored run again, offline."""

from __future__ import annotations

from typing import Annotated

import typer

from migrate_check.cli import options as opt


def recheck(
    run: Annotated[str, typer.Argument(help="Run id, or `latest`.")] = "latest",
    config: opt.Config = None,
    store: opt.Store = None,
    fail_on: opt.FailOn = None,
    inconclusive_as: opt.InconclusiveAs = None,
    require: opt.Require = None,
    accepted: opt.Accepted = None,
    html: opt.Html = None,
    json_file: opt.JsonFile = None,
    junit: opt.Junit = None,
    markdown: opt.Markdown = None,
    inventory: opt.InventoryFile = None,
    show_prompts: opt.ShowPrompts = False,
    settings: opt.Settings = None,
) -> None:
    """Judge a stored run with today's rules and policy; nothing is sent."""
    from migrate_check.cli.layout import console
    from migrate_check.cli.summary import print_result
    from migrate_check.workflows.recheck_run import recheck_run
    from migrate_check.workflows.write_reports import Outputs

    values: dict[str, object] = {
        "store": str(store) if store else None,
        **opt.policy_values(fail_on, inconclusive_as, require, accepted),
    }
    outputs = Outputs(html, json_file, junit, markdown, show_prompts)
    finished = recheck_run(run, config, opt.given(values, settings), outputs, inventory)
    print_result(console(to_stderr=outputs.takes_stdout), finished)
    raise typer.Exit(finished.result.verdict.exit_code)

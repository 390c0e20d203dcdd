"""`migrate-check run`: the paired run, its reports and its exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from migrate_check.cli import options as opt


def run(
    config: opt.Config = None,
    baseline_url: opt.BaselineUrl = None,
    candidate_url: opt.CandidateUrl = None,
    baseline_key_env: opt.BaselineKeyEnv = None,
    candidate_key_env: opt.CandidateKeyEnv = None,
    baseline_profile: Annotated[
        str | None, typer.Option(help="Such as openai or anthropic; used for prices.")
    ] = None,
    candidate_profile: Annotated[
        str | None, typer.Option(help="Such as tokenlab, tokenrouter, tokenpak or generic.")
    ] = None,
    baseline_header: opt.BaselineHeader = None,
    candidate_header: opt.CandidateHeader = None,
    model: opt.Model = None,
    route: opt.Routes = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option(help="Pack (tools, openai-chat/tools), file or folder; repeatable."),
    ] = None,
    repeat: Annotated[int | None, typer.Option(help="Trials of each case (default 3).")] = None,
    control: Annotated[
        int | None,
        typer.Option(help="Repeats with both requests to the baseline, to learn its noise."),
    ] = None,
    warmup: Annotated[
        int | None, typer.Option(help="Trials that are sent and not judged (default 1).")
    ] = None,
    concurrency: Annotated[int | None, typer.Option(help="Trials at once (default 4).")] = None,
    connect_timeout: Annotated[float | None, typer.Option(help="Seconds (default 10).")] = None,
    read_timeout: Annotated[
        float | None, typer.Option(help="Seconds between bytes (default 60).")
    ] = None,
    total_timeout: Annotated[
        float | None, typer.Option(help="Seconds for an answer (default 180).")
    ] = None,
    context_window: Annotated[
        int | None, typer.Option(help="Tokens; the overflow case goes beyond (default 128000).")
    ] = None,
    max_usd: Annotated[str | None, typer.Option(help="Stop before this many dollars.")] = None,
    max_requests: Annotated[int | None, typer.Option(help="Stop at this many requests.")] = None,
    store: opt.Store = None,
    record: Annotated[
        Path | None, typer.Option(help="Also write redacted vcrpy cassettes to this folder.")
    ] = None,
    replay: Annotated[
        Path | None, typer.Option(help="Answer from this folder's cassettes; no network.")
    ] = None,
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
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the estimate and send nothing.")
    ] = False,
    settings: opt.Settings = None,
) -> None:
    """Send every scenario to baseline and candidate together, and judge the difference."""
    from migrate_check.cli.layout import console, line
    from migrate_check.cli.progress import progress_bar
    from migrate_check.cli.summary import print_estimate, print_result
    from migrate_check.workflows.run_scenarios import RunRequest, prepare, run_prepared
    from migrate_check.workflows.write_reports import Outputs

    sides = opt.Sides(
        (baseline_url, baseline_key_env, baseline_header),
        (candidate_url, candidate_key_env, candidate_header),
    )
    values: dict[str, object] = {
        **sides.values(),
        "baseline.profile": baseline_profile,
        "candidate.profile": candidate_profile,
        "model": model,
        "routes": route,
        "scenarios": scenario,
        "repeat": repeat,
        "control": control,
        "warmup": warmup,
        "concurrency": concurrency,
        "timeouts.connect": connect_timeout,
        "timeouts.read": read_timeout,
        "timeouts.total": total_timeout,
        "context_window": context_window,
        "budget.usd": max_usd,
        "budget.requests": max_requests,
        "store": str(store) if store else None,
        **opt.policy_values(fail_on, inconclusive_as, require, accepted),
    }
    request = RunRequest(config, opt.given(values, settings), record, replay, inventory=inventory)
    outputs = Outputs(html, json_file, junit, markdown, show_prompts)
    on = console(to_stderr=outputs.takes_stdout)
    prepared = prepare(request)
    print_estimate(on, prepared)
    if dry_run:
        line(on, "dry run: nothing was sent")
        return
    with progress_bar(prepared.plan) as listen:
        finished = run_prepared(prepared, outputs, listen)
    print_result(on, finished)
    raise typer.Exit(finished.result.verdict.exit_code)

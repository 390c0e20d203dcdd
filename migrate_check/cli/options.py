"""Options that several commands share, and how they reach the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="Configuration (default migrate-check.yaml if present)."),
]
BaselineUrl = Annotated[
    str | None, typer.Option(help="The old provider, such as https://api.openai.com/v1.")
]
CandidateUrl = Annotated[str | None, typer.Option(help="The gateway.")]
BaselineKeyEnv = Annotated[
    str | None, typer.Option(help="Environment variable with the baseline's key.")
]
CandidateKeyEnv = Annotated[
    str | None, typer.Option(help="Environment variable with the candidate's key.")
]
BaselineHeader = Annotated[
    list[str] | None, typer.Option(help="'name: value', may hold ${ENV}; repeatable.")
]
CandidateHeader = Annotated[
    list[str] | None, typer.Option(help="'name: value', may hold ${ENV}; repeatable.")
]
Model = Annotated[list[str] | None, typer.Option(help="Model id, or ROUTE=MODEL; repeatable.")]
Routes = Annotated[
    list[str] | None, typer.Option(help="openai-chat, openai-responses, …; repeatable.")
]
Store = Annotated[
    Path | None, typer.Option(help="Record of runs (default .migrate-check/runs.sqlite).")
]
FailOn = Annotated[
    str | None, typer.Option(help="error (default) or warning: the severity that fails.")
]
InconclusiveAs = Annotated[
    str | None, typer.Option(help="pass or fail: what an inconclusive verdict counts as.")
]
Require = Annotated[
    list[str] | None,
    typer.Option(help="latency or cost: the verdict needs this answer too; repeatable."),
]
Accepted = Annotated[
    Path | None,
    typer.Option(help="Accepted differences (default migrate-check-accepted.yaml if present)."),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", help="KEY=VALUE for any key of the configuration; repeatable.", metavar="KEY=VALUE"
    ),
]
Html = Annotated[
    Path | None,
    typer.Option(help="HTML report (default .migrate-check/reports/RUN.html)."),
]
JsonFile = Annotated[
    Path | None, typer.Option("--json", help="Result document; - is standard output.")
]
Junit = Annotated[Path | None, typer.Option(help="JUnit XML.")]
Markdown = Annotated[Path | None, typer.Option(help="Markdown, for a pull request.")]
InventoryFile = Annotated[
    Path | None,
    typer.Option(
        "--inventory", help="What `inventory --json` wrote: phase 1 of the report rests on it."
    ),
]
ShowPrompts = Annotated[
    bool, typer.Option("--show-prompts", help="Show request contents in full in the report.")
]


class Sides(NamedTuple):
    """URL, key's variable and header lines of both sides, as given."""

    baseline: tuple[str | None, str | None, list[str] | None]
    candidate: tuple[str | None, str | None, list[str] | None]

    def values(self) -> dict[str, object]:
        """Under their dotted names."""
        return {
            f"{side}.{key}": value
            for side, given in self._asdict().items()
            for key, value in zip(("base_url", "api_key", "headers"), given, strict=True)
        }


def given(values: Mapping[str, object], settings: list[str] | None = None) -> dict[str, object]:
    """The options that the user really gave, dotted key → value; `--set` wins."""
    from migrate_check.plan.set_option import set_values

    named = {key: value for key, value in values.items() if value is not None and value != []}
    return {**named, **set_values(settings or [])}


def policy_values(
    fail_on: str | None,
    inconclusive_as: str | None,
    require: list[str] | None,
    accepted: Path | None,
) -> dict[str, object]:
    """Options of the gate, under their dotted names."""
    return {
        "policy.fail_on": fail_on,
        "policy.inconclusive_as": inconclusive_as,
        "policy.require": require,
        "accepted": str(accepted) if accepted else None,
    }

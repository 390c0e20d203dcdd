"""The first migrate-check.yaml, written by `migrate-check init`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from migrate_check.domain.scenario import Route
from migrate_check.profiles.index import GENERIC

_FIXED_GENERATION = {
    Route.OPENAI_CHAT: (
        re.compile(r"(^|[/:])(gpt-[5-9]|o[1-9])"),
        "{max_tokens: max_completion_tokens, temperature: null, stop: null}",
    ),
    Route.OPENAI_RESPONSES: (
        # From GPT-5.1 on, models that reason only when asked take a temperature.
        re.compile(r"(^|[/:])(gpt-5(?![.])|o[1-9])"),
        "{temperature: null}",
    ),
    Route.ANTHROPIC_MESSAGES: (
        re.compile(r"claude-[a-z]+-(4-[7-9]|[5-9])"),
        "{temperature: null}",
    ),
}
"""Route → model ids that refuse generation parameters of the shipped packs, and the remedy."""


@dataclass(frozen=True, slots=True)
class StarterSide:
    """What `init` knows of one side."""

    profile: str
    base_url: str
    key_env: str | None


def starter_config(
    baseline: StarterSide, candidate: StarterSide, models: Mapping[Route, str]
) -> str:
    """Text of a commented configuration that `load_config` accepts. `models` must not be empty."""
    return "\n".join(
        [
            "# What migrate-check compares. Next: migrate-check doctor, then migrate-check run.",
            "# Every key can also be given as an option; see `migrate-check run --help`.",
            "",
            "baseline:            # the provider you use today",
            *_side(baseline),
            "",
            "candidate:           # the gateway you may move to",
            *_side(candidate),
            "  # model_map:       # where the gateway names a model differently",
            f"  #   {_text(next(iter(models.values())))}: their-name-for-it",
            "",
            "model:               # asked of both sides, per route",
            *(f"  {route.value}: {_text(model)}" for route, model in models.items()),
            *_rename_fields(models),
            "",
            "# scenarios: [minimal, streaming, tools, errors]   # default: all of these",
            "# scenarios: [./my-scenarios/]                     # or your own",
            "repeat: 3            # times each case is sent to each side",
            "concurrency: 4",
            "",
            "budget:              # the run stops before it exceeds either",
            "  requests: 1000",
            "  # usd: 1.00",
            "",
            "policy:",
            "  fail_on: error     # or warning",
            "  # require: [latency, cost]",
            "  # margins: {ttft_ratio: 1.25, e2e_ratio: 1.25, cost_ratio: 1.10}",
            "",
        ]
    )


def _side(side: StarterSide) -> list[str]:
    lines = [] if side.profile == GENERIC else [f"  profile: {side.profile}"]
    lines.append(f"  base_url: {_text(side.base_url)}")
    if side.key_env is None:
        return [*lines, "  # api_key: ${NAME_OF_THE_VARIABLE}   # absent: no key is sent"]
    return [*lines, f"  api_key: ${{{side.key_env}}}   # the variable's name, never the key"]


def _rename_fields(models: Mapping[Route, str]) -> list[str]:
    lines = [
        f"  {route.value}: {remedy}"
        for route, (pattern, remedy) in _FIXED_GENERATION.items()
        if pattern.search(models.get(route, ""))
    ]
    return ["rename_fields:       # these models refuse these fields", *lines] if lines else []


def _text(text: str) -> str:
    """Plain where that reads back as the same text, else quoted."""
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9._/:@-]*[A-Za-z0-9/]", text)
    words = text.lower() in ("true", "false", "null", "yes", "no", "on", "off")
    return text if plain and not words else json.dumps(text)

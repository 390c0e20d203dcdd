"""`init`: a first configuration, and schemas for editors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.scenario import Route
from migrate_check.plan.editor_schema import accepted_schema, config_schema, scenario_schema
from migrate_check.plan.starter import StarterSide, starter_config
from migrate_check.profiles.grammar import profile_schema
from migrate_check.profiles.load import load_profile
from migrate_check.profiles.starting import default_base_url, starting_routes
from migrate_check.report.files import write

_OPENAI = {Route.OPENAI_CHAT: "gpt-4o-mini", Route.OPENAI_RESPONSES: "gpt-5.2"}
_ANTHROPIC = {
    Route.ANTHROPIC_MESSAGES: "claude-haiku-4-5",
    Route.ANTHROPIC_COUNT_TOKENS: "claude-haiku-4-5",
}
_GEMINI = {Route.GEMINI: "gemini-2.5-flash"}
_MODELS: Mapping[str, Mapping[Route, str]] = {
    "openai": _OPENAI,
    "anthropic": _ANTHROPIC,
    "gemini": {Route.OPENAI_CHAT: "gemini-2.5-flash", **_GEMINI},
    "mistral": {Route.OPENAI_CHAT: "mistral-small-latest"},
    "deepseek": dict.fromkeys((Route.OPENAI_CHAT, Route.ANTHROPIC_MESSAGES), "deepseek-flash"),
}
"""Provider → route → a model of its own that answers cheaply."""
_MODELS_OF_MANY: Mapping[Route, str] = {**_OPENAI, **_ANTHROPIC, **_GEMINI}
"""The same for whoever passes on to several providers."""
_PLACEHOLDER_URL = "https://gateway.example/v1"


@dataclass(frozen=True, slots=True)
class ProjectRequest:
    """What `init` was told."""

    path: Path
    baseline: str
    candidate: str
    schemas: Path | None
    force: bool


def start_project(request: ProjectRequest) -> tuple[Path, ...]:
    """Write the files and return their paths. ConfigError where one would be overwritten."""
    if request.path.exists() and not request.force:
        raise ConfigError(f"{request.path} exists; add --force to replace it")
    baseline = load_profile(request.baseline)
    known = _MODELS.get(baseline.name, _MODELS_OF_MANY)
    offered = starting_routes(baseline)
    models = {route: known[route] for route in offered if route in known} or _MODELS_OF_MANY
    text = starter_config(
        _side(request.baseline, "BASELINE_API_KEY"),
        _side(request.candidate, "GATEWAY_API_KEY"),
        models,
    )
    write(request.path, text)
    return (request.path, *_write_schemas(request.schemas))


def _side(reference: str, key_env: str) -> StarterSide:
    profile = load_profile(reference)
    return StarterSide(
        reference, default_base_url(profile) or _PLACEHOLDER_URL, profile.key_env or key_env
    )


def _write_schemas(folder: Path | None) -> tuple[Path, ...]:
    if folder is None:
        return ()
    schemas = {
        "migrate-check.schema.json": config_schema(),
        "scenario.schema.json": scenario_schema(),
        "accepted.schema.json": accepted_schema(),
        "profile.schema.json": profile_schema(),
    }
    for name, schema in schemas.items():
        write(folder / name, json.dumps(schema, indent=2) + "\n")
    return tuple(folder / name for name in schemas)

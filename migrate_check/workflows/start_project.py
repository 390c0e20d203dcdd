"""`init`: a first configuration, and schemas for editors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.scenario import Route
from migrate_check.plan.editor_schema import accepted_schema, config_schema, scenario_schema
from migrate_check.plan.starter import StarterSide, starter_config
from migrate_check.profiles.known import PROFILES, KnownProfile
from migrate_check.report.files import write

_MODELS = {
    Route.OPENAI_CHAT: "gpt-4o-mini",
    Route.ANTHROPIC_MESSAGES: "claude-haiku-4-5",
    Route.ANTHROPIC_COUNT_TOKENS: "claude-haiku-4-5",
    Route.GEMINI: "gemini-2.5-flash",
    Route.OPENAI_RESPONSES: "gpt-5.2",
    Route.EMBEDDINGS: "text-embedding-3-small",
}
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
    baseline, candidate = _profile(request.baseline), _profile(request.candidate)
    models: Mapping[Route, str] = {
        route: _MODELS[route] for route in baseline.routes if route in _MODELS
    }
    text = starter_config(
        _side(baseline, "BASELINE_API_KEY"), _side(candidate, "GATEWAY_API_KEY"), models
    )
    write(request.path, text)
    return (request.path, *_write_schemas(request.schemas))


def _profile(name: str) -> KnownProfile:
    if name not in PROFILES:
        close = get_close_matches(name, PROFILES, 1)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise ConfigError(f"no profile {name!r}{hint} Known: {', '.join(PROFILES)}")
    return PROFILES[name]


def _side(profile: KnownProfile, key_env: str) -> StarterSide:
    return StarterSide(
        profile.name, profile.base_url or _PLACEHOLDER_URL, profile.key_env or key_env
    )


def _write_schemas(folder: Path | None) -> tuple[Path, ...]:
    if folder is None:
        return ()
    schemas = {
        "migrate-check.schema.json": config_schema(),
        "scenario.schema.json": scenario_schema(),
        "accepted.schema.json": accepted_schema(),
    }
    for name, schema in schemas.items():
        write(folder / name, json.dumps(schema, indent=2) + "\n")
    return tuple(folder / name for name in schemas)

"""JSON Schemas of the YAML files, for editors."""

from __future__ import annotations

from typing import Any

from migrate_check.documents.entry import Entry
from migrate_check.plan.accepted import AcceptedEntry
from migrate_check.plan.config_file import ConfigFile
from migrate_check.plan.schema import ScenarioFile

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def config_schema() -> dict[str, Any]:
    """Of migrate-check.yaml."""
    return _schema(ConfigFile, "migrate-check configuration")


def scenario_schema() -> dict[str, Any]:
    """Of a scenario file."""
    return _schema(ScenarioFile, "migrate-check scenario")


def accepted_schema() -> dict[str, Any]:
    """Of the file of accepted findings: a list of entries."""
    entry = AcceptedEntry.model_json_schema()
    title = "migrate-check accepted findings"
    return {"$schema": _DIALECT, "type": "array", "items": entry, "title": title}


def _schema(entry: type[Entry], title: str) -> dict[str, Any]:
    return {"$schema": _DIALECT, **entry.model_json_schema(), "title": title}

"""Schemas that others publish. They are not part of this repository.

`MIGRATE_CHECK_SCHEMAS` names a folder that holds `sarif-schema-2.1.0.json` and, from CycloneDX,
`bom-1.6.SNAPSHOT.schema.json`, `jsf-0.82.SNAPSHOT.schema.json` and `spdx.SNAPSHOT.schema.json`.
The last three are taken from cyclonedx-python-lib where that is installed.
"""

from __future__ import annotations

import json
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource


def _folders() -> list[Path]:
    named = os.environ.get("MIGRATE_CHECK_SCHEMAS")
    library = find_spec("cyclonedx")
    places = (library.submodule_search_locations or []) if library else []
    return [*([Path(named)] if named else []), *(Path(one, "schema", "_res") for one in places)]


def published(name: str) -> dict[str, Any]:
    """The schema, or a skipped test."""
    for folder in _folders():
        if (folder / name).is_file():
            schema: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
            return schema
    pytest.skip(f"{name} is not here; MIGRATE_CHECK_SCHEMAS can name its folder")


def refuse_invalid_sarif(document: object) -> None:
    jsonschema.validate(document, published("sarif-schema-2.1.0.json"))


def refuse_invalid_cyclonedx(document: object) -> None:
    schema = published("bom-1.6.SNAPSHOT.schema.json")
    others = [published("jsf-0.82.SNAPSHOT.schema.json"), published("spdx.SNAPSHOT.schema.json")]
    registry: Registry[Any] = Registry().with_resources(
        (one["$id"], Resource.from_contents(one)) for one in others
    )
    kind = jsonschema.validators.validator_for(schema)
    kind(schema, registry=registry).validate(document)

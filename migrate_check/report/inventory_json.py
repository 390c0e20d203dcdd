"""An inventory as a document for other programs, and back: `migrate-check/inventory/v1`.

Keys stand in one fixed order, absent is null. The JSON Schema is `schemas/inventory-v1.json` in
this folder.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from migrate_check.domain.call_site import (
    CallSite,
    Inventory,
    JudgedInventory,
    JudgedSite,
    PartFate,
    Rollback,
    SiteFinding,
    SiteProof,
)
from migrate_check.domain.errors import UsageError
from migrate_check.domain.inventory_result import (
    InventoryPolicy,
    InventoryResult,
    InventoryVerdict,
)
from migrate_check.domain.json_value import Json
from migrate_check.gate.inventory_verdict import unknown_parts
from migrate_check.report.text import storable
from migrate_check.report.typed_json import plain, typed

SCHEMA_ID = "migrate-check/inventory/v1"
_OF_SITE = ("fates", "findings", "proof")


def inventory_document(result: InventoryResult) -> dict[str, Json]:
    """The whole inventory, as the schema says."""
    judged, inventory, verdict = result.judged, result.judged.inventory, result.verdict
    return {
        "schema": SCHEMA_ID,
        "tool_version": result.tool_version,
        "taken_at": result.taken_at,
        "gateway": judged.gateway,
        "verdict": plain(verdict.outcome),
        "exit_code": int(verdict.exit_code),
        "reasons": plain(verdict.reasons),
        "phase": plain(verdict.phase),
        "policy": plain(result.policy),
        "roots": plain(inventory.roots),
        "changed_since": inventory.changed_since,
        "files_seen": inventory.files_seen,
        "files_parsed": inventory.files_parsed,
        "skipped": plain(inventory.skipped),
        "counts": _counts(inventory),
        "sites": [_site(one) for one in judged.sites],
        "settings": plain(inventory.settings),
        "setting_findings": plain(judged.setting_findings),
        "advice": plain(judged.advice),
        "stale_suppressions": plain(judged.stale_suppressions),
    }


def inventory_json(result: InventoryResult) -> str:
    """The document as indented ASCII text with a final line feed; same result, same bytes."""
    text = json.dumps(storable(inventory_document(result)), indent=2, allow_nan=False)
    return text + "\n"


@cache
def inventory_schema() -> dict[str, Json]:
    """The JSON Schema (draft 2020-12) that every document is valid against."""
    text = files("migrate_check.report").joinpath("schemas/inventory-v1.json").read_text("utf-8")
    schema: dict[str, Json] = json.loads(text)
    return schema


def load_inventory(path: Path) -> InventoryResult:
    """What `inventory --json FILE` wrote. UsageError, one line, for anything else."""
    try:
        document = json.loads(path.read_bytes())
    except OSError as problem:
        raise UsageError(
            f"{path}: cannot be read: {problem.strerror}; write it with: "
            f"migrate-check inventory . --to NAME --json {path}"
        ) from None
    except ValueError as problem:
        raise UsageError(f"{path}: is no JSON: {problem}") from None
    _refuse_invalid(document, path)
    return _result(document)


def _refuse_invalid(document: Json, path: Path) -> None:
    from jsonschema import Draft202012Validator

    named = document.get("schema") if isinstance(document, dict) else None
    if named != SCHEMA_ID:
        raise UsageError(
            f"{path}: is no inventory ({SCHEMA_ID}); write one with: migrate-check inventory . "
            f"--to NAME --json FILE"
        )
    wrong = next(Draft202012Validator(inventory_schema()).iter_errors(document), None)
    if wrong is not None:
        raise UsageError(f"{path}: {wrong.json_path}: {wrong.message[:200]}")


def _result(document: dict[str, Json]) -> InventoryResult:
    sites = tuple(_judged_site(one) for one in _dicts(document["sites"]))
    judged = JudgedInventory(
        inventory=typed(
            Inventory,
            {
                "roots": document["roots"],
                "sites": [_without(one, _OF_SITE) for one in _dicts(document["sites"])],
                **_picked(document, "settings", "files_seen", "files_parsed", "skipped"),
                "changed_since": document["changed_since"],
            },
        ),
        sites=sites,
        gateway=typed(str | None, document["gateway"]),
        setting_findings=typed(tuple[SiteFinding, ...], document["setting_findings"]),
        advice=typed(tuple[str, ...], document["advice"]),
        stale_suppressions=typed(tuple[str, ...], document["stale_suppressions"]),
    )
    verdict = _picked(document, "exit_code", "reasons", "phase")
    return InventoryResult(
        judged=judged,
        verdict=typed(InventoryVerdict, {"outcome": document["verdict"], **verdict}),
        policy=typed(InventoryPolicy, document["policy"]),
        taken_at=str(document["taken_at"]),
        tool_version=str(document["tool_version"]),
    )


def _judged_site(one: dict[str, Json]) -> JudgedSite:
    return JudgedSite(
        typed(CallSite, _without(one, _OF_SITE)),
        typed(tuple[SiteFinding, ...], one["findings"]),
        typed(SiteProof | None, one["proof"]),
        typed(tuple[PartFate, ...], one["fates"]),
    )


def _site(one: JudgedSite) -> Json:
    site = plain(one.site)
    assert isinstance(site, dict)
    return {
        **site,
        "fates": plain(one.fates),
        "findings": plain(one.findings),
        "proof": plain(one.proof),
    }


def _counts(inventory: Inventory) -> Json:
    sites = inventory.sites
    return {
        "sites": len(sites),
        "in_tests": sum(site.in_test for site in sites),
        "not_fully_known": sum(bool(unknown_parts(site)) for site in sites),
        "languages": _tally(site.language.value for site in sites),
        "routes": _tally(site.route for site in sites),
        "providers": _tally(site.client.provider or "unknown" for site in sites),
        "rollback": {
            one.value: sum(site.client.rollback is one for site in sites) for one in Rollback
        },
        "owners": _tally(site.owner or "" for site in sites),
    }


def _tally(names: Iterable[str]) -> Json:
    return dict(sorted(Counter(names).items()))


def _picked(document: dict[str, Json], *names: str) -> dict[str, Json]:
    return {name: document[name] for name in names}


def _without(one: dict[str, Json], names: tuple[str, ...]) -> dict[str, Json]:
    return {key: value for key, value in one.items() if key not in names}


def _dicts(value: Json) -> list[dict[str, Json]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

"""An inventory as a CycloneDX 1.6 bill of materials: models as components with the places that
name them, providers and gateways as services with their endpoints.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from migrate_check.domain.call_site import CallSite, Certainty
from migrate_check.domain.inventory_result import InventoryResult
from migrate_check.domain.json_value import Json
from migrate_check.report.source_place import source_place
from migrate_check.report.text import bare_url, storable, visible

SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "migrate-check/inventory/cyclonedx")
_UNKNOWN = "unknown"
_APPLICATION = "scanned-code"


@dataclass(slots=True)
class _Service:
    sites: list[CallSite] = field(default_factory=list)
    endpoints: set[str] = field(default_factory=set)


def inventory_cyclonedx(result: InventoryResult) -> str:
    """The document as indented ASCII text; its serial number follows from what it says."""
    document = cyclonedx_document(result)
    content = json.dumps(storable(document), sort_keys=True)
    serial = {"serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, content)}"}
    named = {key: document[key] for key in ("$schema", "bomFormat", "specVersion")}
    return json.dumps(storable({**named, **serial, **document}), indent=2) + "\n"


def cyclonedx_document(result: InventoryResult) -> dict[str, Json]:
    """All but the serial number."""
    sites = result.judged.inventory.sites
    models = _models(sites)
    services = _services(sites)
    refs: list[Json] = [*map(_model_ref, models), *map(_service_ref, services)]
    return {
        "$schema": SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": result.taken_at,
            "tools": {
                "components": [
                    {
                        "type": "application",
                        "name": "migrate-check",
                        "version": result.tool_version,
                    }
                ]
            },
            "component": {
                "type": "application",
                "bom-ref": _APPLICATION,
                "name": _name(", ".join(result.judged.inventory.roots)),
            },
            "properties": [
                _property("call-sites", str(len(sites))),
                _property("call-sites-without-known-model", str(_without_model(sites))),
                _property("judged-for", result.judged.gateway or "nothing"),
            ],
        },
        "components": [_component(key, members) for key, members in models.items()],
        "services": [_service(name, one) for name, one in services.items()],
        "dependencies": [
            {"ref": _APPLICATION, "dependsOn": refs},
            *({"ref": ref} for ref in refs),
        ],
    }


def _models(sites: Iterable[CallSite]) -> dict[tuple[str, str], list[tuple[CallSite, str]]]:
    """(provider, model id) → sites with how they know it, in order of name."""
    found: dict[tuple[str, str], list[tuple[CallSite, str]]] = {}
    for site in sites:
        provider = site.client.provider or _UNKNOWN
        values = [] if site.model.value is None else [site.model.value]
        for value in dict.fromkeys((*values, *site.model.alternatives)):
            only = value == site.model.value and not site.model.alternatives
            known = site.model.certainty if only else Certainty.MAYBE
            found.setdefault((provider, value), []).append((site, known.value))
    return dict(sorted(found.items()))


def _services(sites: Iterable[CallSite]) -> dict[str, _Service]:
    found: dict[str, _Service] = {}
    for site in sites:
        service = found.setdefault(site.client.provider or _UNKNOWN, _Service())
        service.sites.append(site)
        url = site.client.base_url.value
        if url is not None and _is_url(url):
            service.endpoints.add(bare_url(url).partition("?")[0])
    return dict(sorted(found.items()))


def _component(key: tuple[str, str], members: list[tuple[CallSite, str]]) -> Json:
    provider, model = key
    return {
        "type": "machine-learning-model",
        "bom-ref": _model_ref(key),
        "group": _name(provider),
        "name": _name(model),
        "evidence": {"occurrences": [_occurrence(site, known) for site, known in members]},
        "properties": [
            _property("route", route) for route in sorted({site.route for site, _ in members})
        ],
    }


def _occurrence(site: CallSite, known: str) -> Json:
    place = source_place(site.path, site.line)
    cell = f", cell {place.cell} line {place.cell_line}" if place.cell else ""
    return {
        "location": visible(place.file),
        "line": place.line,
        "symbol": visible(site.call),
        "additionalContext": visible(f"{site.route}, model {known}{cell}"),
    }


def _service(name: str, one: _Service) -> Json:
    document: dict[str, Json] = {
        "bom-ref": _service_ref(name),
        "name": _name(name),
        "authenticated": True,
        "x-trust-boundary": True,
        "properties": [
            *(_property("route", route) for route in sorted({site.route for site in one.sites})),
            *(_property("call-site", f"{site.path}:{site.line}") for site in one.sites),
        ],
    }
    if one.endpoints:
        document["endpoints"] = [visible(url) for url in sorted(one.endpoints)]
    return document


def _model_ref(key: tuple[str, str]) -> str:
    return visible(f"model/{key[0]}/{key[1]}")


def _service_ref(name: str) -> str:
    return visible(f"service/{name}")


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://")) and not any(mark in text for mark in ' {}<>"\\')


def _without_model(sites: Iterable[CallSite]) -> int:
    return sum(site.model.value is None for site in sites)


def _name(text: str) -> str:
    """A name must not be empty."""
    return visible(text) or _UNKNOWN


def _property(name: str, value: str) -> Json:
    return {"name": f"migrate-check:{name}", "value": visible(value)}

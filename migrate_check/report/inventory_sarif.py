"""An inventory's findings as SARIF 2.1.0, for code scanning. Call sites without a finding are not
in it: a code scanning page is a list of things to do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from migrate_check.domain.call_site import SiteFinding, Skipped
from migrate_check.domain.finding import Severity
from migrate_check.domain.inventory_result import InventoryResult
from migrate_check.domain.json_value import Json
from migrate_check.report.inventory_ranking import all_findings
from migrate_check.report.source_place import SourcePlace, source_place
from migrate_check.report.text import storable, visible

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "migrateCheckFinding/v1"
_ROOT = "%SRCROOT%"
_LOST = ("could not be analysed", "not readable")
_RANK = (Severity.NOTE, Severity.WARNING, Severity.ERROR)


def inventory_sarif(result: InventoryResult, explanations: Mapping[str, str]) -> str:
    """The log as indented ASCII text. `explanations`: rule id → docstring."""
    log = inventory_sarif_log(result, explanations)
    return json.dumps(storable(log), indent=2, allow_nan=False) + "\n"


def inventory_sarif_log(
    result: InventoryResult, explanations: Mapping[str, str]
) -> dict[str, Json]:
    """One run with one result per finding, suppressed ones included."""
    findings = all_findings(result.judged)
    rules = list(dict.fromkeys(finding.rule for finding in findings))
    gateway = result.judged.gateway
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "migrate-check",
                        "version": result.tool_version,
                        "rules": [
                            _rule(rule, explanations.get(rule, ""), findings) for rule in rules
                        ],
                    }
                },
                "automationDetails": {"id": visible(f"migrate-check-inventory/{gateway or ''}/")},
                "originalUriBaseIds": {
                    _ROOT: {"description": {"text": "The folder that the paths are relative to."}}
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [_invocation(result)],
                "results": [_result(one, rules.index(one.rule)) for one in findings],
            }
        ],
    }


def _rule(rule: str, explanation: str, findings: list[SiteFinding]) -> Json:
    summary, _, rest = explanation.strip().partition("\n")
    summary = summary.strip() or rule
    worst = max((one.severity for one in findings if one.rule == rule), key=_RANK.index)
    return {
        "id": rule,
        "shortDescription": {"text": _message(summary)},
        "fullDescription": {"text": _message(summary)},
        "help": {
            "text": _message(rest.strip() or summary),
            "markdown": _message(f"# {rule}\n\n{explanation.strip() or summary}"),
        },
        "defaultConfiguration": {"level": worst.value},
        "properties": {"tags": ["llm", "gateway-migration"]},
    }


def _result(finding: SiteFinding, index: int) -> Json:
    place = source_place(finding.path, finding.line)
    where = f" (cell {place.cell}, line {place.cell_line})" if place.cell else ""
    document: dict[str, Json] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": _message(f"{finding.message}{where} {finding.advice}")},
        "locations": [_location(place)],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": {
            "route": finding.route,
            "subject": finding.subject,
            "claim": finding.claim,
        },
    }
    if finding.suppressed is not None:
        document["suppressions"] = [
            {"kind": "inSource", "status": "accepted", "justification": finding.suppressed}
        ]
    return document


def _location(place: SourcePlace) -> dict[str, Json]:
    artifact: dict[str, Json] = {"uri": place.uri}
    if not place.uri.startswith("file:"):
        artifact["uriBaseId"] = _ROOT
    location: dict[str, Json] = {
        "physicalLocation": {"artifactLocation": artifact, "region": {"startLine": place.line}}
    }
    if place.cell is not None:
        location["logicalLocations"] = [{"name": f"cell {place.cell}", "kind": "cell"}]
    return location


def _invocation(result: InventoryResult) -> Json:
    return {
        "executionSuccessful": True,
        "exitCode": int(result.verdict.exit_code),
        "endTimeUtc": result.taken_at,
        "toolExecutionNotifications": [
            _notification(one) for one in result.judged.inventory.skipped
        ],
    }


def _notification(skipped: Skipped) -> Json:
    place = source_place(skipped.path, 1)
    physical = _location(place)["physicalLocation"]
    assert isinstance(physical, dict)
    del physical["region"]
    return {
        "level": "warning" if skipped.reason.startswith(_LOST) else "note",
        "message": {"text": _message(f"Not read whole: {skipped.reason}")},
        "locations": [{"physicalLocation": physical}],
    }


def _message(text: str) -> str:
    """Visible, with what would be a placeholder or a link in a SARIF message as plain text."""
    return visible(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")

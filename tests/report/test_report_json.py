from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import jsonschema
import pytest
import report_results

from migrate_check.report.result_json import result_document, result_json, result_schema


def test_the_schema_itself_is_valid_and_closed():
    schema = result_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    pending = [schema]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert "additionalProperties" in node
            pending += node.values()
        elif isinstance(node, list):
            pending += node


def test_every_document_is_valid(result):
    text = result_json(result)
    jsonschema.validate(json.loads(text), result_schema())
    assert text.isascii()


@pytest.mark.parametrize("change", [{"extra": 1}, {"verdict": "maybe"}, {"exit_code": 7}])
def test_the_schema_refuses_other_documents(change):
    document = {**result_document(report_results.failed()), **change}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, result_schema())


def test_same_result_same_bytes():
    assert result_json(report_results.failed()) == result_json(report_results.failed())


def test_a_finding_carries_everything_that_a_program_needs():
    document = result_document(report_results.failed())
    found = {one["fingerprint"]: one for one in document["findings"]}
    one = next(one for one in found.values() if one["rule"] == "stream-done-missing")
    assert len(found) == 24
    assert one["scenario"] == "openai-chat/basic/sky+stream"
    assert (one["severity"], one["occurrences"], one["trials"]) == ("error", 3, 3)
    assert (one["baseline"], one["candidate"]) == ("data: [DONE]", None)
    assert [one["rule"] for one in found.values() if one["suppressed"]] == ["header-extra"]


def test_units_are_in_the_names_and_absent_is_null():
    document = result_document(report_results.failed())
    assert [(one["metric"], one["baseline_s"]) for one in document["latency"]] == [
        ("ttft", 0.42),
        ("e2e", 1.1),
        ("ttft", None),
    ]
    assert document["cost"]["baseline"]["usd"] == pytest.approx(0.005084)
    assert document["cost"]["candidate"]["usd"] is None
    assert document["cost"]["routes"][0]["candidate_usd"] == 0.000043
    assert document["run"]["done_trials"] == 124


def test_numbers_that_json_lacks_are_null():
    result = report_results.failed()
    odd = replace(result.measured[0], ratio=float("inf"), low=float("nan"))
    document = json.loads(result_json(replace(result, measured=(odd,))))
    assert (document["latency"][0]["ratio"], document["latency"][0]["low"]) == (None, None)


def test_credentials_in_a_base_url_are_left_out():
    assert "hunter2" not in result_json(report_results.hostile())


def test_money_is_not_rounded():
    result = report_results.failed()
    cost = {"baseline": replace(result.cost["baseline"], usd=Decimal("12.345678901"))}
    document = result_document(replace(result, cost=cost))
    assert document["cost"]["baseline"]["usd"] == 12.345678901

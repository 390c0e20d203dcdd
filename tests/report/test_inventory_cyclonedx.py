"""The bill of materials."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from published_schemas import refuse_invalid_cyclonedx

from migrate_check.domain.call_site import UNKNOWN_CLIENT, Certainty, Fact, JudgedSite
from migrate_check.report.inventory_cyclonedx import inventory_cyclonedx
from tests.inventory_results import ALL, GEMINI, OPENAI, failed, judged, literal, result, site


@pytest.fixture(params=sorted(ALL))
def taken(request):
    return result(ALL[request.param])


def bom(*sites):
    given = judged(tuple(JudgedSite(one, ()) for one in sites))
    return json.loads(inventory_cyclonedx(result(given)))


def test_every_document_is_valid_by_the_published_schema(taken):
    refuse_invalid_cyclonedx(json.loads(inventory_cyclonedx(taken)))


def test_every_reference_is_defined_once(taken):
    text = inventory_cyclonedx(taken)
    assert text.isascii()
    document = json.loads(text)
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    named = [document["metadata"]["component"]["bom-ref"]]
    named += [one["bom-ref"] for one in (*document["components"], *document["services"])]
    assert len(set(named)) == len(named)
    assert [one["ref"] for one in document["dependencies"]] == named
    assert document["dependencies"][0]["dependsOn"] == named[1:]
    assert all(one["name"] for one in document["components"])


def test_a_model_is_a_component_with_the_places_that_name_it():
    document = bom(site(), site(line=40), GEMINI)
    assert [(one["group"], one["name"]) for one in document["components"]] == [
        ("openai", "gemini-3-flash"),
        ("openai", "gpt-4o-mini"),
    ]
    model = document["components"][1]
    assert model["type"] == "machine-learning-model"
    assert model["evidence"]["occurrences"] == [
        {
            "location": "src/app/ask.py",
            "line": line,
            "symbol": "client.chat.completions.create",
            "additionalContext": "openai-chat, model literal",
        }
        for line in (12, 40)
    ]


def test_possible_models_are_components_that_say_maybe():
    either = Fact("a", Certainty.MAYBE, "one of two", (), ("b",))
    document = bom(site(model=either))
    assert [one["name"] for one in document["components"]] == ["a", "b"]
    for one in document["components"]:
        (place,) = one["evidence"]["occurrences"]
        assert place["additionalContext"] == "openai-chat, model maybe"


def test_what_has_no_known_model_is_counted():
    document = json.loads(inventory_cyclonedx(result(failed())))
    properties = {one["name"]: one["value"] for one in document["metadata"]["properties"]}
    assert properties["migrate-check:call-sites"] == "4"
    assert properties["migrate-check:call-sites-without-known-model"] == "1"


def test_a_provider_is_a_service_with_its_endpoints_but_without_secrets():
    client = replace(OPENAI, base_url=literal("https://me:pass@gw.example/v1?key=secret"))
    relative = replace(OPENAI, base_url=literal("{host}/v1"))
    document = bom(site(client=client), site(line=13, client=relative))
    (service,) = document["services"]
    assert service["name"] == "openai"
    assert service["endpoints"] == ["https://gw.example/v1"]
    assert "pass" not in json.dumps(document)
    assert {"name": "migrate-check:call-site", "value": "src/app/ask.py:13"} in service[
        "properties"
    ]


def test_an_unknown_provider_is_called_so():
    document = bom(site(client=UNKNOWN_CLIENT))
    assert [one["name"] for one in document["services"]] == ["unknown"]
    assert "endpoints" not in document["services"][0]


def test_a_place_in_a_notebook_names_the_cell():
    document = bom(site("n.ipynb#cell-2", 5))
    (place,) = document["components"][0]["evidence"]["occurrences"]
    assert (place["location"], place["line"]) == ("n.ipynb", 1)
    assert place["additionalContext"].endswith("cell 2 line 5")


def test_the_same_inventory_gives_the_same_serial_number(taken):
    assert inventory_cyclonedx(taken) == inventory_cyclonedx(taken)
    later = replace(taken, taken_at="2027-01-01T00:00:00Z")
    serials = {json.loads(inventory_cyclonedx(one))["serialNumber"] for one in (taken, later)}
    assert len(serials) == 2

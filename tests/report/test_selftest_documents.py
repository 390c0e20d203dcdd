"""The self-test as JSON and as a page."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest
from report_document import parse

from migrate_check.gate.grade import grade
from migrate_check.report.selftest_json import selftest_json, selftest_schema
from migrate_check.report.selftest_page import selftest_html
from tests.selftest_results import ALL, POOR, SOURCE, alarm, clean, selftest


@pytest.fixture(params=sorted(ALL))
def tested(request):
    return ALL[request.param]


def test_the_schema_is_valid_and_closed():
    schema = selftest_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    pending = [schema]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"])
            pending += node.values()
        elif isinstance(node, list):
            pending += node


def test_every_document_is_valid(tested):
    text = selftest_json(tested, grade(tested))
    jsonschema.validate(json.loads(text), selftest_schema())
    assert text.isascii()


def test_a_program_can_read_what_was_missed_and_why():
    document = json.loads(selftest_json(POOR, grade(POOR)))
    assert (document["met"], document["exit_code"]) == (False, 1)
    found, missed = document["detections"]
    assert (found["found"], found["rules"], found["source"]) == (True, ["tool-id-missing"], SOURCE)
    assert (missed["found"], missed["instead"]) == (False, "notes: header-added")
    assert document["recall"] == {"name": "all", "found": 1, "tried": 2, "rate": 0.5}
    assert document["false_alarms"]["findings"][0]["rule"] == "cried-wolf"
    assert document["not_emulated"][0]["reason"] == "There is no ledger."


def test_the_page_holds_it_all_and_nothing_else(tested):
    html = selftest_html(tested, grade(tested))
    page = parse(html)  # every tag is closed
    policies = [node.attributes.get("content") or "" for node in page.find("meta")]
    assert any(policy.startswith("default-src 'none'; style-src 'sha256-") for policy in policies)
    for node in page.everything():
        assert node.tag != "script"
        assert not {name for name in node.attributes if name == "style" or name.startswith("on")}
    heads = [head.text for head in page.find("h2")]
    assert heads == ["Key figures", *heads[1:-1], "Not emulated"]
    shown = [node.text for node in page.find("code")]
    for one in (*tested.detections, *tested.not_emulated):
        assert one.pattern.id in shown


def test_what_servers_said_is_escaped():
    html = selftest_html(POOR, grade(POOR))
    assert "choices[].&lt;b&gt;" in html
    assert "<code>field</code>" in html
    troubled = selftest((), (clean(trouble="<script>"),))
    assert "&lt;script&gt;" in selftest_html(troubled, grade(troubled))


def test_the_verdict_is_in_words_and_figures():
    html = selftest_html(ALL["perfect"], grade(ALL["perfect"]))
    assert "as claimed" in html
    assert "0 of 200 clean trials blamed; with 95 % confidence below 1.49 %" in html
    assert "below its level" in selftest_html(POOR, grade(POOR))
    nothing = selftest_html(ALL["nothing"], grade(ALL["nothing"]))
    assert "Nothing was tried." in nothing


def test_a_source_is_a_link_that_tells_nothing_of_the_reader():
    html = selftest_html(POOR, grade(POOR))
    assert f'<a class="small" href="{SOURCE}" rel="noreferrer">' in html


def test_alarms_of_one_route_are_counted_together():
    runs = (clean(), replace(clean((alarm(),)), seed=4))
    html = selftest_html(selftest((), runs), grade(selftest((), runs)))
    assert '<td class="num">2</td><td class="num">400</td><td class="num">1</td>' in html

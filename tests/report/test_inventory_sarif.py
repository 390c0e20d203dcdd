"""What a code scanning page is given."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from published_schemas import refuse_invalid_sarif

from migrate_check.domain.call_site import JudgedSite, Skipped
from migrate_check.report.inventory_sarif import FINGERPRINT, inventory_sarif, inventory_sarif_log
from tests.inventory_results import (
    ALL,
    CLEAN,
    EXPLANATIONS,
    failed,
    finding,
    inventory,
    judged,
    result,
    site,
)


@pytest.fixture(params=sorted(ALL))
def taken(request):
    return result(ALL[request.param])


def run_of(given):
    return inventory_sarif_log(result(given), EXPLANATIONS)["runs"][0]


def one_result(**changes):
    given = judged((JudgedSite(site(), (finding(**changes),)),))
    return run_of(given)["results"][0]


def test_every_log_is_valid_by_the_published_schema(taken):
    refuse_invalid_sarif(json.loads(inventory_sarif(taken, EXPLANATIONS)))


def test_every_log_keeps_what_the_standard_says_beyond_its_schema(taken):
    text = inventory_sarif(taken, EXPLANATIONS)
    assert text.isascii()
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for one in run["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        assert one["level"] in ("error", "warning", "note")
        (location,) = one["locations"]
        physical = location["physicalLocation"]
        assert physical["region"]["startLine"] >= 1
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", physical["artifactLocation"]["uri"])
        # Braces are placeholders in SARIF messages, and so come in pairs where they are meant.
        assert "{" not in one["message"]["text"].replace("{{", "")


def test_only_findings_are_results():
    assert run_of(CLEAN)["results"] == []
    assert [one["ruleId"] for one in run_of(failed())["results"]] == [
        "dropped-request-field",
        "dropped-request-field",
        "literal-base-url",
        "dropped-request-field",
    ]


def test_a_result_says_where_what_and_what_to_do():
    said = one_result()
    assert said["level"] == "error"
    assert said["message"]["text"] == (
        "`seed` is sent here and tokenrouter drops it. Do not rely on repeatable answers."
    )
    assert said["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "src/app/ask.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 12},
    }
    assert said["partialFingerprints"] == {FINGERPRINT: "0123456789ab"}
    assert "suppressions" not in said


def test_a_suppressed_finding_is_told_with_its_reason():
    said = one_result(suppressed="we do not read it")
    assert said["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "we do not read it"}
    ]


def test_a_rule_is_helped_by_its_explanation():
    rules = {rule["id"]: rule for rule in run_of(failed())["tool"]["driver"]["rules"]}
    rule = rules["dropped-request-field"]
    assert rule["shortDescription"]["text"] == "A field that the gateway drops."
    assert "It has no `effect`." in rule["help"]["text"]
    assert rule["help"]["markdown"].startswith("# dropped-request-field\n\nA field that")
    assert rule["defaultConfiguration"] == {"level": "error"}
    bare = inventory_sarif_log(result(failed()), {})["runs"][0]["tool"]["driver"]["rules"][0]
    assert bare["help"]["text"] == bare["id"]


def test_a_place_in_a_notebook_names_the_cell():
    said = one_result(path="study/notes.ipynb#cell-4", line=7)
    physical = said["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "study/notes.ipynb"
    assert physical["region"] == {"startLine": 1}
    assert "(cell 4, line 7)" in said["message"]["text"]
    assert said["locations"][0]["logicalLocations"] == [{"name": "cell 4", "kind": "cell"}]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/ü.py", "a%20b/%C3%BC.py"),
        ("c:d.py", "c%3Ad.py"),
        ("x#y?.py", "x%23y%3F.py"),
        ("/abs/a.py", "file:///abs/a.py"),
    ],
)
def test_a_path_is_a_uri(path, uri):
    artifact = one_result(path=path)["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == uri
    assert ("uriBaseId" in artifact) is not path.startswith("/")


def test_a_message_is_no_template_and_no_link():
    said = one_result(message='sends {"a": 1} [here](http://evil.example)', advice="Do {0}.")
    assert said["message"]["text"] == 'sends {{"a": 1}} [here] (http://evil.example) Do {{0}}.'


def test_what_was_not_read_is_a_notification():
    skipped = (Skipped("a.min.js", "minified"), Skipped("b.py", "not readable: permission denied"))
    given = replace(CLEAN, inventory=inventory((site(),), skipped=skipped))
    (invocation,) = run_of(given)["invocations"]
    assert invocation["executionSuccessful"] is True
    told = invocation["toolExecutionNotifications"]
    assert [one["level"] for one in told] == ["note", "warning"]
    assert told[1]["message"]["text"] == "Not read whole: not readable: permission denied"
    assert told[1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "b.py"

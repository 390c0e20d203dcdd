"""The inventory as a document, and read back."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from migrate_check.domain.errors import UsageError
from migrate_check.report.inventory_json import (
    inventory_document,
    inventory_json,
    inventory_schema,
    load_inventory,
)
from tests.inventory_results import ALL, failed, result


@pytest.fixture(params=sorted(ALL))
def taken(request):
    return result(ALL[request.param])


def test_the_schema_is_valid_and_closed():
    schema = inventory_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    pending = [schema]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            if "properties" in node and node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"])
            pending += node.values()
        elif isinstance(node, list):
            pending += node


def test_every_document_is_valid(taken):
    text = inventory_json(taken)
    jsonschema.validate(json.loads(text), inventory_schema())
    assert text.isascii()
    assert text.endswith("}\n")


def test_a_document_is_read_back_as_it_was(taken, tmp_path):
    path = tmp_path / "inventory.json"
    path.write_text(inventory_json(taken), encoding="utf-8")
    assert load_inventory(path) == taken


def test_a_program_can_read_what_calls_what():
    document = inventory_document(result(failed()))
    assert document["counts"] == {
        "sites": 4,
        "in_tests": 1,
        "not_fully_known": 1,
        "languages": {"python": 3, "typescript": 1},
        "routes": {"gemini": 1, "openai-chat": 3},
        "providers": {"openai": 4},
        "rollback": {"A": 3, "B": 0, "C": 1, "D": 0},
        "owners": {"": 2, "team-llm": 2},
    }
    first = document["sites"][0]
    assert (first["path"], first["line"], first["route"]) == ("src/app/ask.py", 12, "openai-chat")
    assert first["fields"][2]["name"] == "seed"
    assert first["findings"][1]["suppressed"] == "we do not read it"
    assert first["proof"]["proof"] == "contradicted"
    assert (document["verdict"], document["exit_code"]) == ("fail", 1)
    assert document["phase"]["decision"] == "NO-GO"


def test_a_lone_surrogate_does_not_make_the_document_unreadable():
    given = failed()
    odd = replace(given, advice=("a \ud800 b",))
    assert "\\ud800" not in inventory_json(result(odd))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory; write it with: migrate-check inventory"),
        (b"{", "is no JSON: "),
        (b"\xff\xfe{", "is no JSON: "),
        (b"[1]", "is no inventory (migrate-check/inventory/v1)"),
        (b'{"schema": "migrate-check/result/v1"}', "is no inventory"),
        (b'{"schema": "migrate-check/inventory/v1"}', "$: 'tool_version' is a required property"),
    ],
)
def test_what_is_no_inventory_is_one_line(tmp_path, content, said):
    path = tmp_path / "other.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        load_inventory(path)
    assert f"{path}: {said}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wrong_value_is_named_with_its_place(tmp_path):
    document = inventory_document(result(failed()))
    document["sites"][1]["client"]["rollback"] = "Z"
    path = tmp_path / "inventory.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(UsageError, match=r"\$\.sites\[1\]\.client\.rollback: 'Z' is not one of"):
        load_inventory(path)

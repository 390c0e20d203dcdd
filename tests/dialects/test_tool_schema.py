"""Tool arguments against the caller's schema: the fast judgement agrees with the full one."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.dialects.tool_schema import schema_problem

FLAT = {
    "type": "object",
    "properties": {
        "city": {"type": "string", "description": "where"},
        "days": {"type": "integer"},
        "scale": {"type": "string", "enum": ["C", "F"]},
    },
    "required": ["city"],
    "additionalProperties": False,
}
NESTED = {
    "type": "object",
    "properties": {
        "stops": {"type": "array", "items": {"$ref": "#/$defs/stop"}},
        "note": {"type": ["string", "null"]},
    },
    "required": ["stops"],
    "$defs": {"stop": {"type": "object", "required": ["city"]}},
}


@pytest.mark.parametrize(
    ("schema", "arguments", "problem"),
    [
        (FLAT, {"city": "Oslo"}, None),
        (FLAT, {"city": "Oslo", "days": 2.0, "scale": "C"}, None),
        (FLAT, {}, "required property 'city' is missing"),
        (FLAT, {"city": 1}, "property 'city' does not fit its type or enum"),
        (FLAT, {"city": "Oslo", "days": True}, "property 'days' does not fit its type or enum"),
        (FLAT, {"city": "Oslo", "scale": "K"}, "property 'scale' does not fit its type or enum"),
        (FLAT, {"city": "Oslo", "when": 1}, "property 'when' is not in the schema"),
        ({**FLAT, "additionalProperties": True}, {"city": "Oslo", "when": 1}, None),
        (NESTED, {"stops": [{"city": "Oslo"}], "note": None}, None),
        (NESTED, {"stops": [{"town": "Oslo"}]}, "at $.stops[0]: a required property is missing"),
        (NESTED, {"stops": 1}, "at $.stops: type is not met"),
        ({"type": "object", "properties": {"n": {"type": "integer", "minimum": 1}}}, {"n": 0},
         "at $.n: minimum is not met"),
        ({"type": "object", "properties": {"n": {"type": "integer", "enum": [1]}}}, {"n": 2},
         "at $.n: enum is not met"),
    ],
)  # fmt: skip
def test_judgement(schema: Any, arguments: Any, problem: str | None) -> None:
    assert schema_problem(arguments, schema) == problem


@pytest.mark.parametrize(
    "schema",
    [
        None,
        {},
        True,
        "nonsense",
        {"type": "objekt"},
        {"type": "object", "properties": {"city": {"$ref": "https://example.com/schema"}}},
        {"type": "object", "properties": {"city": {"type": "string", "pattern": "("}}},
        {"type": "object", "properties": [], "required": "city"},
        {"type": "object", "required": [1]},
    ],
)
def test_a_broken_schema_accepts_anything(schema: Any) -> None:
    assert schema_problem({"city": "Oslo"}, schema) is None


PROPERTY = st.fixed_dictionaries(
    {"type": st.sampled_from(["string", "integer", "number", "boolean", "null"])}
)
NAMES = st.sampled_from(["a", "b", "c"])
SCHEMAS = st.fixed_dictionaries(
    {
        "type": st.just("object"),
        "properties": st.dictionaries(NAMES, PROPERTY),
        "required": st.lists(NAMES, unique=True, max_size=2),
        "additionalProperties": st.booleans(),
    }
)
VALUES = st.sampled_from(["x", 1, 1.0, 1.5, True, None, [], {}])


@given(SCHEMAS, st.dictionaries(NAMES, VALUES))
def test_the_fast_judgement_agrees_with_jsonschema(schema: Any, arguments: Any) -> None:
    valid = jsonschema.Draft202012Validator(schema).is_valid(arguments)
    assert (schema_problem(arguments, schema) is None) == valid

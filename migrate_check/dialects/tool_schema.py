"""Whether tool arguments fit the schema that the caller gave with the tool.

Most schemas are one flat object of plain properties: those are judged by a few dictionary look-ups.
Everything else goes through jsonschema. A schema that is itself wrong accepts anything: the caller
is not on trial.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeAlias

import orjson
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, best_match
from referencing import Registry

from migrate_check.dialects.json_fields import as_object
from migrate_check.dialects.json_text import json_text
from migrate_check.domain.json_value import Json

Judge: TypeAlias = Callable[[dict[str, Json]], str | None]
"""Arguments to what is wrong with them, else None."""

_IGNORED = frozenset(
    ("$schema", "title", "description", "default", "examples", "strict", "example")
)
_FLAT_KEYS = _IGNORED | {"type", "properties", "required", "additionalProperties"}
_PROPERTY_KEYS = _IGNORED | {"type", "enum"}


def schema_problem(arguments: dict[str, Json], schema: Json) -> str | None:
    """What is wrong with the arguments, without their values; None when they fit."""
    if not isinstance(schema, dict) or not schema:
        return None
    judge = _judge(json_text(schema))
    try:
        return judge(arguments)
    except Exception:
        # What only shows in use: unresolvable references, bad patterns, endless recursion.
        return None


@lru_cache(maxsize=512)
def _judge(schema_text: str) -> Judge:
    schema = as_object(orjson.loads(schema_text) if schema_text else {})
    flat = _flat(schema)
    return _flat_judge(*flat) if flat else _full_judge(schema)


def _flat(
    schema: dict[str, Json],
) -> tuple[dict[str, Callable[[Json], bool]], tuple[str, ...], bool] | None:
    """Property tests, required names and openness of a flat schema; None when it is not flat."""
    properties = schema.get("properties", {})
    needed = schema.get("required", [])
    extra = schema.get("additionalProperties", True)
    if not (
        schema.keys() <= _FLAT_KEYS
        and schema.get("type") == "object"
        and isinstance(properties, dict)
        and isinstance(needed, list)
        and isinstance(extra, bool)
    ):
        return None
    tests: dict[str, Callable[[Json], bool]] = {}
    for name, value in properties.items():
        test = _property_test(value)
        if test is None:
            return None
        tests[name] = test
    names = tuple(name for name in needed if isinstance(name, str))
    return (tests, names, extra) if len(names) == len(needed) else None


def _is_integer(value: Json) -> bool:
    return type(value) is int or (isinstance(value, float) and value.is_integer())


_TYPE_TESTS: dict[str, Callable[[Json], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": _is_integer,
    "number": lambda value: type(value) is int or isinstance(value, float),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


def _property_test(schema: Json) -> Callable[[Json], bool] | None:
    """A test for `{"type": "string", "enum": […]}` and the like; None for anything richer."""
    if not isinstance(schema, dict) or not schema.keys() <= _PROPERTY_KEYS:
        return None
    test = _TYPE_TESTS.get(str(schema.get("type")))
    if test is None or "enum" not in schema:
        return test
    choices = schema["enum"]
    if schema["type"] != "string" or not isinstance(choices, list):
        return None
    return lambda value: isinstance(value, str) and value in choices


def _flat_judge(
    tests: dict[str, Callable[[Json], bool]], needed: tuple[str, ...], extra: bool
) -> Judge:
    def judge(arguments: dict[str, Json]) -> str | None:
        for name in needed:
            if name not in arguments:
                return f"required property {name!r} is missing"
        for name, value in arguments.items():
            test = tests.get(name)
            if test is None:
                if not extra:
                    return f"property {name!r} is not in the schema"
            elif not test(value):
                return f"property {name!r} does not fit its type or enum"
        return None

    return judge


def _full_judge(schema: dict[str, Json]) -> Judge:
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError:
        return lambda _: None
    # An empty registry: references to the network stay unresolved, nothing is fetched.
    registry: Registry[Any] = Registry()
    validator = Draft202012Validator(schema, registry=registry)

    def judge(arguments: dict[str, Json]) -> str | None:
        error = best_match(validator.iter_errors(arguments))
        if error is None:
            return None
        if error.validator == "required":
            return f"at {error.json_path}: a required property is missing"
        return f"at {error.json_path}: {error.validator!s} is not met"

    return judge

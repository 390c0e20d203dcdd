"""Google's own form of schemas as JSON Schema: types in capitals, `nullable`, counts as texts."""

from __future__ import annotations

from migrate_check.dialects.json_fields import as_array, as_object, as_text
from migrate_check.domain.json_value import Json

_COUNTS = frozenset(
    ("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties")
)
_ELSEWHERE = frozenset(("type", "nullable", "format"))


def json_schema(value: Json) -> Json:
    """JSON Schema with the same meaning. Formats are left out: Google's are not JSON Schema's."""
    if not isinstance(value, dict):
        return value
    schema: dict[str, Json] = {
        key: _keyword(key, child) for key, child in value.items() if key not in _ELSEWHERE
    }
    nullable = value.get("nullable") is True
    kind = as_text(value.get("type"))
    if kind and kind != "TYPE_UNSPECIFIED":
        schema["type"] = [kind.lower(), "null"] if nullable else kind.lower()
    if nullable and "enum" in schema:
        schema["enum"] = [*as_array(schema["enum"]), None]
    return schema


def _keyword(key: str, child: Json) -> Json:
    if key in ("items", "additionalProperties"):
        return json_schema(child)
    if key == "properties":
        return {name: json_schema(each) for name, each in as_object(child).items()}
    if key == "anyOf":
        return [json_schema(each) for each in as_array(child)]
    if key in _COUNTS and isinstance(child, str) and child.isdecimal():
        return int(child)
    return child

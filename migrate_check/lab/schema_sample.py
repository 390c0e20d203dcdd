"""A value that fits a JSON Schema and, where it can, the prompt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrate_check.domain.json_value import Json
from migrate_check.lab.sse import JsonObject

_PLACE_NAMES = ("city", "location", "place", "town", "destination", "country", "region")
_FORMATS = {
    "date": "2026-01-15",
    "date-time": "2026-01-15T09:30:00Z",
    "time": "09:30:00",
    "email": "ada@example.com",
    "uri": "https://example.com/",
    "uuid": "123e4567-e89b-42d3-a456-426614174000",
}
_DEEPEST = 8
_QUOTED = re.compile(r"[\"“']([^\"”']{1,80})[\"”'](?!\w)")


@dataclass(frozen=True, slots=True)
class Hints:
    """What the prompt offers to fill in."""

    prompt: str
    place: str | None
    numbers: tuple[float, ...] = ()
    strict: bool = True
    """The schema is kept, even where the prompt insists on another value."""

    def quoted(self) -> str | None:
        """The first text in quotation marks."""
        found = _QUOTED.search(self.prompt)
        return found.group(1) if found else None


def sample(schema: JsonObject, hints: Hints) -> JsonObject:
    """An object for a schema of type object; {} where the schema names no property."""
    value = _Sampler(schema, hints).value(schema, "", 0)
    return value if isinstance(value, dict) else {}


class _Sampler:
    def __init__(self, root: JsonObject, hints: Hints) -> None:
        self._root = root
        self._hints = hints
        self._numbers = list(hints.numbers)

    def value(self, schema: Json, name: str, depth: int) -> Json:
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return None
        schema = self._resolved(schema)
        if "const" in schema:
            return schema["const"]
        options = schema.get("enum")
        if isinstance(options, list) and options:
            return self._mentioned(options)
        return self._typed(schema, name, depth)

    def _typed(self, schema: JsonObject, name: str, depth: int) -> Json:
        kind = _type_of(schema)
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            return self._array(schema, name, depth)
        if kind in {"integer", "number"}:
            return self._number(schema, whole=kind == "integer")
        if kind == "boolean":
            return True
        return None if kind == "null" else self._string(schema, name)

    def _resolved(self, schema: JsonObject) -> JsonObject:
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference.startswith("#/"):
            target: Json = self._root
            for step in reference[2:].split("/"):
                target = target.get(step) if isinstance(target, dict) else None
            return target if isinstance(target, dict) else {}
        for key in ("anyOf", "oneOf", "allOf"):
            options = schema.get(key)
            if isinstance(options, list) and options and isinstance(options[0], dict):
                return self._resolved(options[0])
        return schema

    def _object(self, schema: JsonObject, depth: int) -> JsonObject:
        properties = schema.get("properties")
        if not isinstance(properties, dict):
            return {}
        required = schema.get("required")
        names = [n for n in required if isinstance(n, str)] if isinstance(required, list) else []
        wanted = names or list(properties)[:1]
        return {n: self.value(properties.get(n, {}), n, depth + 1) for n in wanted}

    def _array(self, schema: JsonObject, name: str, depth: int) -> list[Json]:
        least = schema.get("minItems")
        length = max(least, 1) if isinstance(least, int) else 1
        return [self.value(schema.get("items", {}), name, depth + 1) for _ in range(length)]

    def _number(self, schema: JsonObject, *, whole: bool) -> int | float:
        number: float = self._numbers.pop(0) if self._numbers else 1
        low, high = schema.get("minimum"), schema.get("maximum")
        if isinstance(low, int | float):
            number = max(number, low)
        if isinstance(high, int | float):
            number = min(number, high)
        return int(number) if whole or number == int(number) else number

    def _string(self, schema: JsonObject, name: str) -> str:
        form = schema.get("format")
        if isinstance(form, str) and form in _FORMATS:
            return _FORMATS[form]
        if self._hints.place and any(word in name.lower() for word in _PLACE_NAMES):
            return self._hints.place
        if "date" in name.lower():
            return _FORMATS["date"]
        return self._hints.quoted() or self._hints.place or self._hints.prompt[:60] or "example"

    def _mentioned(self, options: list[Json]) -> Json:
        prompt = self._hints.prompt.lower()
        named = [o for o in options if isinstance(o, str) and o and o.lower() in prompt]
        if named or self._hints.strict:
            return named[0] if named else options[0]
        return self._hints.quoted() or options[0]


def _type_of(schema: JsonObject) -> Json:
    kind = schema.get("type")
    if isinstance(kind, list):
        return next((option for option in kind if option != "null"), "null")
    if kind is None and "properties" in schema:
        return "object"
    return kind or "string"

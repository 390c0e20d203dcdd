"""Checks of request fields, with OpenAI's refusals, for endpoints other than chat."""

from __future__ import annotations

import json
from collections.abc import Mapping

from migrate_check.domain.json_value import Json
from migrate_check.lab import offer
from migrate_check.lab.formats import openai_errors as errors
from migrate_check.lab.formats.format import Refused
from migrate_check.lab.sse import JsonObject

Types = Mapping[str, tuple[str, tuple[type, ...]]]
"""Field → its type in the vendor's words, and as Python types."""


def body_of(data: bytes) -> JsonObject:
    """The JSON object of a request. Raises Refused."""
    try:
        value = json.loads(data)
    except ValueError:
        raise errors.body_malformed() from None
    if not isinstance(value, dict):
        raise errors.body_malformed()
    return value


def require_model(body: JsonObject, models: tuple[offer.Model, ...]) -> offer.Model:
    """The model asked for. Raises Refused for none, an unknown or a limited one."""
    wanted = body.get("model")
    if wanted in (None, ""):
        raise errors.refused("you must provide a model parameter")
    if wanted == offer.RATE_LIMITED:
        raise errors.rate_limited(offer.RATE_LIMITED)
    found = offer.find(models, wanted) if isinstance(wanted, str) else None
    if found is None:
        raise errors.model_unknown(str(wanted))
    return found


def require_types(body: JsonObject, types: Types) -> None:
    """Raises Refused for unknown fields and wrong types. null counts as absent."""
    for name, value in body.items():
        if name not in types:
            raise errors.refused(f"Unrecognized request argument supplied: {name}", param=name)
        expected, kinds = types[name]
        wrong_bool = isinstance(value, bool) and bool not in kinds
        if value is not None and (wrong_bool or not isinstance(value, kinds)):
            raise errors.type_wrong(name, expected, value)


def require_choice(body: JsonObject, name: str, allowed: tuple[str, ...]) -> None:
    """Raises Refused for a word that is not among the allowed ones."""
    value = body.get(name)
    if value is not None and value not in allowed:
        raise invalid_value(name, value, allowed)


def invalid_value(name: str, value: Json, allowed: tuple[str, ...]) -> Refused:
    """400 for a word that the field does not know."""
    quoted = [f"'{word}'" for word in allowed]
    listed = ", ".join(quoted[:-1]) + f", and {quoted[-1]}" if quoted[1:] else quoted[0]
    return errors.refused(
        f"Invalid value: '{value}'. Supported values are: {listed}.",
        param=name,
        code="invalid_value",
    )


def require_range(body: JsonObject, name: str, low: float, high: float) -> None:
    """Raises Refused for a number outside of its bounds, both included."""
    value = body.get(name)
    if isinstance(value, int | float) and not low <= value <= high:
        side, bound = ("below", f">= {low}") if value < low else ("above", f"<= {high}")
        word = "minimum" if value < low else "maximum"
        sort = "integer" if isinstance(value, int) else "decimal"
        raise errors.refused(
            f"Invalid '{name}': {sort} {side} {word} value. Expected a value {bound}, but got"
            f" {value} instead.",
            param=name,
            code=f"{sort}_{side}_{word[:3]}_value",
        )

"""Field types that the configuration and the scenario grammar share."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from migrate_check.documents.closest import closest
from migrate_check.documents.entry import LOCATION, shown
from migrate_check.domain.scenario import Route

_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(ms|s|m|h)\Z")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_LONGEST_S = 86_400.0


def seconds(value: object) -> float:
    """`30s`, `500ms`, `2m`, `1h` or a number of seconds. Raises ValueError."""
    number: float | None = None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value)
    elif isinstance(value, str) and (match := _DURATION.match(value.strip())):
        number = float(match[1]) * _SECONDS[match[2]]
    if number is None:
        raise ValueError(f"expected a duration such as 30s or 500ms, got {shown(value)}")
    if not 0 < number <= _LONGEST_S:
        raise ValueError(f"expected a duration between 0 and 24h, got {shown(value)}")
    return number


def dollars(value: object) -> Decimal:
    """A decimal number of dollars, not negative. Raises ValueError."""
    wanted = ValueError(f"expected a number of dollars such as 0.15, got {shown(value)}")
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        raise wanted
    # repr of a float is the shortest text that reads back as the same float: 0.15 stays 0.15.
    text = str(value).strip()
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,12})?(e-[0-9]{1,2})?", text):
        raise wanted
    return Decimal(text)


def model_names(value: object) -> object:
    """One model for every route, or a mapping of route to model. Raises ValueError."""
    if isinstance(value, str) and value.strip():
        return value
    if not isinstance(value, dict) or not value:
        raise ValueError(f"expected a model name or a mapping of route to name, got {shown(value)}")
    routes = [route.value for route in Route]
    for route, name in value.items():
        if route not in routes:
            raise ValueError(f"unknown route {route!r}; {closest(route, routes)}")
        if not isinstance(name, str) or not name.strip():
            raise ValueError(f"{route}: expected a model name, got {shown(name)}")
    return value


Location = Annotated[str, Field(pattern=LOCATION)]

RouteName = Annotated[Route, Field(strict=False)]

Duration = Annotated[
    float,
    BeforeValidator(seconds),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": 0},
                {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?\s*(ms|s|m|h)$"},
            ],
            "examples": ["30s", "500ms", 10],
        }
    ),
]

Dollars = Annotated[
    Decimal,
    BeforeValidator(dollars),
    WithJsonSchema({"type": ["number", "string"], "minimum": 0, "examples": [0.15, "2.50"]}),
]

ModelNames = Annotated[
    Any,
    BeforeValidator(model_names),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {route.value: {"type": "string"} for route in Route},
                    "additionalProperties": False,
                },
            ]
        }
    ),
]

"""What all grammars of YAML files share: entries that know their keys, and patterns in words."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from migrate_check.documents.closest import closest

UNKNOWN_KEY = "unknown_key"
"""Error type of a key that the grammar does not have; its context holds `key`."""

CASE_NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ROOT_PATH = r"^/[^\s#]*$"
NOT_BLANK = r"\S"
LOCATION = r"^[^\x00-\x1f\x7f]+$"
BASE_URL = r"^https?://[^\s?#]+$"
VARIABLE = r"^[A-Za-z_][A-Za-z0-9_]*$"
PATTERN_WORDS = {
    CASE_NAME: "small letters, digits and dashes",
    ROOT_PATH: "a path such as /v1/nope",
    NOT_BLANK: "text that is not empty",
    LOCATION: "a name or path",
    BASE_URL: "a URL such as https://api.example.com/v1",
    VARIABLE: "the name of an environment variable, such as OPENAI_API_KEY",
}
"""What the patterns of the grammars ask for."""


class Entry(BaseModel):
    """A mapping of the file. Unknown keys are errors that name the closest known one."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _known_keys_only(cls, value: object) -> object:
        if isinstance(value, dict):
            for key in value:
                if key not in cls.model_fields:
                    message = f"unknown key {key!r}; {closest(key, cls.model_fields)}"
                    raise PydanticCustomError(UNKNOWN_KEY, "{message}", _context(key, message))
        return value


def _context(key: str, message: str) -> dict[str, Any]:
    return {"key": key, "message": message}


def shown(value: object) -> str:
    """What was given, short enough for a message."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:39] + "…")
    if isinstance(value, (int, float)):
        return str(value)
    return "a list" if isinstance(value, list) else "a mapping"


def _day(value: object) -> date:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError(f"expected a date such as 2027-01-31, got {shown(value)}")


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day, YYYY-MM-DD."""

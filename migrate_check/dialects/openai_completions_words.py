"""Documented words and fields of the older completions that both forms of the answer share."""

from __future__ import annotations

from migrate_check.dialects import foreign
from migrate_check.dialects.foreign import Format
from migrate_check.dialects.json_fields import as_array, as_object, as_text
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Reply

OBJECT = "text_completion"
FINISH = "choices[].finish_reason"
FINISH_REASONS = frozenset(("stop", "length", "content_filter"))


def foreign_object(document: dict[str, Json]) -> str | None:
    """What is another format's in the document, else None."""
    return foreign.foreign_object(document, Format.COMPLETIONS)


def prompts_of(body: Json) -> int:
    """How many prompts a request has; a list of integers is one, given as tokens."""
    prompt = as_object(body).get("prompt")
    items = as_array(prompt)
    return len(items) if items and isinstance(items[0], str | list) else 1


def reply_of(document: dict[str, Json], text: str, finish: str | None, choices: int) -> Reply:
    """A reply of the first choice, without usage."""
    return Reply(
        id=as_text(document.get("id")),
        model=as_text(document.get("model")),
        text=text,
        finish_reason=finish,
        choices=choices,
    )

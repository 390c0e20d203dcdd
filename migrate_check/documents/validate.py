"""A document against its grammar: the first thing wrong becomes one line with its place."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError

from migrate_check.documents.document import Document, KeyPath, dotted
from migrate_check.documents.entry import PATTERN_WORDS, UNKNOWN_KEY, Entry, shown
from migrate_check.domain.errors import UsageError

E = TypeVar("E", bound=Entry)

_SECRET_KEYS = frozenset({"api_key", "headers", "query"})
_EXPECTED = {
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "float_type": "a number",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_type": "a mapping",
    "string_type": "text",
    "greater_than": "more than {gt}",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "too_short": "at least one entry",
    "enum": "{expected}",
    "literal_error": "{expected}",
}
"""pydantic's error types that the grammars can raise, in the user's words."""


def validated(entry: type[E], document: Document) -> E:
    """The document as `entry`. Raises the document's error class."""
    if document.value is None:
        keys = ", ".join(name for name, field in entry.model_fields.items() if field.is_required())
        hint = f"; it needs {keys}" if keys else ""
        raise document.fail((), f"the file is empty{hint}")
    try:
        return entry.model_validate(document.value)
    except ValidationError as invalid:
        details = invalid.errors(include_url=False)
    raise _first(details, document)


def _first(details: list[Any], document: Document) -> UsageError:
    """Unknown keys first: a misspelt key also shows as a missing one."""
    unknown = [detail for detail in details if detail["type"] == UNKNOWN_KEY]
    detail = (unknown or details)[0]
    if unknown:
        return document.fail((*detail["loc"], detail["ctx"]["key"]), detail["ctx"]["message"])
    path = tuple(part for part in detail["loc"] if part != "[key]")
    if detail["type"] == "missing":
        return document.fail(path[:-1], f"{dotted(path)} is missing")
    return document.fail(path, _message(detail, path))


def _message(detail: dict[str, Any], path: KeyPath) -> str:
    name = f"{dotted(path)}: " if path else ""
    context = detail.get("ctx", {})
    if detail["type"] == "value_error":
        return f"{name}{context['error']}"
    if detail["type"] == "string_pattern_mismatch":
        expected = PATTERN_WORDS[context["pattern"]]
    else:
        expected = _EXPECTED[detail["type"]].format(**context)
    return f"{name}expected {expected}, got {_given(detail['input'], path)}"


def _given(value: object, path: KeyPath) -> str:
    if _SECRET_KEYS.intersection(path) and isinstance(value, (str, int, float)):
        return "text" if isinstance(value, str) else "a number"
    return shown(value)

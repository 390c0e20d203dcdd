"""Objects of another format where one's own is expected: a gateway that forgot to translate."""

from __future__ import annotations

from enum import StrEnum

from migrate_check.dialects.json_fields import as_text
from migrate_check.domain.json_value import Json


class Format(StrEnum):
    """Whose object it is, for a person."""

    CHAT = "OpenAI Chat Completions"
    COMPLETIONS = "OpenAI Completions"
    RESPONSES = "OpenAI Responses"
    MESSAGES = "Anthropic Messages"
    GEMINI = "Gemini"


def foreign_object(document: dict[str, Json], own: Format | None) -> str | None:
    """What is foreign about the document and whose it is, else None.

    `own` is the format that is expected; None where none of them is. Keys that the expected
    format has as well, such as `choices`, prove nothing.
    """
    name = as_text(document.get("object")) or ""
    kind = as_text(document.get("type")) or ""
    named = _by_object(name) or _by_type(kind)
    if named is not None:
        return f'"{name or kind}" of {named}' if named is not own else None
    if "choices" in document:
        shared = own in (Format.CHAT, Format.COMPLETIONS)
        return None if shared else f'"choices" of {Format.CHAT}'
    if "candidates" in document and own is not Format.GEMINI:
        return f'"candidates" of {Format.GEMINI}'
    return None


def _by_object(name: str) -> Format | None:
    if name.startswith("chat.completion"):
        return Format.CHAT
    if name == "text_completion":
        return Format.COMPLETIONS
    return Format.RESPONSES if name == "response" else None


def _by_type(kind: str) -> Format | None:
    if kind.startswith("response."):
        return Format.RESPONSES
    anthropic = kind == "message" or kind.startswith(("message_", "content_block_"))
    return Format.MESSAGES if anthropic else None

"""The content of a Gemini answer, whole or in pieces, as a client puts it together."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.gemini_words import check_case
from migrate_check.dialects.json_fields import Field, as_object, as_text, check_fields, optional
from migrate_check.dialects.json_text import json_text
from migrate_check.dialects.tool_calls import ToolPlaces
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ToolCall

_PART = "candidates[].content.parts[]."
PLACES = ToolPlaces(
    call=_PART + "functionCall",
    id=_PART + "functionCall.id",
    name=_PART + "functionCall.name",
    arguments=_PART + "functionCall.args",
    text=_PART + "text",
)
_PART_FIELDS: tuple[Field, ...] = (
    optional(_PART, "text", str),
    optional(_PART, "thought", bool),
    optional(_PART, "thoughtSignature", str),
    optional(_PART, "functionCall", dict),
    optional(_PART, "inlineData", dict),
    optional(_PART, "executableCode", dict),
    optional(_PART, "codeExecutionResult", dict),
)
_CALL_FIELDS: tuple[Field, ...] = (optional(_PART + "functionCall.", "id", str),)
_CONTENT_KEYS = ("functionCall", "inlineData", "executableCode", "codeExecutionResult", "toolCall")


class Content:
    """The parts of one candidate in order; pieces of one text joined."""

    __slots__ = ("_log", "parts", "role")

    def __init__(self, log: AnomalyLog) -> None:
        self._log = log
        self.role: str | None = None
        self.parts: list[dict[str, Json]] = []

    def take(self, content: dict[str, Json]) -> bool:
        """The content of one chunk; whether it has anything that a reader sees."""
        role = content.get("role")
        if role is not None and role != "model":
            self._log.add(AnomalyKind.ROLE_INVALID, "candidates[].content.role", f"{role!r}")
        self.role = self.role or as_text(role)
        parts = content.get("parts")
        if parts is not None and not isinstance(parts, list):
            detail = "is not an array"
            self._log.add(AnomalyKind.FIELD_WRONG_TYPE, "candidates[].content.parts", detail)
            return False
        shown = False
        for part in map(as_object, parts or []):
            check_case(part, _PART, self._log)
            check_fields(part, _PART_FIELDS, self._log)
            self._append(part)
            shown = shown or bool(part.get("text")) or any(key in part for key in _CONTENT_KEYS)
        return shown

    def _append(self, part: dict[str, Json]) -> None:
        """A signed part stays by itself: its signature is of this very part."""
        last = self.parts[-1] if self.parts else {}
        if _is_plain_text(part) and _is_plain_text(last) and _thought(part) == _thought(last):
            self.parts[-1] = {**last, "text": f"{last['text']}{part['text']}"}
        else:
            self.parts.append(part)

    def text(self, *, thought: bool) -> str:
        """All text that is, or is not, a thought."""
        return "".join(
            text
            for part in self.parts
            if _thought(part) == thought and (text := as_text(part.get("text")))
        )

    def signatures(self) -> tuple[str, ...]:
        """Signatures of thoughts, in order."""
        found = (as_text(part.get("thoughtSignature")) for part in self.parts)
        return tuple(signature for signature in found if signature)

    def calls(self) -> tuple[ToolCall, ...]:
        """Calls of the caller's functions."""
        return tuple(
            self._call(call)
            for part in self.parts
            if isinstance(call := part.get("functionCall"), dict) and not _continues(call)
        )

    def streamed_arguments(self) -> frozenset[str]:
        """Names of calls whose arguments came in pieces, which nobody here puts together."""
        calls = (as_object(part.get("functionCall")) for part in self.parts)
        return frozenset(str(call.get("name")) for call in calls if call.get("willContinue"))

    def _call(self, call: dict[str, Json]) -> ToolCall:
        check_fields(call, _CALL_FIELDS, self._log)
        # Empty arguments are left out.
        arguments = call.get("args")
        text = json_text({} if arguments is None else arguments)
        return ToolCall(as_text(call.get("id")), as_text(call.get("name")), text)


def _is_plain_text(part: dict[str, Json]) -> bool:
    return part.keys() <= {"text", "thought"} and isinstance(part.get("text"), str)


def _thought(part: dict[str, Json]) -> bool:
    return part.get("thought") is True


def _continues(call: dict[str, Json]) -> bool:
    """A piece of a call that began before (Vertex AI's streamed arguments)."""
    return "name" not in call and ("partialArgs" in call or not call)

"""Streamed tool calls of one choice: pieces come by index and are joined."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.json_fields import as_object, as_text, type_name
from migrate_check.dialects.json_text import json_text, parse_json
from migrate_check.dialects.tool_calls import ToolPlaces
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ToolCall

_CALLS = "choices[].delta.tool_calls[]"
PLACES = ToolPlaces(
    call="choices[].delta.tool_calls",
    id=_CALLS + ".id",
    name=_CALLS + ".function.name",
    arguments=_CALLS + ".function.arguments",
    text="choices[].delta.content",
)
_INDEX = _CALLS + ".index"


class _Call:
    """One call in the making."""

    __slots__ = ("arguments", "custom", "id", "name")

    def __init__(self) -> None:
        self.id: str | None = None
        self.name: str | None = None
        self.arguments: list[str] = []
        self.custom = False

    def is_complete(self) -> bool:
        try:
            parse_json("".join(self.arguments))
        except ValueError:
            return False
        return True


class StreamedCalls:
    """Joins the pieces. Where indices are unusable it goes by id, and then by order."""

    __slots__ = ("_by_index", "_calls", "_log", "legacy")

    def __init__(self, log: AnomalyLog) -> None:
        self._log = log
        self._calls: list[_Call] = []
        self._by_index: dict[int, _Call] = {}
        self.legacy = False
        """The call came as `function_call`."""

    def take(self, entry: dict[str, Json]) -> None:
        """One element of `delta.tool_calls`."""
        function = as_object(entry.get("function") or entry.get("custom"))
        identity = as_text(entry.get("id")) or None
        name = as_text(function.get("name")) or None
        index = entry.get("index")
        call = self._at_index(index, identity, name) if type(index) is int else None
        if type(index) is not int:
            self._log.add(AnomalyKind.TOOL_INDEX_MISSING, _INDEX, f"is {type_name(index)}")
            call = self._without_index(identity, name)
        if call is None:
            call = self._start(entry, index if type(index) is int else None)
        call.id = call.id or identity
        call.name = call.name or name
        call.custom = call.custom or ("custom" in entry and not entry.get("function"))
        self._add_arguments(call, function.get("input" if call.custom else "arguments"))

    def take_legacy(self, function: dict[str, Json]) -> bool:
        """A piece of `delta.function_call`, one call without index and id; whether it is one.

        Some gateways send empty ones, or one beside `tool_calls`, which clients then go by.
        """
        name = as_text(function.get("name")) or None
        if not self._calls and name:
            self.legacy = True
            self._calls.append(_Call())
        if not self.legacy:
            return False
        call = self._calls[0]
        call.name = call.name or name
        self._add_arguments(call, function.get("arguments"))
        return True

    def joined(self) -> tuple[ToolCall, ...]:
        """The calls in order of appearance."""
        return tuple(ToolCall(c.id, c.name, "".join(c.arguments)) for c in self._calls)

    def freeform(self) -> frozenset[str]:
        """Names of custom tools, whose input is any text."""
        return frozenset(call.name for call in self._calls if call.custom and call.name)

    def _start(self, entry: dict[str, Json], index: int | None) -> _Call:
        if not entry.get("type"):
            self._log.add(AnomalyKind.TOOL_TYPE_MISSING, _CALLS + ".type", "absent or empty")
        call = _Call()
        self._calls.append(call)
        if index is not None:
            self._by_index[index] = call
        return call

    def _at_index(self, index: int, identity: str | None, name: str | None) -> _Call | None:
        """The call that a piece belongs to; None when it starts one."""
        call = self._by_index.get(index)
        if call is None:
            if index != len(self._by_index):
                detail = f"{index} where {len(self._by_index)} was due"
                self._log.add(AnomalyKind.TOOL_INDEX_GAP, _INDEX, detail)
            return None
        if identity and call.id:
            return self._same_index(call, identity, name)
        if name and call.name:
            self._name_again(call, name)
        return call

    def _same_index(self, call: _Call, identity: str, name: str | None) -> _Call | None:
        """A further piece on a known index that brings an id once more."""
        if identity == call.id:
            self._log.add(AnomalyKind.TOOL_ID_DUPLICATE, PLACES.id, "sent again in a later piece")
            if name and call.name:
                self._name_again(call, name)
            return call
        if name and (name != call.name or call.is_complete()):
            detail = f"{call.id} and {identity} on one index"
            self._log.add(AnomalyKind.TOOL_INDEX_SHARED, _INDEX, detail)
            return None
        self._log.add(AnomalyKind.TOOL_ID_CHANGED, PLACES.id, f"{call.id}, then {identity}")
        return call

    def _name_again(self, call: _Call, name: str) -> None:
        detail = f"{call.name}, then {name} on one index"
        self._log.add(AnomalyKind.TOOL_INDEX_SHARED, PLACES.name, detail)

    def _without_index(self, identity: str | None, name: str | None) -> _Call | None:
        known = [call for call in self._calls if identity and call.id == identity]
        if known:
            return known[0]
        starts = bool(identity or name)
        return self._calls[-1] if self._calls and not starts else None

    def _add_arguments(self, call: _Call, value: Json) -> None:
        if value is None:
            return
        if not isinstance(value, str):
            detail = f"is {type_name(value)}"
            self._log.add(AnomalyKind.TOOL_ARGUMENTS_NOT_STRING, PLACES.arguments, detail)
            value = json_text(value)
        call.arguments.append(value)

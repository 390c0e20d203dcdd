"""Output items of a stream in the making: announced, filled by deltas, finished.

An item lives between `response.output_item.added` and `.done`. Within it, texts come in parts
(`content_part` by content_index, `reasoning_summary_part` by summary_index), and the input of a
call comes as such. Events are matched by item id, and by output_index where the id is unknown.
"""

from __future__ import annotations

from typing import NamedTuple

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.json_fields import as_array, as_object, as_text, type_name
from migrate_check.dialects.json_text import json_text
from migrate_check.dialects.openai_responses_items import ANSWERED, Item, ItemFields, check_item
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json

_DONE_FIELDS = ItemFields("response.output_item.done.item")


class TextKind(NamedTuple):
    """One kind of text that comes in deltas."""

    space: str
    """`content`, `summary` or `input`: where the item keeps it."""
    numbered_by: str | None
    """The event's field that numbers the parts."""
    part_type: str
    field: str
    """Of the `.done` event and of the part."""


TEXTS = {
    "response.output_text": TextKind("content", "content_index", "output_text", "text"),
    "response.refusal": TextKind("content", "content_index", "refusal", "refusal"),
    "response.reasoning_text": TextKind("content", "content_index", "reasoning_text", "text"),
    "response.reasoning_summary_text": TextKind("summary", "summary_index", "summary_text", "text"),
    "response.function_call_arguments": TextKind("input", None, "function_call", "arguments"),
    "response.custom_tool_call_input": TextKind("input", None, "custom_tool_call", "input"),
}
"""By the event's name without `.delta` and `.done`."""
PARTS = {
    "response.content_part": ("content", "content_index"),
    "response.reasoning_summary_part": ("summary", "summary_index"),
}
"""By the event's name without `.added` and `.done`."""
_PART_OF = {space: stem for stem, (space, _) in PARTS.items()}


class Piece:
    """One text in the making."""

    __slots__ = ("announced", "closed", "deltas", "done", "kind", "stem")

    def __init__(self) -> None:
        self.announced = False
        self.closed = False
        self.stem = ""
        self.kind: TextKind | None = None
        self.deltas: list[str] = []
        self.done: str | None = None

    @property
    def text(self) -> str:
        """What the deltas say, or the whole that came without any."""
        return "".join(self.deltas) or self.done or ""


class StreamedItem:
    """One item in the making."""

    __slots__ = ("added", "closed", "done", "implied", "index", "pieces")

    def __init__(self, index: int, added: Item) -> None:
        self.index = index
        self.added = added
        self.done: Item | None = None
        self.closed = False
        self.implied = False
        self.pieces: dict[tuple[str, int], Piece] = {}

    @property
    def id(self) -> str | None:
        """As announced."""
        return as_text(self.added.get("id"))

    @property
    def type(self) -> str | None:
        """As announced."""
        return as_text(self.added.get("type"))

    def piece(self, space: str, number: int) -> Piece:
        """The text at that place; a new one the first time."""
        return self.pieces.setdefault((space, number), Piece())

    def assembled(self) -> Item:
        """The item as its events made it: the finished one, with what deltas said of its texts."""
        item = dict(self.done or self.added)
        for space in ("content", "summary"):
            parts = [
                _part(piece)
                for (place, _), piece in sorted(self.pieces.items())
                if place == space and piece.kind is not None
            ]
            if parts and not item.get(space):
                item[space] = parts
        spoken = self.pieces.get(("input", 0))
        if spoken is not None and spoken.kind is not None and not item.get(spoken.kind.field):
            item[spoken.kind.field] = spoken.text
        return item


def _part(piece: Piece) -> Json:
    assert piece.kind is not None
    return {"type": piece.kind.part_type, piece.kind.field: piece.text}


class StreamedItems:
    """All items of one stream."""

    __slots__ = ("_by_id", "_by_index", "_log", "items")

    def __init__(self, log: AnomalyLog) -> None:
        self._log = log
        self._by_id: dict[str, StreamedItem] = {}
        self._by_index: dict[int, StreamedItem] = {}
        self.items: list[StreamedItem] = []
        """In order of announcement."""

    def add(self, document: dict[str, Json]) -> None:
        """`response.output_item.added`."""
        place = "response.output_item.added"
        added = as_object(document.get("item"))
        index = self._index(document, place)
        for name in ("type", "id"):
            # Ids of calls are optional by contract: they go by their call_id.
            if not as_text(added.get(name)) and (name == "type" or "call_id" not in added):
                self._log.add(AnomalyKind.FIELD_REQUIRED_MISSING, f"{place}.item.{name}", "absent")
        other = self._by_index.get(index)
        if other is not None:
            detail = f"{other.type} and {added.get('type')} on output_index {index}"
            self._log.add(AnomalyKind.ITEM_INDEX_SHARED, f"{place}.output_index", detail)
        item = StreamedItem(index, added)
        self.items.append(item)
        self._by_index[index] = item
        if item.id:
            self._by_id[item.id] = item

    def finish(self, document: dict[str, Json]) -> None:
        """`response.output_item.done`."""
        place = "response.output_item.done"
        done = as_object(document.get("item"))
        check_item(done, _DONE_FIELDS, self._log)
        identity = as_text(done.get("id"))
        item = self._find(identity, self._index(document, place), place)
        if item is None:
            return
        for name in ("id", "type", "call_id"):
            before, after = item.added.get(name), done.get(name)
            if before is not None and before != after:
                detail = f"{before}, then {after}"
                self._log.add(AnomalyKind.ITEM_CHANGED, f"{place}.item.{name}", detail)
        item.done = done
        item.closed = True

    def take_part(self, stem: str, suffix: str, document: dict[str, Json]) -> None:
        """`content_part.added` and the like; `.done` needs a part that was added."""
        space, index_name = PARTS[stem]
        item = self.named(f"{stem}.{suffix}", document)
        number = self._number(document, index_name, f"{stem}.{suffix}")
        if item is None:
            return
        piece = item.piece(space, number)
        if suffix == "added":
            piece.announced = True
        elif not piece.announced:
            self._unannounced(stem, f"{stem}.done without {stem}.added")
        if suffix == "done":
            piece.closed = True

    def take_text(self, stem: str, suffix: str, document: dict[str, Json]) -> bool:
        """A delta, or the whole text that follows them; whether a delta carried content."""
        kind, place = TEXTS[stem], f"{stem}.{suffix}"
        item = self.named(place, document)
        number = self._number(document, kind.numbered_by, place) if kind.numbered_by else 0
        text = self._text(document, "delta" if suffix == "delta" else kind.field, place)
        item = item or self._implied(kind, document)
        piece = item.piece(kind.space, number)
        piece.kind, piece.stem = kind, stem
        self._check_place(item, piece, stem)
        if suffix == "delta":
            piece.deltas.append(text)
            return bool(text)
        piece.done = text
        joined = "".join(piece.deltas)
        if text and not piece.deltas:
            self._log.add(AnomalyKind.DELTAS_MISSING, f"{stem}.delta", f"none before {place}")
        elif joined != text:
            detail = f"{len(joined)} characters in deltas, {len(text)} in {suffix}"
            self._log.add(AnomalyKind.PARTS_DISAGREE, place, detail)
        return False

    def named(self, place: str, document: dict[str, Json]) -> StreamedItem | None:
        """The open item that an event is about; None where there is none."""
        index = self._index(document, place)
        identity = as_text(document.get("item_id"))
        if identity is None:
            detail = f"is {type_name(document.get('item_id'))}"
            self._log.add(AnomalyKind.FIELD_REQUIRED_MISSING, f"{place}.item_id", detail)
        return self._find(identity, index, place)

    def check_all_done(self) -> None:
        """After the response's completion."""
        for item in self.items:
            if not item.closed:
                place = "response.output_item.done"
                self._log.add(AnomalyKind.ITEM_NOT_DONE, place, f"absent for a {item.type}")
            for (space, _), piece in item.pieces.items():
                if piece.deltas and piece.done is None:
                    detail = "deltas, and nothing that closes them"
                    self._log.add(AnomalyKind.PART_NOT_DONE, f"{piece.stem}.done", detail)
                if piece.announced and not piece.closed and space in _PART_OF:
                    place = f"{_PART_OF[space]}.done"
                    self._log.add(AnomalyKind.PART_NOT_DONE, place, "a part was added")

    def assembled(self) -> list[Item]:
        """All items by their index, as the events made them."""
        return [item.assembled() for item in sorted(self.items, key=lambda item: item.index)]

    def _implied(self, kind: TextKind, document: dict[str, Json]) -> StreamedItem:
        """An item that was never announced, for what its texts say."""
        types = {"content": "message", "summary": "reasoning", "input": kind.part_type}
        index = document.get("output_index")
        item = StreamedItem(
            index if type(index) is int else 0,
            {"id": document.get("item_id"), "type": types[kind.space], "role": "assistant"},
        )
        item.implied = item.closed = True
        self.items.append(item)
        self._by_index[item.index] = item
        return item

    def _find(self, identity: str | None, index: int, place: str) -> StreamedItem | None:
        item = self._by_id.get(identity) if identity else None
        at_index = self._by_index.get(index)
        if item is None:
            if at_index is not None and at_index.id and identity:
                detail = f"{place} names {identity}, announced was {at_index.id}"
                self._log.add(AnomalyKind.ITEM_NOT_ANNOUNCED, "item_id", detail)
            item = at_index
        if item is None:
            detail = f"{place} for output_index {index}"
            self._log.add(AnomalyKind.ITEM_NOT_ANNOUNCED, "response.output_item.added", detail)
        elif item.index != index:
            detail = f"{place}: {identity} on {index}, announced on {item.index}"
            self._log.add(AnomalyKind.ITEM_NOT_ANNOUNCED, "output_index", detail)
        elif item.closed and not item.implied:
            detail = f"{place} after the item's end"
            self._log.add(AnomalyKind.ITEM_NOT_ANNOUNCED, "response.output_item.done", detail)
        return item

    def _check_place(self, item: StreamedItem, piece: Piece, stem: str) -> None:
        if piece.kind is not None and piece.kind.space == "input":
            if item.type in ANSWERED and item.type != piece.kind.part_type:
                detail = f"{stem} for a {item.type}"
                self._log.add(AnomalyKind.ITEM_CHANGED, f"{stem}.delta", detail)
        elif not piece.announced and not item.implied:
            self._unannounced(stem, f"{stem} before its part was added")
            piece.announced = True

    def _unannounced(self, stem: str, detail: str) -> None:
        part = "response.reasoning_summary_part" if "summary" in stem else "response.content_part"
        self._log.add(AnomalyKind.PART_NOT_ANNOUNCED, f"{part}.added", detail)

    def _index(self, document: dict[str, Json], place: str) -> int:
        return self._number(document, "output_index", place)

    def _number(self, document: dict[str, Json], name: str, place: str) -> int:
        value = document.get(name)
        if type(value) is int:
            return value
        kind = (
            AnomalyKind.FIELD_WRONG_TYPE if name in document else AnomalyKind.FIELD_REQUIRED_MISSING
        )
        self._log.add(kind, f"{place}.{name}", f"is {type_name(value)}")
        return 0

    def _text(self, document: dict[str, Json], name: str, place: str) -> str:
        value = document.get(name)
        if isinstance(value, str):
            return value
        kind = (
            AnomalyKind.FIELD_WRONG_TYPE if name in document else AnomalyKind.FIELD_REQUIRED_MISSING
        )
        self._log.add(kind, f"{place}.{name}", f"is {type_name(value)}")
        return "" if value is None else json_text(value)


def final_difference(streamed: list[Item], final: list[Item]) -> str | None:
    """How the final response's items differ from the streamed ones; None where they agree."""
    before = [(as_text(item.get("type")), as_text(item.get("id"))) for item in streamed]
    after = [(as_text(item.get("type")), as_text(item.get("id"))) for item in final]
    if before == after:
        return None
    kinds = [[str(kind) for kind, _ in items] for items in (before, after)]
    if kinds[0] != kinds[1]:
        return f"streamed {', '.join(kinds[0]) or 'none'}; final {', '.join(kinds[1]) or 'none'}"
    return "the final response has other item ids" if set(before) != set(after) else "another order"


def spoken(item: Item) -> str:
    """Everything that a person or a tool gets of an item, for comparison."""
    texts: list[str] = []
    for name in ("arguments", "input"):
        value = item.get(name)
        texts += [value] if isinstance(value, str) else []
    for name in ("content", "summary"):
        for part in map(as_object, as_array(item.get(name))):
            texts += [as_text(part.get(key)) or "" for key in ("text", "refusal")]
    return "".join(texts)

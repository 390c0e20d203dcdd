"""The automaton of a Responses stream.

`response.created` and `response.in_progress`, then items: `output_item.added`, their parts with
deltas and `.done`, `output_item.done`; then exactly one of `response.completed`, `.incomplete` and
`.failed`, whose response repeats all items. `sequence_number` grows all the way. There is no
`[DONE]`. Events of other kinds are the vendor's to add.
"""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.api_errors import OPENAI, is_error_document, read_error
from migrate_check.dialects.json_fields import as_array, as_object, as_text, type_name
from migrate_check.dialects.openai_responses_assembly import (
    PARTS,
    TEXTS,
    StreamedItems,
    final_difference,
    spoken,
)
from migrate_check.dialects.openai_responses_items import Item, ItemFields, check_item
from migrate_check.dialects.openai_responses_reply import (
    check_calls,
    check_end,
    failure_of,
    reply_of,
)
from migrate_check.dialects.openai_responses_words import (
    LIFE_CYCLE,
    TERMINAL,
    check_response,
    foreign_object,
)
from migrate_check.dialects.tool_calls import ToolPlaces
from migrate_check.dialects.typed_events import event_kind
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ApiError, Asked, Reply, StreamEvent

_ITEM = "response.output_item.done.item"
PLACES = ToolPlaces(
    call=_ITEM,
    id=_ITEM + ".call_id",
    name=_ITEM + ".name",
    arguments=_ITEM + ".arguments",
    text="response.output_text.delta",
)
_FINAL_FIELDS = {kind: ItemFields(f"{kind}.response.output[]") for kind in TERMINAL}


class ResponseStream:
    """Takes the events of one stream in order; `finish` says what a whole stream lacks."""

    __slots__ = (
        "_asked",
        "_end",
        "_final",
        "_items",
        "_log",
        "_model",
        "_sequence",
        "_started",
        "content_events",
        "error",
        "identity",
    )

    def __init__(self, asked: Asked, log: AnomalyLog) -> None:
        self._asked = asked
        self._log = log
        self._started = False
        self._sequence = -1
        self._model: str | None = None
        self._items = StreamedItems(log)
        self._end: str | None = None
        self._final: dict[str, Json] = {}
        self.identity: str | None = None
        """The response's id."""
        self.content_events: list[int] = []
        self.error: ApiError | None = None

    def take(self, position: int, event: StreamEvent) -> None:
        """The next event."""
        document = event.document
        if event.data.strip() == "[DONE]":
            self._log.add(
                AnomalyKind.EVENT_UNKNOWN, "[DONE]", "the end of a Chat Completions stream"
            )
        elif isinstance(document, dict):
            self._take_document(position, event.name, document)
        elif document is None and event.data.strip() != "null":
            self._log.add(AnomalyKind.EVENT_NOT_JSON, "data", repr(event.data[:80]))
        else:
            self._log.add(AnomalyKind.FIELD_WRONG_TYPE, "data", f"is {type_name(document)}")

    def finish(self) -> Reply | None:
        """After the last event: the reply, None when no event of a response came."""
        if not self._started:
            return None
        if self.error is None and self._end is None:
            self._log.add(AnomalyKind.STREAM_TERMINAL_MISSING, "response.completed", "absent")
        output = self.output()
        reply = reply_of(self._final, output)
        if self._end is not None and self.error is None:
            self._check_final()
            check_end(self._final, reply, self._log)
        check_calls(reply, output, self._asked, PLACES, self._log)
        return reply

    def output(self) -> list[Item]:
        """The items as a client has them at the end."""
        final = [as_object(item) for item in as_array(self._final.get("output"))]
        return final if final and self._end else self._items.assembled()

    def _take_document(self, position: int, name: str | None, document: dict[str, Json]) -> None:
        bare = document.get("object") == "response" and "type" not in document
        if bare and name in LIFE_CYCLE:
            self._log.add(AnomalyKind.EVENT_NOT_WRAPPED, "response", f"{name} is the bare response")
            self._take_life_cycle(str(name), document)
            return
        if name == "error" or is_error_document(document):
            self._fail(document)
            return
        foreign = foreign_object(document)
        if foreign:
            self._log.add(AnomalyKind.OBJECT_FOREIGN, "data", foreign)
            return
        self._take_typed(position, event_kind(name, document, self._log), document)

    def _take_typed(self, position: int, kind: str, document: dict[str, Json]) -> None:
        if kind == "keepalive":
            return
        if self._end is not None:
            self._after_end(kind)
            return
        self._check_sequence(document)
        if not self._started and kind != "response.created":
            self._log.add(
                AnomalyKind.STREAM_START_MISSING, "response.created", f"{kind} came first"
            )
        self._started = True
        if kind in LIFE_CYCLE:
            self._take_response(kind, document)
        elif self._take_output(kind, document):
            self.content_events.append(position)

    def _take_output(self, kind: str, document: dict[str, Json]) -> bool:
        """An event about an item; whether it carried content."""
        stem, _, suffix = kind.rpartition(".")
        if kind == "response.output_item.added":
            self._items.add(document)
            return as_object(document.get("item")).get("type") == "function_call"
        if kind == "response.output_item.done":
            self._items.finish(document)
        elif stem in PARTS and suffix in ("added", "done"):
            self._items.take_part(stem, suffix, document)
        elif stem in TEXTS and suffix in ("delta", "done"):
            return self._items.take_text(stem, suffix, document)
        elif "item_id" in document and "output_index" in document:
            # Progress of built-in tools, and whatever vendors add.
            self._items.named(kind, document)
        elif not kind.startswith("response."):
            self._log.add(AnomalyKind.EVENT_UNKNOWN, "data.type", f'"{kind}"')
        return False

    def _take_response(self, kind: str, document: dict[str, Json]) -> None:
        response = document.get("response")
        if not isinstance(response, dict):
            wrong = "response" in document
            missing = AnomalyKind.FIELD_REQUIRED_MISSING
            log_kind = AnomalyKind.FIELD_WRONG_TYPE if wrong else missing
            self._log.add(log_kind, f"{kind}.response", f"is {type_name(response)}")
            response = {}
        self._take_life_cycle(kind, response)

    def _take_life_cycle(self, kind: str, response: dict[str, Json]) -> None:
        if kind == "response.created" and self._started and self.identity is not None:
            self._log.add(AnomalyKind.STREAM_START_REPEATED, kind, "a second one")
        self._started = True
        if response:
            check_response(response, f"{kind}.response.", self._log)
        self._check_identity(response)
        if kind not in TERMINAL:
            return
        self._end = kind
        self._final = response
        if kind == "response.failed" or response.get("error"):
            self._log.add(AnomalyKind.STREAM_ERROR_EVENT, "error", f"{kind} in the stream")
            self.error = self.error or failure_of({**response, "status": "failed"}, True, self._log)

    def _check_identity(self, response: dict[str, Json]) -> None:
        identity, model = as_text(response.get("id")), as_text(response.get("model"))
        if identity == "":
            self._log.add(AnomalyKind.STREAM_ID_EMPTY, "response.id", '""')
        elif identity:
            self.identity = self.identity or identity
            if identity != self.identity:
                detail = f"{self.identity}, then {identity}"
                self._log.add(AnomalyKind.STREAM_ID_CHANGED, "response.id", detail)
        if model:
            self._model = self._model or model
            if model != self._model:
                detail = f"{self._model}, then {model}"
                self._log.add(AnomalyKind.STREAM_MODEL_CHANGED, "response.model", detail)

    def _check_sequence(self, document: dict[str, Json]) -> None:
        number = document.get("sequence_number")
        if type(number) is not int:
            wrong = "sequence_number" in document
            kind = AnomalyKind.FIELD_WRONG_TYPE if wrong else AnomalyKind.FIELD_REQUIRED_MISSING
            self._log.add(kind, "data.sequence_number", f"is {type_name(number)}")
            return
        if number <= self._sequence:
            detail = f"{self._sequence}, then {number}"
            self._log.add(AnomalyKind.SEQUENCE_BROKEN, "data.sequence_number", detail)
        self._sequence = number

    def _after_end(self, kind: str) -> None:
        if kind in TERMINAL:
            self._log.add(AnomalyKind.STREAM_TERMINAL_REPEATED, str(self._end), f"then {kind}")
        else:
            self._log.add(AnomalyKind.STREAM_DATA_AFTER_END, str(self._end), f"then {kind}")

    def _fail(self, document: dict[str, Json]) -> None:
        """An `error` event: flat as documented, or with the usual envelope."""
        self._started = True
        self._log.add(AnomalyKind.STREAM_ERROR_EVENT, "error", "error event in the stream")
        if self.error is not None:
            return
        inner = as_object(document.get("error"))
        if not inner and "message" in document:
            flat = {name: document.get(name) for name in ("message", "param", "code")}
            inner = {**flat, "type": None}
        elif inner:
            inner = {"param": None, "code": None, **inner}
        known: Json = {"error": inner} if inner else document
        self.error = read_error(known, OPENAI, True, self._log)

    def _check_final(self) -> None:
        """The final response repeats what the stream made of it."""
        place = f"{self._end}.response.output"
        final = [as_object(item) for item in as_array(self._final.get("output"))]
        for item in final:
            check_item(item, _FINAL_FIELDS[str(self._end)], self._log)
        if self._end == "response.completed":
            self._items.check_all_done()
        streamed = self._items.assembled()
        difference = final_difference(streamed, final)
        if difference:
            self._log.add(AnomalyKind.OUTPUT_DISAGREES, place, difference)
            return
        for before, after in zip(streamed, final, strict=True):
            if spoken(before) != spoken(after):
                detail = f"a {after.get('type')} has another text than its events"
                self._log.add(AnomalyKind.PARTS_DISAGREE, place, detail)

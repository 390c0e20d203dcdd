"""The automaton of a Chat Completions stream.

Per choice: a first delta with the role, deltas, exactly one finish reason, nothing after it. Then,
if asked for, one chunk with usage and no choices. Then `[DONE]`, and nothing after it.
"""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.api_errors import OPENAI, is_error_document, read_error
from migrate_check.dialects.json_fields import (
    as_array,
    as_object,
    as_text,
    check_fields,
    optional,
    required,
    type_name,
)
from migrate_check.dialects.openai_chat_calls import PLACES, StreamedCalls
from migrate_check.dialects.openai_chat_words import (
    check_finish_against_calls,
    check_finish_word,
    check_object_name,
    check_role,
    content_text,
    foreign_object,
    reasoning_text,
)
from migrate_check.dialects.openai_usage import check_usage, read_usage
from migrate_check.dialects.tool_calls import Answered, check_tool_calls
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ApiError, Asked, Reply, StreamEvent

DONE = "[DONE]"
_CHUNK_FIELDS = (
    required("", "id", str),
    required("", "object", str),
    required("", "created", int),
    required("", "model", str),
    required("", "choices", list),
)
# Promised, and null on all chunks but one: many vendors leave it out, as SDKs read both alike.
_CHOICE_FIELDS = (optional("choices[].", "finish_reason", str),)
_ROLE = "choices[].delta.role"
_FINISH = "choices[].finish_reason"


class StreamedChoice:
    """One answer in the making."""

    __slots__ = ("calls", "finish", "reasoning", "refusal", "role", "text")

    def __init__(self, log: AnomalyLog) -> None:
        self.role: str | None = None
        self.text: list[str] = []
        self.refusal: list[str] = []
        self.reasoning: list[str] = []
        self.calls = StreamedCalls(log)
        self.finish: str | None = None


class ChatStream:
    """Takes the events of one stream in order; `finish` says what a whole stream lacks."""

    __slots__ = (
        "_asked",
        "_chunks",
        "_ended",
        "_id",
        "_last_content",
        "_log",
        "_model",
        "_usage",
        "_usage_at",
        "choices",
        "content_events",
        "error",
    )

    def __init__(self, asked: Asked, log: AnomalyLog) -> None:
        self._asked = asked
        self._log = log
        self._chunks = 0
        self._ended = False
        self._id: str | None = None
        self._model: str | None = None
        self._usage: dict[str, Json] | None = None
        self._usage_at: list[int] = []
        self._last_content = -1
        self.choices: dict[int, StreamedChoice] = {}
        self.content_events: list[int] = []
        self.error: ApiError | None = None

    def take(self, position: int, event: StreamEvent) -> None:
        """The next event."""
        if self._ended:
            self._after_end(event)
        elif event.data.strip() == DONE:
            self._ended = True
        elif isinstance(event.document, dict):
            self._take_document(position, event.document)
        elif event.document is None and event.data.strip() != "null":
            self._log.add(AnomalyKind.EVENT_NOT_JSON, "data", repr(event.data[:80]))
        else:
            detail = f"is {type_name(event.document)}"
            self._log.add(AnomalyKind.FIELD_WRONG_TYPE, "chunk", detail)

    def finish(self) -> Reply | None:
        """After the last event: the reply, None when no chunk came."""
        if not self._chunks:
            return None
        if self.error is None:
            self._check_end()
        self._check_usage()
        for choice in self.choices.values():
            self._check_choice(choice)
        return self._reply()

    def first(self) -> StreamedChoice:
        """The choice that a client reads; an empty one where none came."""
        first = self.choices.get(0) or next(iter(self.choices.values()), None)
        return first or StreamedChoice(self._log)

    def _after_end(self, event: StreamEvent) -> None:
        if event.data.strip() == DONE:
            self._log.add(AnomalyKind.STREAM_TERMINAL_REPEATED, DONE, "twice")
        else:
            self._log.add(AnomalyKind.STREAM_DATA_AFTER_END, DONE, repr(event.data[:80]))

    def _take_document(self, position: int, document: dict[str, Json]) -> None:
        foreign = foreign_object(document)
        if is_error_document(document):
            self._log.add(AnomalyKind.STREAM_ERROR_EVENT, "error", "error event in the stream")
            self.error = self.error or read_error(document, OPENAI, True, self._log)
        elif foreign:
            self._log.add(AnomalyKind.OBJECT_FOREIGN, "chunk", foreign)
        else:
            self._take_chunk(position, document)

    def _take_chunk(self, position: int, chunk: dict[str, Json]) -> None:
        self._chunks += 1
        check_fields(chunk, _CHUNK_FIELDS, self._log)
        check_object_name(chunk, "chat.completion.chunk", self._log)
        self._check_identity(chunk)
        choices = as_array(chunk.get("choices"))
        usage = chunk.get("usage")
        if isinstance(usage, dict):
            self._usage = usage
            self._usage_at.append(position)
            if not choices and not self._asked.include_usage:
                self._log.add(AnomalyKind.USAGE_UNASKED, "usage", "chunk of usage without choices")
        elif not choices and not self.content_events and chunk.get("choices") == []:
            self._log.add(AnomalyKind.STREAM_CHOICES_EMPTY_EARLY, "choices", "[] before content")
        carried = [self._take_choice(as_object(choice)) for choice in choices]
        if any(carried):
            self.content_events.append(position)
            self._last_content = position

    def _check_identity(self, chunk: dict[str, Json]) -> None:
        identity, model = as_text(chunk.get("id")), as_text(chunk.get("model"))
        if identity == "":
            self._log.add(AnomalyKind.STREAM_ID_EMPTY, "id", '""')
        elif identity:
            self._id = self._id or identity
            if identity != self._id:
                self._log.add(AnomalyKind.STREAM_ID_CHANGED, "id", f"{self._id}, then {identity}")
        if model:
            self._model = self._model or model
            if model != self._model:
                detail = f"{self._model}, then {model}"
                self._log.add(AnomalyKind.STREAM_MODEL_CHANGED, "model", detail)

    def _take_choice(self, entry: dict[str, Json]) -> bool:
        """One element of `choices`; whether it carried content."""
        check_fields(entry, _CHOICE_FIELDS, self._log)
        index = entry.get("index")
        if type(index) is not int:
            detail = f"is {type_name(index)}"
            self._log.add(AnomalyKind.STREAM_INDEX_MISSING, "choices[].index", detail)
            index = 0
        choice = self.choices.get(index)
        if choice is None:
            choice = self.choices[index] = StreamedChoice(self._log)
        delta = self._delta(entry)
        reason = as_text(entry.get("finish_reason"))
        self._take_role(choice, delta, bool(reason))
        carried = self._take_content(choice, delta)
        if carried and choice.finish:
            detail = f'after "{choice.finish}"'
            self._log.add(AnomalyKind.STREAM_CONTENT_AFTER_FINISH, "choices[].delta", detail)
        if reason is not None:
            self._take_finish(choice, reason)
        return carried

    def _delta(self, entry: dict[str, Json]) -> dict[str, Json]:
        delta = entry.get("delta")
        if isinstance(delta, dict):
            return delta
        if isinstance(entry.get("message"), dict):
            place = "choices[].message"
            self._log.add(AnomalyKind.STREAM_MESSAGE_NOT_DELTA, place, "message, and no delta")
            return as_object(entry["message"])
        if "delta" in entry:
            detail = f"is {type_name(delta)}"
            self._log.add(AnomalyKind.FIELD_WRONG_TYPE, "choices[].delta", detail)
        else:
            self._log.add(AnomalyKind.FIELD_REQUIRED_MISSING, "choices[].delta", "absent")
        return {}

    def _take_role(self, choice: StreamedChoice, delta: dict[str, Json], finishes: bool) -> None:
        role = delta.get("role")
        check_role(role, _ROLE, self._log)
        if role is None:
            if choice.role is None and (delta or finishes):
                self._log.add(AnomalyKind.STREAM_ROLE_MISSING, _ROLE, "not on the first delta")
                choice.role = ""
        elif choice.role:
            self._log.add(AnomalyKind.STREAM_START_REPEATED, _ROLE, "role on a later delta")
        else:
            choice.role = as_text(role)

    def _take_content(self, choice: StreamedChoice, delta: dict[str, Json]) -> bool:
        text = content_text(delta.get("content"))
        refusal = as_text(delta.get("refusal"))
        reasoning = reasoning_text(delta)
        calls = as_array(delta.get("tool_calls"))
        legacy = delta.get("function_call")
        if text:
            choice.text.append(text)
        if refusal:
            choice.refusal.append(refusal)
        if reasoning:
            choice.reasoning.append(reasoning)
        for entry in calls:
            choice.calls.take(as_object(entry))
        called = isinstance(legacy, dict) and choice.calls.take_legacy(legacy)
        return bool(text or refusal or reasoning or calls or called)

    def _take_finish(self, choice: StreamedChoice, reason: str) -> None:
        check_finish_word(reason, self._log)
        if reason and choice.finish:
            detail = f'"{choice.finish}", then "{reason}"'
            self._log.add(AnomalyKind.STREAM_FINISH_REPEATED, _FINISH, detail)
        choice.finish = choice.finish or reason or None

    def _check_end(self) -> None:
        if not self._ended:
            self._log.add(AnomalyKind.STREAM_DONE_MISSING, DONE, "absent")
        if not self.choices or any(choice.finish is None for choice in self.choices.values()):
            self._log.add(AnomalyKind.STREAM_FINISH_MISSING, _FINISH, "never set")
        if self._usage is None and self._asked.include_usage:
            self._log.add(AnomalyKind.USAGE_MISSING, "usage", "asked for with include_usage")

    def _check_usage(self) -> None:
        if self._usage is None:
            return
        check_usage(self._usage, bool(self.content_events), self._log)
        if len(self._usage_at) > 1:
            detail = f"on {len(self._usage_at)} of {self._chunks} chunks"
            early = self._usage_at[0] < self._last_content
            place = "usage" if early else "usage after content"
            self._log.add(AnomalyKind.USAGE_EVERY_CHUNK, place, detail)

    def _check_choice(self, choice: StreamedChoice) -> None:
        calls = choice.calls.joined()
        check_finish_against_calls(choice.finish, bool(calls), self._asked, self._log)
        cut = choice.finish == "length" or self.error is not None or choice.finish is None
        answered = Answered(
            calls=calls,
            text="".join(choice.text),
            truncated=cut,
            declined=choice.finish == "content_filter" or bool(choice.refusal),
            freeform=choice.calls.freeform(),
            ids_needed=not choice.calls.legacy,
        )
        check_tool_calls(answered, self._asked, PLACES, self._log)

    def _reply(self) -> Reply:
        choice = self.first()
        return Reply(
            id=self._id,
            model=self._model,
            role=choice.role or None,
            text="".join(choice.text),
            refusal="".join(choice.refusal) or None,
            reasoning="".join(choice.reasoning) or None,
            tool_calls=choice.calls.joined(),
            finish_reason=choice.finish,
            choices=len(self.choices),
            usage=read_usage(self._usage),
        )

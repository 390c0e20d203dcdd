"""A Gemini answer from its chunks: one where it is not streamed."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.gemini_content import PLACES, Content
from migrate_check.dialects.gemini_media import read_media
from migrate_check.dialects.gemini_usage import check_usage, read_usage
from migrate_check.dialects.gemini_words import (
    CUT_REASONS,
    REFUSING_REASONS,
    check_case,
    finish_word,
)
from migrate_check.dialects.json_fields import (
    as_integer,
    as_object,
    as_text,
    check_fields,
    optional,
    type_name,
)
from migrate_check.dialects.tool_calls import Answered, check_tool_calls
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, Reply

_FIELDS = (
    optional("", "candidates", list),
    optional("", "promptFeedback", dict),
    optional("", "usageMetadata", dict),
    optional("", "modelVersion", str),
    optional("", "responseId", str),
)
_CANDIDATE = "candidates[]."
_CANDIDATE_FIELDS = (
    optional(_CANDIDATE, "content", dict),
    optional(_CANDIDATE, "index", int),
    optional(_CANDIDATE, "safetyRatings", list),
)
FINISH_PLACE = _CANDIDATE + "finishReason"


class GeminiAnswer:
    """Takes the chunks of one answer in order; the reply has all of them joined."""

    __slots__ = (
        "_finishes",
        "_log",
        "blocked",
        "chunks",
        "content",
        "finish",
        "finish_message",
        "first",
        "indices",
        "usage",
    )

    def __init__(self, log: AnomalyLog) -> None:
        self._log = log
        self._finishes: set[int] = set()
        self.first: dict[str, Json] = {}
        """The first chunk, which names the answer."""
        self.chunks = 0
        self.content = Content(log)
        """Of the candidate 0."""
        self.finish: str | None = None
        self.finish_message: str | None = None
        self.blocked: str | None = None
        """Why the prompt was blocked, in the vendor's words."""
        self.indices: set[int] = set()
        self.usage: dict[str, Json] = {}
        """Of the last chunk that has any: each repeats and replaces the ones before."""

    def take(self, document: dict[str, Json]) -> bool:
        """One chunk; whether it has anything that a reader sees."""
        check_case(document, "", self._log)
        check_fields(document, _FIELDS, self._log)
        self.chunks += 1
        self._take_identity(document)
        feedback = as_object(document.get("promptFeedback"))
        check_case(feedback, "promptFeedback.", self._log)
        if reason := as_text(feedback.get("blockReason")):
            self.blocked = as_text(feedback.get("blockReasonMessage")) or reason
        self.usage = as_object(document.get("usageMetadata")) or self.usage
        candidates = document.get("candidates")
        shown = False
        for position, candidate in enumerate(candidates if isinstance(candidates, list) else ()):
            shown = self._take_candidate(position, as_object(candidate)) or shown
        return shown

    def _take_identity(self, document: dict[str, Json]) -> None:
        if not self.first:
            self.first = document
            return
        for name, kind in (
            ("responseId", AnomalyKind.STREAM_ID_CHANGED),
            ("modelVersion", AnomalyKind.STREAM_MODEL_CHANGED),
        ):
            now, before = as_text(document.get(name)), as_text(self.first.get(name))
            if now == "" and before:
                self._log.add(AnomalyKind.STREAM_ID_EMPTY, name, "empty on a later chunk")
            elif now and before and now != before:
                self._log.add(kind, name, f"{before} became {now}")

    def _take_candidate(self, position: int, candidate: dict[str, Json]) -> bool:
        check_case(candidate, _CANDIDATE, self._log)
        check_fields(candidate, _CANDIDATE_FIELDS, self._log)
        given = as_integer(candidate.get("index"))
        # Zero is left out by some of Google's servers.
        index = position if given is None else given
        self.indices.add(index)
        finished = index in self._finishes
        word = finish_word(candidate.get("finishReason"), FINISH_PLACE, self._log)
        if word:
            if finished:
                self._log.add(AnomalyKind.STREAM_FINISH_REPEATED, FINISH_PLACE, f'"{word}" again')
            self._finishes.add(index)
        content = as_object(candidate.get("content"))
        if index != min(self.indices):
            return Content(self._log).take(content)
        self.finish = word or self.finish
        self.finish_message = as_text(candidate.get("finishMessage")) or self.finish_message
        shown = self.content.take(content)
        if shown and finished:
            self._log.add(AnomalyKind.STREAM_CONTENT_AFTER_FINISH, FINISH_PLACE, "content after it")
        return shown

    def reply(self, asked: Asked) -> Reply:
        """What a client reads, after every check that needs the whole answer."""
        self._check_whole()
        calls = self.content.calls()
        reply = Reply(
            id=as_text(self.first.get("responseId")),
            model=as_text(self.first.get("modelVersion")),
            role=self.content.role,
            text=self.content.text(thought=False),
            refusal=self._refusal(),
            reasoning=self.content.text(thought=True) or None,
            tool_calls=calls,
            finish_reason=self.finish,
            choices=len(self.indices),
            usage=read_usage(self.usage),
            signatures=self.content.signatures(),
            media=read_media(self.content.parts, self._log),
        )
        self._check_calls(reply, asked)
        return reply

    def _refusal(self) -> str | None:
        if self.blocked is not None:
            return self.blocked
        return self.finish_message or self.finish if self.finish in REFUSING_REASONS else None

    def _check_whole(self) -> None:
        if not self.indices and self.blocked is None:
            found = self.first.get("candidates")
            detail = "empty" if isinstance(found, list) else f"is {type_name(found)}"
            self._log.add(AnomalyKind.FIELD_REQUIRED_MISSING, "candidates", detail)
        if self.usage:
            check_usage(self.usage, bool(self.content.parts), self._log)
        else:
            self._log.add(AnomalyKind.USAGE_MISSING, "usageMetadata", "absent")

    def _check_calls(self, reply: Reply, asked: Asked) -> None:
        reason = reply.finish_reason
        answered = Answered(
            calls=reply.tool_calls,
            text=reply.text,
            truncated=reason in CUT_REASONS,
            # Any other word than STOP says that the answer is not a whole one.
            declined=self.blocked is not None or reason not in ("STOP", None),
            freeform=self.content.streamed_arguments(),
            ids_needed=False,
        )
        check_tool_calls(answered, asked, PLACES, self._log)


def read_reply(document: dict[str, Json], asked: Asked, log: AnomalyLog) -> Reply | None:
    """An unstreamed answer. None when there are neither candidates nor a blocked prompt."""
    answer = GeminiAnswer(log)
    answer.take(document)
    reply = answer.reply(asked)
    if not answer.indices and answer.blocked is None:
        return None
    if answer.finish is None and answer.blocked is None:
        log.add(AnomalyKind.FINISH_MISSING, FINISH_PLACE, "absent or null")
    return reply

"""OpenAI's older completions: a text in, its continuation out."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.api_errors import OPENAI
from migrate_check.dialects.dialect import Parsed
from migrate_check.dialects.json_fields import (
    as_array,
    as_object,
    as_text,
    check_fields,
    optional,
    required,
    type_name,
)
from migrate_check.dialects.openai_chat_request import read_asked
from migrate_check.dialects.openai_chat_words import check_object_name
from migrate_check.dialects.openai_completions_stream import CompletionStream
from migrate_check.dialects.openai_completions_words import (
    FINISH,
    FINISH_REASONS,
    OBJECT,
    foreign_object,
    prompts_of,
    reply_of,
)
from migrate_check.dialects.openai_family import OpenAIFamily
from migrate_check.dialects.openai_usage import check_usage, read_usage
from migrate_check.dialects.reading import Reading, read_document, read_stream
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, Reply, StreamEvent
from migrate_check.domain.scenario import Route

_DOCUMENT_FIELDS = (
    required("", "id", str),
    required("", "object", str),
    required("", "created", int),
    required("", "model", str),
    required("", "choices", list),
)
_CHOICE_FIELDS = (
    required("choices[].", "index", int),
    required("choices[].", "text", str),
    optional("choices[].", "finish_reason", str),
)


def read_completion(document: dict[str, Json], asked: Asked, log: AnomalyLog) -> Reply | None:
    """The first choice as a client reads it. None when there is no list of choices."""
    check_fields(document, _DOCUMENT_FIELDS, log)
    check_object_name(document, OBJECT, log)
    if not isinstance(document.get("choices"), list):
        return None
    choices = [as_object(choice) for choice in as_array(document["choices"])]
    if not choices:
        log.add(AnomalyKind.FIELD_REQUIRED_MISSING, "choices[]", "no choice at all")
    for choice in choices:
        check_fields(choice, _CHOICE_FIELDS, log)
        _check_finish(as_text(choice.get("finish_reason")), log)
    first = choices[0] if choices else {}
    text = as_text(first.get("text")) or ""
    _check_usage(document.get("usage"), bool(text), log)
    reply = reply_of(document, text, as_text(first.get("finish_reason")), len(choices))
    return replace(reply, usage=read_usage(document.get("usage")))


def _check_finish(reason: str | None, log: AnomalyLog) -> None:
    if reason is None:
        log.add(AnomalyKind.FINISH_MISSING, FINISH, "absent or null")
    elif reason not in FINISH_REASONS:
        log.add(AnomalyKind.ENUM_UNKNOWN, FINISH, f'"{reason}"')


def _check_usage(usage: Json, delivered: bool, log: AnomalyLog) -> None:
    if isinstance(usage, dict):
        # OpenAI leaves the count of an empty text out.
        check_usage(usage if delivered else {"completion_tokens": 0, **usage}, delivered, log)
    elif usage is None:
        log.add(AnomalyKind.USAGE_MISSING, "usage", "no usage object")
    else:
        log.add(AnomalyKind.FIELD_WRONG_TYPE, "usage", f"is {type_name(usage)}")


_READING = Reading(OPENAI, foreign_object, read_completion)


class OpenAICompletions(OpenAIFamily):
    """`POST /v1/completions`."""

    route = Route.OPENAI_COMPLETIONS
    path = "/v1/completions"
    stream_path = path
    stream_field: str | None = "stream"

    def asked(self, body: Json, url: str = "") -> Asked:
        """What a request demands: `n` choices for each prompt."""
        asked = read_asked(body)
        return replace(asked, choices=asked.choices * prompts_of(body))

    def parse_document(self, document: Json, status: int, asked: Asked) -> Parsed:
        """An unstreamed body that is JSON, of any status."""
        return read_document(document, status, asked, _READING)

    def parse_stream(self, events: tuple[StreamEvent, ...], asked: Asked) -> Parsed:
        """A whole stream, run through the automaton."""
        log = AnomalyLog()
        return read_stream(events, CompletionStream(asked, log), log)

"""Lists of models, as OpenAI, Anthropic and TokenLab give them."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote, urlsplit

from migrate_check.dialects import foreign
from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.api_errors import OPENAI
from migrate_check.dialects.dialect import Parsed
from migrate_check.dialects.json_fields import (
    Field,
    as_array,
    as_object,
    as_text,
    check_fields,
    required,
)
from migrate_check.dialects.openai_chat_request import read_asked
from migrate_check.dialects.openai_family import OpenAIFamily
from migrate_check.dialects.reading import Reading, read_document
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, Reply
from migrate_check.domain.scenario import Route

_PATH = "/models"
_OPENAI_LIST = (required("", "object", str), required("", "data", list))
_ANTHROPIC_LIST = (
    required("", "data", list),
    required("", "has_more", bool),
    required("", "first_id", str, type(None)),
    required("", "last_id", str, type(None)),
)


def _openai_fields(prefix: str) -> tuple[Field, ...]:
    names = (("id", str), ("object", str), ("created", int), ("owned_by", str))
    return tuple(required(prefix, name, kind) for name, kind in names)


def _anthropic_fields(prefix: str) -> tuple[Field, ...]:
    names = ("id", "type", "display_name", "created_at")
    return tuple(required(prefix, name, str) for name in names)


_ENTRY = _openai_fields("data[].")
_SINGLE = _openai_fields("")
_ANTHROPIC_ENTRY = _anthropic_fields("data[].")
_ANTHROPIC_SINGLE = _anthropic_fields("")
# TokenLab's short list, for choosing a model.
_COMPACT_ENTRY = (required("data[].", "id", str),)


def foreign_object(document: dict[str, Json]) -> str | None:
    """What is another format's in the document, else None."""
    if isinstance(document.get("models"), list) and "data" not in document:
        return "a list of models of Gemini"
    return foreign.foreign_object(document, None)


def read_reply(document: dict[str, Json], asked: Asked, log: AnomalyLog) -> Reply | None:
    """The ids of a list, or of the one model that was asked for. None for neither."""
    if asked.model is not None or document.get("object") == "model":
        return _single(document, log)
    if "data" not in document and "object" not in document:
        return None
    check_fields(document, _ANTHROPIC_LIST if "has_more" in document else _OPENAI_LIST, log)
    entries = [as_object(entry) for entry in as_array(document.get("data"))]
    if document.get("data") == []:
        log.add(AnomalyKind.MODEL_LIST_EMPTY, "data", "no model at all")
    for entry in entries:
        check_fields(entry, _entry_fields(document, entry), log)
    return _reply(None, tuple(dict.fromkeys(name for entry in entries for name in _names(entry))))


def _entry_fields(document: dict[str, Json], entry: dict[str, Json]) -> tuple[Field, ...]:
    if document.get("view") == "compact":
        return _COMPACT_ENTRY
    return _ANTHROPIC_ENTRY if _is_anthropic(entry) else _ENTRY


def _is_anthropic(entry: dict[str, Json]) -> bool:
    return entry.get("type") == "model" and "object" not in entry


def _names(entry: dict[str, Json]) -> list[str]:
    """The id, and TokenLab's other names for the same model."""
    aliases = as_array(as_object(entry.get("tokenlab")).get("aliases"))
    return [name for name in (entry.get("id"), *aliases) if isinstance(name, str)]


def _single(document: dict[str, Json], log: AnomalyLog) -> Reply | None:
    if as_text(document.get("id")) is None:
        return None
    if "deleted" not in document:
        check_fields(document, _ANTHROPIC_SINGLE if _is_anthropic(document) else _SINGLE, log)
    return _reply(as_text(document.get("id")), tuple(_names(document)))


def _reply(model: str | None, listed: tuple[str, ...]) -> Reply:
    return Reply(model=model, listed=listed)


_READING = Reading(OPENAI, foreign_object, read_reply)


class Models(OpenAIFamily):
    """`GET /v1/models` and `GET /v1/models/{id}`."""

    route = Route.MODELS
    path = "/v1/models"
    stream_path = path
    method = "GET"
    # What else a gateway tells of a model is its own matter.
    opaque_paths = frozenset(("data[].tokenlab", "tokenlab", "data[].permission", "permission"))

    def asked(self, body: Json, url: str = "") -> Asked:
        """The model at the end of the URL, if one is asked for."""
        return replace(read_asked(body), model=_wanted(url))

    def parse_document(self, document: Json, status: int, asked: Asked) -> Parsed:
        """An answer of any status."""
        return read_document(document, status, asked, _READING)


def _wanted(url: str) -> str | None:
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    _, found, name = path.partition(f"{_PATH}/")
    return unquote(name) or None if found else None

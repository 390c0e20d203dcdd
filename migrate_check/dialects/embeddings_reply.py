"""An embeddings answer: its vectors, and its departures from what was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from migrate_check.dialects import foreign
from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.embedding_vectors import BASE64, FLOAT, inputs_of, read_vector
from migrate_check.dialects.json_fields import (
    as_array,
    as_integer,
    as_object,
    as_text,
    check_fields,
    required,
    type_name,
)
from migrate_check.dialects.openai_chat_words import check_object_name
from migrate_check.dialects.openai_usage import read_usage
from migrate_check.dialects.usage_rules import check_negative
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, Embedding, Reply, Usage

_VECTOR = "data[].embedding"
_INDEX = "data[].index"
_DOCUMENT_FIELDS = (
    required("", "object", str),
    required("", "data", list),
    required("", "model", str),
)
_ENTRY_FIELDS = (
    required("data[].", "object", str),
    required("data[].", "index", int),
    required("data[].", "embedding", list, str),
)
_USAGE_FIELDS = (
    required("usage.", "prompt_tokens", int),
    required("usage.", "total_tokens", int),
)
# The vectors of the vendors' own formats: Cohere's by type, Google's by place.
_OWN_KEYS = ("embeddings", "embedding", "predictions")


def foreign_object(document: dict[str, Json]) -> str | None:
    """What is another format's in the document, else None."""
    return foreign.foreign_object(document, None)


def read_reply(document: dict[str, Json], asked: Asked, log: AnomalyLog) -> Reply | None:
    """The vectors in the order of the answer. None when there are none in any known place."""
    own = () if "data" in document else tuple(_own_vectors(document))
    if own:
        if "input" in as_object(asked.body):
            log.add(AnomalyKind.OBJECT_FOREIGN, "body", "a vendor's own form of embeddings")
        return _reply(document, own, read_usage(document.get("usage")))
    check_fields(document, _DOCUMENT_FIELDS, log)
    check_object_name(document, "list", log)
    if not isinstance(document.get("data"), list):
        return None
    entries = [as_object(entry) for entry in as_array(document["data"])]
    vectors = tuple(_read_entry(entry, log) for entry in entries)
    _check_against_request(vectors, as_object(asked.body), log)
    _check_values(vectors, log)
    return _reply(document, vectors, _read_usage(document, log))


def _read_entry(entry: dict[str, Json], log: AnomalyLog) -> Embedding:
    check_fields(entry, _ENTRY_FIELDS, log)
    encoding, values = read_vector(entry.get("embedding"))
    if not values and encoding in (FLOAT, BASE64):
        log.add(AnomalyKind.EMBEDDING_UNREADABLE, _VECTOR, f"{encoding}, and no vector in it")
    return Embedding(as_integer(entry.get("index")), encoding, values)


def _check_against_request(
    vectors: tuple[Embedding, ...], body: dict[str, Json], log: AnomalyLog
) -> None:
    wanted = inputs_of(body.get("input"))
    if wanted is not None and len(vectors) != wanted:
        detail = f"{len(vectors)} for {wanted} inputs"
        log.add(AnomalyKind.EMBEDDING_COUNT_WRONG, "data", detail)
    places = [vector.position for vector in vectors]
    if None not in places and places != list(range(len(places))):
        log.add(AnomalyKind.EMBEDDING_INDEX_WRONG, _INDEX, f"{str(places)[:60]}")
    encoding = body.get("encoding_format", FLOAT)
    for vector in vectors:
        if encoding in (FLOAT, BASE64) and vector.encoding in {FLOAT, BASE64} - {encoding}:
            detail = f"{vector.encoding} where {encoding} was asked for"
            log.add(AnomalyKind.EMBEDDING_ENCODING_WRONG, _VECTOR, detail)
    _check_dimensions(vectors, as_integer(body.get("dimensions")), log)


def _check_dimensions(vectors: tuple[Embedding, ...], wanted: int | None, log: AnomalyLog) -> None:
    found = {len(vector.values) for vector in vectors if vector.values}
    if wanted is not None and found - {wanted}:
        detail = f"{sorted(found)} numbers where {wanted} were asked for"
        log.add(AnomalyKind.EMBEDDING_DIMENSIONS_WRONG, _VECTOR, detail)
    elif len(found) > 1:
        detail = f"vectors of {sorted(found)} numbers in one answer"
        log.add(AnomalyKind.EMBEDDING_DIMENSIONS_WRONG, _VECTOR, detail)


def _check_values(vectors: tuple[Embedding, ...], log: AnomalyLog) -> None:
    for vector in vectors:
        if not all(map(isfinite, vector.values)):
            log.add(AnomalyKind.EMBEDDING_NOT_FINITE, _VECTOR, "a number that is not finite")
        elif vector.values and not any(vector.values):
            log.add(AnomalyKind.EMBEDDING_ZERO, _VECTOR, "all numbers are 0")


def _read_usage(document: dict[str, Json], log: AnomalyLog) -> Usage | None:
    value = document.get("usage")
    if isinstance(value, dict):
        check_fields(value, _USAGE_FIELDS, log)
        check_negative(value, "usage.", log)
        _check_counts(value, log)
    elif value is None:
        log.add(AnomalyKind.USAGE_MISSING, "usage", "no usage object")
    else:
        log.add(AnomalyKind.FIELD_WRONG_TYPE, "usage", f"is {type_name(value)}")
    return read_usage(value)


def _check_counts(value: dict[str, Json], log: AnomalyLog) -> None:
    prompt, total = as_integer(value.get("prompt_tokens")), as_integer(value.get("total_tokens"))
    written = as_integer(value.get("completion_tokens")) or 0
    if prompt == 0:
        log.add(AnomalyKind.USAGE_ZERO, "usage.prompt_tokens", "0 for an embedded text")
    if prompt is not None and total is not None and total != prompt + written:
        detail = f"{total} for {prompt} prompt tokens"
        log.add(AnomalyKind.USAGE_TOTAL_WRONG, "usage.total_tokens", detail)


def _own_vectors(document: dict[str, Json]) -> Iterator[Embedding]:
    """Vectors of Google's and Cohere's own formats."""
    for key in _OWN_KEYS:
        value = document.get(key)
        by_type = as_object(value).values() if isinstance(value, dict) else [value]
        for entries in by_type:
            yield from _listed(entries)
        if isinstance(value, dict) and "values" in value:
            yield Embedding(None, *read_vector(value["values"]))


def _listed(entries: Json) -> Iterator[Embedding]:
    for entry in as_array(entries):
        holder = as_object(entry)
        found = holder.get("values", holder.get("embeddings", entry))
        inner = as_object(found).get("values", found)
        if isinstance(inner, list | str):
            yield Embedding(None, *read_vector(inner))


def _reply(document: dict[str, Json], vectors: tuple[Embedding, ...], usage: Usage | None) -> Reply:
    return Reply(
        id=as_text(document.get("id")),
        model=as_text(document.get("model")),
        usage=usage,
        embeddings=vectors,
    )

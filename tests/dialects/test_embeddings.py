"""Embeddings: vectors in every encoding, and what is wrong with an answer."""

from __future__ import annotations

import struct
from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.dialects.dialect import Parsed
from migrate_check.dialects.embedding_vectors import inputs_of, read_vector
from migrate_check.dialects.embeddings import Embeddings
from migrate_check.domain.observation import Embedding, Usage
from migrate_check.domain.scenario import NextTurn

DIALECT = Embeddings()
REQUEST: dict[str, Any] = {"model": "m-1", "input": ["one", "two"]}
USAGE = {"prompt_tokens": 4, "total_tokens": 4}


def entry(index: int, vector: Any) -> dict[str, Any]:
    return {"object": "embedding", "index": index, "embedding": vector}


def answer(*vectors: Any, **fields: Any) -> dict[str, Any]:
    data = [entry(index, vector) for index, vector in enumerate(vectors)]
    return {"object": "list", "data": data, "model": "m-1", "usage": USAGE, **fields}


def packed(*values: float) -> str:
    return b64encode(struct.pack(f"<{len(values)}f", *values)).decode()


def read(document: Any, request: Any = REQUEST, status: int = 200) -> Parsed:
    return DIALECT.parse_document(document, status, DIALECT.asked(request))


def kinds(parsed: Parsed) -> dict[str, str]:
    return {anomaly.kind.value: anomaly.location for anomaly in parsed.anomalies}


def test_how_requests_are_sent() -> None:
    assert (DIALECT.method, DIALECT.path) == ("POST", "/v1/embeddings")
    assert DIALECT.key_headers("k") == (("Authorization", "Bearer k"),)
    assert DIALECT.asked(REQUEST).model == "m-1"


def test_vectors_are_read() -> None:
    parsed = read(answer([0.6, 0.8], [1, 0]))
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.model == "m-1"
    assert parsed.reply.embeddings == (
        Embedding(0, "float", (0.6, 0.8)),
        Embedding(1, "float", (1.0, 0.0)),
    )
    assert parsed.reply.usage == Usage(4, None, 4, None, None, None)


def test_base64_is_float32_with_the_low_byte_first() -> None:
    parsed = read(
        answer(packed(0.5, -2.0), packed(1.0, 0.25)), {**REQUEST, "encoding_format": "base64"}
    )
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert [vector.values for vector in parsed.reply.embeddings] == [(0.5, -2.0), (1.0, 0.25)]


@given(st.lists(st.floats(width=32, allow_nan=False), min_size=1, max_size=20))
def test_both_encodings_say_the_same(values: list[float]) -> None:
    assert read_vector(packed(*values))[1] == read_vector([*values])[1] == tuple(values)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_anything_can_stand_for_a_vector(value: Any) -> None:
    encoding, values = read_vector(value)
    assert encoding
    assert all(isinstance(number, float) for number in values)
    read(answer(value, value))
    read({"data": value, "embeddings": value, "embedding": value}, {})
    read(value, {"input": value, "dimensions": value})


def test_a_number_beyond_any_float_is_no_number() -> None:
    assert read_vector([1, 10**400]) == ("float", ())


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ("text", 1),
        (["a", "b", "c"], 3),
        ([1, 2, 3], 1),
        ([[1, 2], [3]], 2),
        ([], None),
        (["a", 1], None),
        (None, None),
    ],
)
def test_how_many_vectors_an_input_asks_for(value: Any, count: int | None) -> None:
    assert inputs_of(value) == count


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (answer([0.6, 0.8]), {"embedding-count-wrong": "data"}),
        (answer([0.6, 0.8], []), {"embedding-unreadable": "data[].embedding"}),
        (answer([0.6, 0.8], [0.0, 0.0]), {"embedding-zero": "data[].embedding"}),
        (answer([0.6, 0.8], [1.0]), {"embedding-dimensions-wrong": "data[].embedding"}),
        (answer([0.6, 0.8], packed(1.0, 0.0)), {"embedding-encoding-wrong": "data[].embedding"}),
        (answer([0.6, 0.8], None), {"field-wrong-type": "data[].embedding"}),
        (answer([1.0], [0.5], usage=None), {"usage-missing": "usage"}),
        (answer([1.0], [0.5], usage="none"), {"field-wrong-type": "usage"}),
        (
            answer([1.0], [0.5], usage={"prompt_tokens": 0, "total_tokens": 0}),
            {"usage-zero": "usage.prompt_tokens"},
        ),
        (
            answer([1.0], [0.5], usage={"prompt_tokens": 4, "total_tokens": 9}),
            {"usage-total-wrong": "usage.total_tokens"},
        ),
        (answer([1.0], [0.5], object="vectors"), {"enum-unknown": "object"}),
        ({"object": "chat.completion", "choices": []}, {"object-foreign": "body"}),
        ({"candidates": []}, {"object-foreign": "body"}),
        ({"embeddings": [{"values": [1.0]}]}, {"object-foreign": "body"}),
    ],
)
def test_what_is_wrong_with_an_answer(document: Any, found: dict[str, str]) -> None:
    assert kinds(read(document)) == found


def test_indices_count_from_zero() -> None:
    document = answer([1.0], [0.5])
    document["data"].reverse()
    assert kinds(read(document)) == {"embedding-index-wrong": "data[].index"}


def test_numbers_that_are_not_finite() -> None:
    parsed = read(
        answer(packed(float("inf"), 1.0), packed(1.0, 0.0)),
        {**REQUEST, "encoding_format": "base64"},
    )
    assert kinds(parsed) == {"embedding-not-finite": "data[].embedding"}


@pytest.mark.parametrize(
    "document",
    [
        {"embeddings": [{"values": [0.6, 0.8]}]},
        {"embedding": {"values": [0.6, 0.8]}},
        {"embeddings": {"float": [[0.6, 0.8]]}},
        {"embeddings": [[0.6, 0.8]]},
        {"predictions": [{"embeddings": {"values": [0.6, 0.8]}}]},
    ],
)
def test_a_vendors_own_form_is_read_where_it_was_asked_for(document: Any) -> None:
    parsed = read(document, {"texts": ["one"]})
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert [vector.values for vector in parsed.reply.embeddings] == [(0.6, 0.8)]


def test_there_is_no_reply_without_vectors() -> None:
    assert read({}).reply is None
    assert read({"data": 7}).reply is None
    assert read([]).reply is None


def test_errors_are_those_of_openai() -> None:
    error = {"message": "no", "type": "t", "param": None, "code": "c"}
    parsed = read({"error": error}, status=404)
    assert parsed.error is not None
    assert (parsed.error.envelope, parsed.error.code) == ("openai", "c")


def test_there_are_no_streams_no_bytes_and_no_turns() -> None:
    asked = DIALECT.asked(REQUEST)
    assert DIALECT.parse_stream((), asked).reply is None
    assert DIALECT.parse_bytes(b"x", "text/plain", asked).reply is None
    assert DIALECT.next_body({}, {}, NextTurn(None, "more")) is None

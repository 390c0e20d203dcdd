"""The older completions: answers, streams, and what is wrong with them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.dialects.dialect import Parsed
from migrate_check.dialects.openai_completions import OpenAICompletions
from migrate_check.domain.observation import StreamEvent, Usage

DIALECT = OpenAICompletions()
REQUEST: dict[str, Any] = {"model": "m-1", "prompt": "Hi"}
USAGE = {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}
HEAD = {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "m-1"}
FINISH = "choices[].finish_reason"


def choice(text: str, finish: str | None = "stop", index: int = 0) -> dict[str, Any]:
    return {"text": text, "index": index, "logprobs": None, "finish_reason": finish}


def answer(*choices: Any, **fields: Any) -> dict[str, Any]:
    return {**HEAD, "choices": [*choices], "usage": USAGE, **fields}


def read(document: Any, status: int = 200) -> Parsed:
    return DIALECT.parse_document(document, status, DIALECT.asked(REQUEST))


def chunk(*choices: Any, **fields: Any) -> StreamEvent:
    document = {**HEAD, "choices": [*choices], **fields}
    return StreamEvent(None, json.dumps(document), document, None)


DONE = StreamEvent(None, "[DONE]", None, None)


def stream(*events: StreamEvent, **request: Any) -> Parsed:
    return DIALECT.parse_stream(events, DIALECT.asked({**REQUEST, "stream": True, **request}))


def kinds(parsed: Parsed) -> dict[str, str]:
    return {anomaly.kind.value: anomaly.location for anomaly in parsed.anomalies}


def test_what_a_request_demands() -> None:
    assert (DIALECT.path, DIALECT.stream_field) == ("/v1/completions", "stream")
    assert DIALECT.asked({"prompt": ["a", "b"], "n": 2}).choices == 4
    assert DIALECT.asked({"prompt": [1, 2, 3]}).choices == 1
    assert DIALECT.asked({"prompt": [[1], [2]]}).choices == 2
    assert DIALECT.asked(None).choices == 1


def test_an_answer() -> None:
    parsed = read(answer(choice(" there"), choice(" you", "length", 1)))
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert (parsed.reply.text, parsed.reply.finish_reason) == (" there", "stop")
    assert (parsed.reply.choices, parsed.reply.model) == (2, "m-1")
    assert parsed.reply.usage == Usage(2, 3, 5, None, None, None)


def test_an_empty_text_needs_no_count() -> None:
    assert kinds(read(answer(choice(""), usage={"prompt_tokens": 2, "total_tokens": 2}))) == {}


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (answer(), {"field-required-missing": "choices[]"}),
        (answer(choice("a", None)), {"finish-missing": FINISH}),
        (answer(choice("a", "eos")), {"enum-unknown": FINISH}),
        (answer(choice("a"), usage=None), {"usage-missing": "usage"}),
        (answer(choice("a"), usage=7), {"field-wrong-type": "usage"}),
        (answer(choice("a"), object="text.completion"), {"enum-unknown": "object"}),
        ({**answer(), "choices": None}, {"field-wrong-type": "choices"}),
        ({"object": "chat.completion"}, {"object-foreign": "body"}),
        ({"object": "response"}, {"object-foreign": "body"}),
        ({"type": "message"}, {"object-foreign": "body"}),
        ({"candidates": []}, {"object-foreign": "body"}),
    ],
)
def test_what_is_wrong_with_an_answer(document: Any, found: dict[str, str]) -> None:
    assert kinds(read(document)) == found


def test_errors_are_those_of_openai() -> None:
    parsed = read({"error": {"message": "no", "type": "t", "param": None, "code": None}}, 400)
    assert parsed.error is not None
    assert parsed.anomalies == ()


PIECES = (chunk(choice("He", None)), chunk(choice("llo", None)))
END = chunk(choice("", "stop"))


def test_a_stream() -> None:
    parsed = stream(*PIECES, END, DONE)
    assert parsed.anomalies == ()
    assert parsed.content_events == (0, 1)
    assert parsed.reply is not None
    assert (parsed.reply.text, parsed.reply.finish_reason) == ("Hello", "stop")


def test_a_stream_with_counts() -> None:
    counted = {"stream_options": {"include_usage": True}}
    parsed = stream(*PIECES, END, chunk(usage=USAGE), DONE, **counted)
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.usage is not None
    assert kinds(stream(*PIECES, END, DONE, **counted)) == {"usage-missing": "usage"}
    assert kinds(stream(*PIECES, END, chunk(usage=USAGE), DONE)) == {"usage-unasked": "usage"}


def test_a_reason_on_the_last_text_is_repeated_on_an_empty_chunk() -> None:
    assert stream(chunk(choice("Hi", "length")), chunk(choice("", "length")), DONE).anomalies == ()


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ((*PIECES, END), {"stream-done-missing": "end of stream"}),
        ((*PIECES, DONE), {"stream-finish-missing": FINISH}),
        ((*PIECES, END, DONE, END), {"stream-data-after-end": "after [DONE]"}),
        ((*PIECES, END, chunk(choice("", "length")), DONE), {"stream-finish-repeated": FINISH}),
        (
            (*PIECES, END, chunk(choice("!", None)), DONE),
            {"stream-content-after-finish": "chunk.choices[].text"},
        ),
        ((*PIECES, chunk(choice("", "eos")), DONE), {"enum-unknown": FINISH}),
        ((*PIECES, chunk(choice("", "stop"), id="x"), DONE), {"stream-id-changed": "chunk.id"}),
        ((*PIECES, chunk(choice("", "stop"), object="c"), DONE), {"enum-unknown": "chunk.object"}),
        (
            (*PIECES, chunk({"text": "", "finish_reason": "stop"}), DONE),
            {"stream-index-missing": "chunk.choices[].index"},
        ),
        ((StreamEvent(None, "x", None, None), *PIECES, END, DONE), {"event-not-json": "chunk"}),
        (
            (chunk(object="chat.completion.chunk"), DONE),
            {"object-foreign": "chunk"},
        ),
        ((DONE,), {"stream-empty": "stream"}),
    ],
)
def test_what_is_wrong_with_a_stream(
    events: tuple[StreamEvent, ...], found: dict[str, str]
) -> None:
    assert kinds(stream(*events)) == found


def test_an_error_ends_a_stream() -> None:
    document = {"error": {"message": "no", "type": "t", "param": None, "code": None}}
    parsed = stream(*PIECES, StreamEvent(None, "{}", document, None))
    assert parsed.error is not None
    assert parsed.error.in_stream


@given(
    st.lists(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=4),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["choices", "text", "index", "finish_reason", "usage", "id"]),
                    inner,
                )
            ),
        ),
        max_size=4,
    )
)
def test_anything_may_come(documents: list[Any]) -> None:
    stream(*(StreamEvent(None, "x", document, None) for document in documents))
    for document in documents:
        read(document)

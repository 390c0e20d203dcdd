"""The automaton of Gemini streams."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.observation import StreamEvent
from tests.dialects.gemini_wire import (
    ARRAY,
    EVENTS,
    GEMINI,
    PLAIN,
    TEXT,
    USAGE,
    answer,
    call,
    chunk,
    read_events,
)
from tests.dialects.wire import DONE, event, kinds, raw

FINISH = "candidates[].finishReason"
HEL, LO = chunk({"text": "Hel"}), chunk({"text": "lo"}, finish="STOP")


def test_a_stream() -> None:
    first = {"promptTokenCount": 9, "totalTokenCount": 9}
    parsed = read_events(chunk({"text": "Hel"}, usageMetadata=first), LO)
    assert parsed.anomalies == ()
    assert parsed.content_events == (0, 1)
    assert parsed.reply is not None
    assert (parsed.reply.text, parsed.reply.finish_reason) == ("Hello", "STOP")
    assert parsed.reply.usage is not None
    assert parsed.reply.usage.total_tokens == USAGE["totalTokenCount"]


def test_a_stream_with_thoughts_and_calls() -> None:
    parsed = read_events(
        chunk({"text": "Hm", "thought": True}),
        chunk({**call(), "thoughtSignature": "c2ln"}),
        chunk({"text": ""}, finish="STOP"),
        tools=True,
    )
    assert parsed.anomalies == ()
    assert parsed.content_events == (0, 1)
    assert parsed.reply is not None
    assert (parsed.reply.reasoning, parsed.reply.signatures) == ("Hm", ("c2ln",))
    assert [one.name for one in parsed.reply.tool_calls] == ["get_weather"]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((HEL,), {("stream-finish-missing", FINISH)}),
        ((HEL, LO, DONE), {("event-not-json", "data")}),
        ((HEL, LO, raw("x")), {("event-not-json", "data")}),
        ((HEL, LO, LO), {
            ("stream-finish-repeated", FINISH), ("stream-content-after-finish", FINISH)
        }),
        ((HEL, LO, chunk(TEXT)), {("stream-content-after-finish", FINISH)}),
        ((HEL, LO, chunk()), set()),
        ((HEL, chunk({"text": "lo"}, finish="STOP", responseId="r2")), {
            ("stream-id-changed", "responseId")
        }),
        ((HEL, chunk({"text": "lo"}, finish="STOP", responseId="")), {
            ("stream-id-empty", "responseId")
        }),
        ((HEL, chunk({"text": "lo"}, finish="STOP", modelVersion="other")), {
            ("stream-model-changed", "modelVersion")
        }),
        ((HEL, chunk({"text": "lo"}, finish="STOP", responseId=..., usageMetadata=...)), set()),
        ((HEL, LO, event([])), {("field-wrong-type", "data")}),
        ((HEL, LO, raw("null")), {("field-wrong-type", "data")}),
        ((HEL, LO, event({"choices": []})), {("object-foreign", "data")}),
        ((event({"choices": []}),), {("object-foreign", "data")}),
        ((), {("stream-empty", "stream")}),
    ],
)  # fmt: skip
def test_departures(events: tuple[StreamEvent, ...], expected: set[tuple[str, str]]) -> None:
    assert kinds(read_events(*events)) == expected


def test_an_error_ends_the_stream() -> None:
    error = {"error": {"code": 503, "message": "overloaded", "status": "UNAVAILABLE"}}
    parsed = read_events(HEL, event(error), event(error))
    assert kinds(parsed) == {("stream-error-event", "error")}
    assert parsed.error is not None
    assert (parsed.error.type, parsed.error.in_stream) == ("UNAVAILABLE", True)
    assert parsed.reply is not None
    assert read_events(event(error)).reply is None


def test_a_blocked_prompt_needs_no_finish() -> None:
    blocked = answer(
        candidates=...,
        promptFeedback={"blockReason": "PROHIBITED_CONTENT"},
        usageMetadata={"promptTokenCount": 9, "totalTokenCount": 9},
    )
    assert read_events(event(blocked)).anomalies == ()


def test_several_candidates_take_turns() -> None:
    def of(index: int, text: str, finish: str | None = None) -> StreamEvent:
        document = answer({"text": text}, finish=finish)
        document["candidates"][0]["index"] = index
        return event(document)

    parsed = read_events(of(0, "A"), of(1, "x"), of(0, "B", "STOP"), of(1, "y", "STOP"))
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert (parsed.reply.text, parsed.reply.choices) == ("AB", 2)
    assert parsed.content_events == (0, 1, 2, 3)


KEYS = st.sampled_from(
    [
        *("candidates", "content", "parts", "text", "thought", "thoughtSignature", "functionCall"),
        *("name", "args", "id", "role", "index", "finishReason", "usageMetadata", "responseId"),
        *("promptTokenCount", "totalTokenCount", "promptFeedback", "blockReason", "error"),
        *("tools", "functionDeclarations", "parameters", "type", "items", "properties", "contents"),
        *("toolConfig", "functionCallingConfig", "mode", "generationConfig", "usage_metadata"),
    ]
)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 3), st.floats(allow_nan=False),
    st.sampled_from(["STOP", "model", "ANY", "OBJECT", "x", "", "\ud83d"]),
)  # fmt: skip
DOCUMENTS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5)
)
STREAMS = st.lists(
    st.one_of(
        DOCUMENTS.map(lambda document: StreamEvent(None, "…", document, None)),
        st.sampled_from([HEL, LO, DONE, raw("x")]),
    ),
    max_size=8,
)
URLS = st.sampled_from([PLAIN, EVENTS, ARRAY, "", "x:y"])


@given(STREAMS, DOCUMENTS, URLS)
def test_any_events_and_any_request_are_accepted(
    events: list[StreamEvent], request: Any, url: str
) -> None:
    parsed = GEMINI.parse_stream(tuple(events), GEMINI.asked(request, url))
    places = [(kind, location) for kind, location, _ in parsed.anomalies]
    assert len(places) == len(set(places))
    assert all(len(detail) <= 160 for _, _, detail in parsed.anomalies)
    assert all(0 <= position < len(events) for position in parsed.content_events)


@given(DOCUMENTS, st.sampled_from([200, 400, 500]), DOCUMENTS, URLS)
def test_any_document_is_accepted(document: Any, status: int, request: Any, url: str) -> None:
    parsed = GEMINI.parse_document(document, status, GEMINI.asked(request, url))
    assert (parsed.error is not None) or status == 200


@given(st.lists(st.text(max_size=5), min_size=1, max_size=6))
def test_pieces_of_a_text_are_the_text(pieces: list[str]) -> None:
    events = [chunk({"text": piece}) for piece in pieces[:-1]]
    parsed = read_events(*events, chunk({"text": pieces[-1]}, finish="STOP"))
    assert parsed.reply is not None
    assert parsed.reply.text == "".join(pieces)

"""The automaton of a Responses stream."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.observation import StreamEvent, ToolCall
from tests.dialects.responses_wire import (
    INCOMPLETE,
    OSLO,
    RESPONSES,
    START,
    TOOLS,
    added,
    call,
    call_item,
    custom,
    done,
    hear,
    life,
    message,
    numbered,
    part,
    reasoning,
    response,
    sent,
    summary_item,
    text_item,
    told,
)
from tests.dialects.wire import event, kinds, raw

TEXT = (*START, *text_item(message()), life("completed", message()))
CALLED = (*START, *call_item(call()), life("completed", call()))
THOUGHT = reasoning("One.", "Two.")
THOUGHTFUL = (
    *START,
    *summary_item(THOUGHT),
    *text_item(message(), 1),
    life("completed", THOUGHT, message()),
)
ALL = (TEXT, CALLED, THOUGHTFUL)


def replaced(events: tuple[StreamEvent, ...], at: int, **fields: Any) -> tuple[StreamEvent, ...]:
    """The events with fields of one of them changed."""
    document = events[at].document
    assert isinstance(document, dict)
    return (*events[:at], event({**document, **fields}, events[at].name), *events[at + 1 :])


def gone(events: tuple[StreamEvent, ...], *places: int) -> tuple[StreamEvent, ...]:
    return tuple(each for place, each in enumerate(events) if place not in places)


def test_a_text_is_joined() -> None:
    parsed = hear(*TEXT)
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert (parsed.reply.id, parsed.reply.text, parsed.reply.role) == (
        "resp_1",
        "Hello",
        "assistant",
    )
    assert parsed.reply.finish_reason == "completed"
    assert parsed.reply.usage is not None
    assert parsed.content_events == (4, 5, 6)


def test_calls_of_both_kinds() -> None:
    items = (*call_item(call()), *call_item(custom(), 1))
    parsed = hear(*START, *items, life("completed", call(), custom()), tools=TOOLS)
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.tool_calls == (
        ToolCall("call_1", "get_weather", OSLO),
        ToolCall("call_9", "run", "ls -l"),
    )


def test_summaries_and_open_reasoning() -> None:
    shown = reasoning(id="rs_2", content=[{"type": "reasoning_text", "text": "So."}])
    open_item = (
        added(reasoning(id="rs_2"), 1),
        told("content_part", "added", "rs_2", 1, content_index=0, part={"type": "reasoning_text"}),
        told("reasoning_text", "delta", "rs_2", 1, content_index=0, delta="So."),
        told("reasoning_text", "done", "rs_2", 1, content_index=0, text="So."),
        told("content_part", "done", "rs_2", 1, content_index=0, part={"text": "So."}),
        done(shown, 1),
    )
    parsed = hear(*START, *summary_item(THOUGHT), *open_item, life("completed", THOUGHT, shown))
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.reasoning == "One.Two.So."


def test_a_refusal_is_a_part_too() -> None:
    refusal = {"type": "refusal", "refusal": "No."}
    item = message(refusal)
    at: dict[str, Any] = {"content_index": 0}
    events = (
        added(item),
        told("content_part", "added", "msg_1", part={**refusal, "refusal": ""}, **at),
        told("refusal", "delta", "msg_1", delta="No.", **at),
        told("refusal", "done", "msg_1", refusal="No.", **at),
        told("content_part", "done", "msg_1", part=refusal, **at),
        done(item),
    )
    parsed = hear(*START, *events, life("completed", item), tool_choice="required", tools=TOOLS)
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.refusal == "No."


def test_a_cut_answer_ends_incomplete() -> None:
    half = message(status="incomplete")
    parsed = hear(*START, *text_item(half), life("incomplete", half, **INCOMPLETE))
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.finish_reason == "max_output_tokens"


def test_what_vendors_add_is_tolerated() -> None:
    search = {"id": "ws_1", "type": "web_search_call", "status": "completed"}
    place = {"item_id": "ws_1", "output_index": 0}
    events = (
        sent("response.output_item.added", item=search, output_index=0),
        sent("response.web_search_call.searching", **place),
        sent("response.something_new", value=1),
        event({"type": "keepalive"}, "keepalive"),
        done(search),
    )
    last = life("completed", search, message())
    parsed = hear(*START, *events, *text_item(message(), 1), last)
    assert parsed.anomalies == ()


AT_END = len(TEXT) - 1


@pytest.mark.parametrize(
    ("events", "anomaly"),
    [
        (gone(TEXT, 0), ("stream-start-missing", "response.created")),
        ((*START, *TEXT), ("stream-start-repeated", "response.created")),
        (gone(TEXT, AT_END), ("stream-terminal-missing", "response.completed")),
        ((*TEXT, TEXT[-1]), ("stream-terminal-repeated", "response.completed")),
        ((*TEXT, TEXT[4]), ("stream-data-after-end", "response.completed")),
        ((*TEXT, raw("[DONE]")), ("event-unknown", "[DONE]")),
        ((*START, sent("chunk"), *TEXT[2:]), ("event-unknown", "data.type")),
        ((*START, raw("{", "x"), *TEXT[2:]), ("event-not-json", "data")),
        ((*START, event([], "x"), *TEXT[2:]), ("field-wrong-type", "data")),
        ((*START, raw("null", "x"), *TEXT[2:]), ("field-wrong-type", "data")),
        ((*START, event({"choices": []}), *TEXT[2:]), ("object-foreign", "data")),
        ((*START, event(TEXT[2].document), *TEXT[3:]), ("event-name-missing", "event")),
        ((*START, event(TEXT[2].document, "x"), *TEXT[3:]), ("event-name-mismatch", "event")),
        (replaced(TEXT, 1, response=None), ("field-wrong-type", "response.in_progress.response")),
        (
            (TEXT[0], sent("response.in_progress"), *TEXT[2:]),
            ("field-required-missing", "response.in_progress.response"),
        ),
        (
            replaced(TEXT, 1, response={"id": "resp_1"}),
            ("field-required-missing", "response.in_progress.response.output"),
        ),
        (replaced(TEXT, 1, response=response(id="")), ("stream-id-empty", "response.id")),
        (replaced(TEXT, 1, response=response(id="resp_2")), ("stream-id-changed", "response.id")),
        (
            replaced(TEXT, 1, response=response(model="m-2")),
            ("stream-model-changed", "response.model"),
        ),
        (gone(TEXT, 2), ("item-not-announced", "response.output_item.added")),
        (replaced(TEXT, 4, item_id="chatcmpl-1"), ("item-not-announced", "item_id")),
        (replaced(TEXT, 4, output_index=5), ("item-not-announced", "output_index")),
        (
            (*TEXT[:AT_END], TEXT[4], TEXT[AT_END]),
            ("item-not-announced", "response.output_item.done"),
        ),
        (
            replaced(TEXT, 4, item_id=None),
            ("field-required-missing", "response.output_text.delta.item_id"),
        ),
        (
            replaced(TEXT, 4, output_index="0"),
            ("field-wrong-type", "response.output_text.delta.output_index"),
        ),
        (replaced(TEXT, 4, delta=7), ("field-wrong-type", "response.output_text.delta.delta")),
        (
            replaced(TEXT, 4, delta=None),
            ("field-wrong-type", "response.output_text.delta.delta"),
        ),
        (
            replaced(TEXT, 2, item={"type": "message"}),
            ("field-required-missing", "response.output_item.added.item.id"),
        ),
        (
            replaced(TEXT, 2, item={"id": "msg_1"}),
            ("field-required-missing", "response.output_item.added.item.type"),
        ),
        (gone(TEXT, 3), ("part-not-announced", "response.content_part.added")),
        (
            gone(THOUGHTFUL, 3),
            ("part-not-announced", "response.reasoning_summary_part.added"),
        ),
        (gone(TEXT, 7, 8), ("part-not-done", "response.output_text.done")),
        (gone(TEXT, 8), ("part-not-done", "response.content_part.done")),
        (gone(CALLED, 5), ("part-not-done", "response.function_call_arguments.done")),
        (gone(TEXT, 4, 5, 6), ("deltas-missing", "response.output_text.delta")),
        (gone(TEXT, 5), ("parts-disagree", "response.output_text.done")),
        (
            replaced(TEXT, AT_END, response=response(message(part("Bye")))),
            ("parts-disagree", "response.completed.response.output"),
        ),
        (
            replaced(TEXT, AT_END, response=response()),
            ("output-disagrees", "response.completed.response.output"),
        ),
        (
            replaced(TEXT, AT_END, response=response(message(id="msg_9"))),
            ("output-disagrees", "response.completed.response.output"),
        ),
        (gone(TEXT, 9), ("item-not-done", "response.output_item.done")),
        (
            replaced(TEXT, 9, item=message(id="msg_2")),
            ("item-changed", "response.output_item.done.item.id"),
        ),
        (
            replaced(CALLED, 2, item=custom(id="fc_1", call_id="call_1")),
            ("item-changed", "response.function_call_arguments.delta"),
        ),
        (
            replaced(THOUGHTFUL, 12, output_index=0),
            ("item-index-shared", "response.output_item.added.output_index"),
        ),
        (
            replaced(TEXT, AT_END, response=response(message(), usage=None)),
            ("usage-missing", "usage"),
        ),
        (
            replaced(CALLED, len(CALLED) - 1, response=response(call(name="nope"))),
            ("tool-name-unknown", "response.output_item.done.item.name"),
        ),
    ],
)
def test_departures_from_the_grammar(
    events: tuple[StreamEvent, ...], anomaly: tuple[str, str]
) -> None:
    assert anomaly in kinds(hear(*events, tools=TOOLS))


def test_numbers_must_grow() -> None:
    place = "data.sequence_number"
    asked = RESPONSES.asked({"model": "m-1", "stream": True})
    stream = list(numbered(TEXT))
    for number, kind in (
        (2, "sequence-broken"),
        (None, "field-wrong-type"),
        ("7", "field-wrong-type"),
    ):
        changed = replaced(tuple(stream), 4, sequence_number=number)
        assert (kind, place) in kinds(RESPONSES.parse_stream(changed, asked))
    assert ("field-required-missing", place) in kinds(RESPONSES.parse_stream(TEXT, asked))


def test_the_bare_response_is_still_read() -> None:
    bare = tuple(
        event(each.document["response"], each.name)
        if isinstance(each.document, dict) and "response" in each.document
        else each
        for each in TEXT
    )
    parsed = hear(*bare)
    assert ("event-not-wrapped", "response") in kinds(parsed)
    assert parsed.reply is not None
    assert (parsed.reply.text, parsed.reply.finish_reason) == ("Hello", "completed")


def test_an_event_without_its_type_goes_by_its_name() -> None:
    document = TEXT[4].document
    assert isinstance(document, dict)
    nameless = {name: value for name, value in document.items() if name != "type"}
    parsed = hear(*TEXT[:4], event(nameless, TEXT[4].name), *TEXT[5:])
    assert kinds(parsed) == {("field-required-missing", "data.type")}
    assert parsed.reply is not None
    assert parsed.reply.text == "Hello"


def test_texts_of_items_that_were_never_announced_are_read() -> None:
    parsed = hear(TEXT[0], TEXT[7])
    assert parsed.reply is not None
    assert parsed.reply.text == "Hello"
    assert ("deltas-missing", "response.output_text.delta") in kinds(parsed)


@pytest.mark.parametrize(
    "document",
    [
        {"type": "error", "code": "server_error", "message": "Sorry.", "param": None},
        {"type": "error", "error": {"type": "x", "code": "server_error", "message": "Sorry."}},
        {"error": {"type": "x", "code": "server_error", "message": "Sorry."}},
    ],
)
def test_an_error_in_the_stream(document: Any) -> None:
    parsed = hear(*TEXT[:5], event(document, "error"))
    assert kinds(parsed) == {("stream-error-event", "error")}
    assert parsed.error is not None
    assert parsed.error.in_stream
    assert (parsed.error.code, parsed.error.message) == ("server_error", "Sorry.")


def test_an_error_and_then_the_failed_response() -> None:
    error = {"code": "server_error", "message": "Sorry."}
    first = event({"type": "error", **error, "param": None}, "error")
    parsed = hear(*START, first, life("failed", error=error))
    assert kinds(parsed) == {("stream-error-event", "error")}
    assert parsed.error is not None
    assert parsed.error.message == "Sorry."


def test_a_failed_response_is_an_error() -> None:
    parsed = hear(*START, life("failed", error={"code": "server_error", "message": "Sorry."}))
    assert parsed.error is not None
    assert (parsed.error.code, parsed.error.in_stream) == ("server_error", True)
    second = hear(*START, event({"type": "error"}, "error"), event({"type": "error"}, "error"))
    assert second.error is not None
    assert second.error.message is None


def test_a_stream_of_nothing() -> None:
    parsed = RESPONSES.parse_stream((), RESPONSES.asked(None))
    assert parsed.reply is None
    assert kinds(parsed) == {("stream-empty", "stream")}


def test_items_without_a_final_response() -> None:
    cut = hear(*THOUGHTFUL[:-2])
    assert cut.reply is not None
    assert (cut.reply.text, cut.reply.reasoning) == ("Hello", "One.Two.")
    half = hear(*CALLED[:5], tools=TOOLS)
    assert half.reply is not None
    assert half.reply.tool_calls == (ToolCall("call_1", "get_weather", OSLO),)


@given(st.sampled_from(ALL), st.data())
def test_no_event_can_be_lost_unseen(events: tuple[StreamEvent, ...], data: Any) -> None:
    place = data.draw(st.integers(0, len(events) - 1))
    kind = events[place].name or ""
    lost = hear(*gone(events, place), tools=TOOLS)
    # `in_progress` says nothing new.
    assert bool(lost.anomalies) is (kind != "response.in_progress"), kind


@given(st.lists(st.sampled_from([each for events in ALL for each in events]), max_size=12))
def test_any_order_is_read(events: list[StreamEvent]) -> None:
    hear(*events)


NAMES = [str(each.name) for each in (*THOUGHTFUL, *CALLED)]
FIELDS = st.sampled_from(["id", "type", "text", "output", "content", "object"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 2) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(FIELDS, inner, max_size=3),
    max_leaves=6,
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.dictionaries(
                st.sampled_from(
                    ["type", "item", "item_id", "output_index", "delta", "response", "part", "text"]
                ),
                VALUES,
            ),
        ),
        max_size=6,
    )
)
def test_any_events_are_read(given_events: list[tuple[str, dict[str, Any]]]) -> None:
    hear(*(event({"type": name, **fields}, name) for name, fields in given_events))

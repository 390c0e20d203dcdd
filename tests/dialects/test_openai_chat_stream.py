"""The automaton of Chat Completions streams: what it accepts, joins and notes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.dialects.dialect import Parsed
from migrate_check.domain.observation import StreamEvent, ToolCall
from tests.dialects.wire import (
    DONE,
    FIRST,
    HELLO,
    OPENAI,
    OPENAI_TOOLS,
    STOP,
    USAGE,
    call_piece,
    call_start,
    chunk,
    event,
    kinds,
    raw,
    read_chunks,
    usage_chunk,
)

CALL_STOP = chunk({}, "tool_calls")
OSLO = '{"city": "Oslo"}'
INDEX = "choices[].delta.tool_calls[].index"
ID = "choices[].delta.tool_calls[].id"
NAME = "choices[].delta.tool_calls[].function.name"
ARGUMENTS = "choices[].delta.tool_calls[].function.arguments"
FINISH = "choices[].finish_reason"
USAGE_ASKED = {"stream_options": {"include_usage": True}}


def test_text_is_joined() -> None:
    parsed = read_chunks(
        FIRST, HELLO, chunk({"content": " you"}), STOP, usage_chunk(), DONE, **USAGE_ASKED
    )
    reply = parsed.reply
    assert reply is not None
    assert parsed.anomalies == ()
    assert (reply.text, reply.role, reply.finish_reason) == ("Hello you", "assistant", "stop")
    assert (reply.id, reply.model, reply.choices) == ("chatcmpl-1", "m-1", 1)
    assert reply.usage is not None
    assert reply.usage.total_tokens == 12
    assert parsed.content_events == (1, 2)


def test_reasoning_and_refusal_are_joined() -> None:
    parsed = read_chunks(
        chunk({"role": "assistant", "reasoning_content": "Let "}),
        chunk({"reasoning": "me"}),
        chunk({"refusal": "No"}),
        chunk({"refusal": "pe"}, "stop"),
        DONE,
    )
    assert parsed.reply is not None
    assert (parsed.reply.reasoning, parsed.reply.refusal) == ("Let me", "Nope")
    assert parsed.content_events == (0, 1, 2, 3)
    assert parsed.anomalies == ()


def test_parallel_calls_are_joined_by_index() -> None:
    parsed = read_chunks(
        FIRST,
        call_start(0, 1),
        call_piece(0, '{"city": '),
        call_start(1, 2, name="get_time"),
        call_piece(1, OSLO),
        call_piece(0, '"Rome"}'),
        CALL_STOP,
        DONE,
        tools=OPENAI_TOOLS,
    )
    assert parsed.reply is not None
    assert parsed.anomalies == ()
    assert parsed.reply.tool_calls == (
        ToolCall("call_1", "get_weather", '{"city": "Rome"}'),
        ToolCall("call_2", "get_time", OSLO),
    )


def test_several_choices_are_kept_apart() -> None:
    def at(index: int, delta: Any, finish: str | None = None) -> StreamEvent:
        return chunk(choices=[{"index": index, "delta": delta, "finish_reason": finish}])

    role = {"role": "assistant", "content": ""}
    parsed = read_chunks(
        at(1, role), at(0, role), at(1, {"content": "B"}), at(0, {"content": "A"}),
        at(0, {}, "stop"), at(1, {}, "stop"), DONE, n=2,
    )  # fmt: skip
    assert parsed.reply is not None
    assert (parsed.reply.text, parsed.reply.choices) == ("A", 2)
    assert parsed.anomalies == ()


def test_each_choice_needs_its_own_finish() -> None:
    second = {"index": 1, "delta": {"role": "assistant"}, "finish_reason": None}
    parsed = read_chunks(FIRST, HELLO, chunk(choices=[second]), STOP, DONE)
    assert kinds(parsed) == {("stream-finish-missing", FINISH)}


def test_custom_tools_take_any_text() -> None:
    start = {"index": 0, "id": "call_1", "type": "custom", "custom": {"name": "sh", "input": "ls"}}
    parsed = read_chunks(
        chunk({"role": "assistant", "tool_calls": [start]}),
        chunk({"tool_calls": [{"index": 0, "custom": {"input": " -l"}}]}),
        CALL_STOP,
        DONE,
        tools=[{"type": "custom", "custom": {"name": "sh"}}],
    )
    assert parsed.reply is not None
    assert parsed.reply.tool_calls == (ToolCall("call_1", "sh", "ls -l"),)
    assert parsed.anomalies == ()


def test_legacy_function_call_is_a_call_without_id() -> None:
    parsed = read_chunks(
        chunk({"role": "assistant", "function_call": {"name": "get_weather", "arguments": ""}}),
        chunk({"function_call": {"arguments": OSLO}}),
        chunk({}, "function_call"),
        DONE,
        functions=[{"name": "get_weather"}],
    )
    assert parsed.reply is not None
    assert parsed.reply.tool_calls == (ToolCall(None, "get_weather", OSLO),)
    assert parsed.anomalies == ()


def test_an_empty_or_doubled_function_call_is_no_call() -> None:
    empty = chunk({"function_call": {"name": "", "arguments": ""}})
    assert read_chunks(FIRST, HELLO, empty, STOP, DONE).content_events == (1,)
    doubled = chunk({"function_call": {"name": "get_weather", "arguments": "x"}})
    parsed = read_chunks(
        FIRST, call_start(arguments=OSLO), doubled, CALL_STOP, DONE, tools=OPENAI_TOOLS
    )
    assert parsed.anomalies == ()


def test_documented_fields_beyond_ours_are_free() -> None:
    parsed = read_chunks(
        chunk({"role": "assistant", "content": "", "obfuscation": "xY"}, service_tier="default"),
        chunk({"content": "Hi"}, usage=None, x_groq={"id": "1"}),
        STOP,
        DONE,
    )
    assert parsed.anomalies == ()


def test_the_vendor_may_say_stop_for_a_call_demanded_by_name() -> None:
    choice = {"type": "function", "function": {"name": "get_weather"}}
    parsed = read_chunks(
        FIRST, call_start(), call_piece(0, OSLO), STOP, DONE, tools=OPENAI_TOOLS, tool_choice=choice
    )
    assert parsed.anomalies == ()


def test_a_truncated_call_may_be_partial() -> None:
    parsed = read_chunks(
        FIRST, call_start(), call_piece(0, '{"ci'), chunk({}, "length"), DONE, tools=OPENAI_TOOLS
    )
    assert parsed.anomalies == ()


def test_an_error_event_explains_what_is_missing_after_it() -> None:
    error = {"message": "overloaded", "type": "server_error", "param": None, "code": None}
    parsed = read_chunks(FIRST, HELLO, event({"error": error}), **USAGE_ASKED)
    assert kinds(parsed) == {("stream-error-event", "error")}
    assert parsed.error is not None
    assert parsed.error.in_stream
    assert parsed.error.message == "overloaded"
    assert parsed.reply is not None
    assert parsed.reply.text == "Hello"


def good(*events: StreamEvent) -> tuple[StreamEvent, ...]:
    """A stream that is right but for these events in its middle."""
    return (FIRST, HELLO, *events, STOP, DONE)


AZURE = chunk(id="", object="", model="", created=0, choices=[], prompt_filter_results=[])


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), {("stream-empty", "stream")}),
        ((DONE,), {("stream-empty", "stream")}),
        ((FIRST, HELLO, STOP), {("stream-done-missing", "[DONE]")}),
        ((FIRST, HELLO, DONE), {("stream-finish-missing", FINISH)}),
        ((*good(), DONE), {("stream-terminal-repeated", "[DONE]")}),
        ((*good(), HELLO), {("stream-data-after-end", "[DONE]")}),
        (good(raw(": OPENROUTER PROCESSING")), {("event-not-json", "data")}),
        (good(raw("null")), {("field-wrong-type", "chunk")}),
        (good(event([1])), {("field-wrong-type", "chunk")}),
        (good(chunk({}, "stop")), {("stream-finish-repeated", FINISH)}),
        (good(chunk({}, "")), {("enum-unknown", FINISH)}),
        (good(chunk({}, id="")), {("stream-id-empty", "id")}),
        (good(chunk({}, id="other")), {("stream-id-changed", "id")}),
        (good(chunk({}, model="other")), {("stream-model-changed", "model")}),
        (good(chunk({}, created="now")), {("field-wrong-type", "created")}),
        (good(chunk({}, object="chat.completion")), {("enum-unknown", "object")}),
        (good(chunk({"role": "assistant"})), {("stream-start-repeated", "choices[].delta.role")}),
        (good(chunk({"role": "model"})), {
            ("role-invalid", "choices[].delta.role"),
            ("stream-start-repeated", "choices[].delta.role"),
        }),
        ((HELLO, STOP, DONE), {("stream-role-missing", "choices[].delta.role")}),
        ((chunk({"role": "", "content": "Hi"}), STOP, DONE), {
            ("role-invalid", "choices[].delta.role")
        }),
        ((FIRST, chunk({"content": "Hi"}, "stop"), HELLO, DONE), {
            ("stream-content-after-finish", "choices[].delta")
        }),
        ((AZURE, *good()), {
            ("stream-choices-empty-early", "choices"),
            ("stream-id-empty", "id"),
            ("enum-unknown", "object"),
        }),
        (good(chunk(choices=[{"delta": {}, "finish_reason": None}])), {
            ("stream-index-missing", "choices[].index")
        }),
        (good(chunk(choices=[{"index": 0, "delta": {}}])), set()),
        (good(chunk(choices=[{"index": 0, "finish_reason": None}])), {
            ("field-required-missing", "choices[].delta")
        }),
        (good(chunk(choices=[{"index": 0, "delta": "x", "finish_reason": None}])), {
            ("field-wrong-type", "choices[].delta")
        }),
        ((chunk(choices=[{"index": 0, "finish_reason": "stop", "message": {
            "role": "assistant", "content": "Hi"}}]), DONE), {
            ("stream-message-not-delta", "choices[].message")
        }),
        (good(chunk(choices=None)), {("field-wrong-type", "choices")}),
        (good(event({"type": "message_start", "message": {}})), {("object-foreign", "chunk")}),
        ((FIRST, HELLO, STOP, usage_chunk(), DONE), {("usage-unasked", "usage")}),
        ((FIRST, chunk({}, "tool_calls"), DONE), {("finish-tool-without-call", FINISH)}),
        ((FIRST, chunk({"content": "x"}, "end_turn"), DONE), {("enum-unknown", FINISH)}),
        ((chunk(choices=[], usage=USAGE), DONE), {
            ("stream-finish-missing", FINISH), ("usage-unasked", "usage")
        }),
    ],
)  # fmt: skip
def test_departures(events: tuple[StreamEvent, ...], expected: set[tuple[str, str]]) -> None:
    assert kinds(read_chunks(*events)) == expected


def with_calls(*events: StreamEvent, finish: str = "tool_calls", **request: Any) -> Parsed:
    return read_chunks(FIRST, *events, chunk({}, finish), DONE, tools=OPENAI_TOOLS, **request)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([call_start(None), call_piece(None, OSLO)], {("tool-index-missing", INDEX)}),
        ([call_start(1), call_piece(1, OSLO)], {("tool-index-gap", INDEX)}),
        ([call_start(0), call_piece(0, OSLO), call_start(2, 2), call_piece(2, OSLO)], {
            ("tool-index-gap", INDEX)
        }),
        ([call_start(0, arguments=OSLO), call_start(0, 2, arguments=OSLO)], {
            ("tool-index-shared", INDEX)
        }),
        ([call_start(0, name="get_time"), call_piece(0, OSLO), call_start(0, 2, arguments=OSLO)], {
            ("tool-index-shared", INDEX)
        }),
        ([call_start(), call_piece(0, '{"city": '), call_piece(0, '"Oslo"}', id="call_9")], {
            ("tool-id-changed", ID)
        }),
        ([call_start(), call_piece(0, '{"city": ', id="call_9", name="get_weather"),
          call_piece(0, '"Oslo"}')], {("tool-id-changed", ID)}),
        ([call_start(), call_piece(0), call_piece(0, OSLO)], set()),
        ([call_start(), call_piece(0, OSLO, id="call_1")], {("tool-id-duplicate", ID)}),
        ([call_start(), call_piece(0, OSLO, id="call_1", name="get_weather")], {
            ("tool-id-duplicate", ID), ("tool-index-shared", NAME)
        }),
        ([call_start(), call_piece(0, OSLO, name="get_weather")], {("tool-index-shared", NAME)}),
        ([call_start(0, 1, arguments=OSLO), call_start(1, 1, arguments=OSLO)], {
            ("tool-id-duplicate", ID)
        }),
        ([call_start(id=""), call_piece(0, OSLO)], {("tool-id-missing", ID)}),
        ([call_start(name=""), call_piece(0, OSLO)], {("tool-name-missing", NAME)}),
        ([call_start(name="weather"), call_piece(0, OSLO)], {("tool-name-unknown", NAME)}),
        ([call_start(type=None), call_piece(0, OSLO)], {
            ("tool-type-missing", "choices[].delta.tool_calls[].type")
        }),
        ([call_start(arguments={"city": "Oslo"})], {("tool-arguments-not-string", ARGUMENTS)}),
        ([call_start(arguments="")], {("tool-arguments-not-json", ARGUMENTS)}),
        ([call_start(arguments='"{}"')], {("tool-arguments-not-object", ARGUMENTS)}),
        ([call_start(arguments="{}")], {("tool-arguments-off-schema", ARGUMENTS)}),
        ([call_start(arguments=OSLO), call_piece(0, '"{}"', id="call_1")], {
            ("tool-id-duplicate", ID), ("tool-arguments-not-json", ARGUMENTS)
        }),
    ],
)  # fmt: skip
def test_departures_of_calls(events: list[StreamEvent], expected: set[tuple[str, str]]) -> None:
    assert kinds(with_calls(*events)) == expected


def test_calls_that_share_an_index_are_still_told_apart() -> None:
    parsed = with_calls(call_start(0, 1, arguments=OSLO), call_start(0, 2, arguments=OSLO))
    assert parsed.reply is not None
    assert [found.id for found in parsed.reply.tool_calls] == ["call_1", "call_2"]


def test_calls_without_index_are_joined_by_id_and_order() -> None:
    parsed = with_calls(
        call_start(None, 1),
        call_piece(None, '{"city": ', id="call_1"),
        call_piece(None, '"Rome"}'),
        call_start(None, 2, arguments=OSLO),
    )
    assert parsed.reply is not None
    assert [found.arguments for found in parsed.reply.tool_calls] == ['{"city": "Rome"}', OSLO]


@pytest.mark.parametrize(
    ("finish", "choice", "expected"),
    [
        ("stop", "auto", {("finish-not-tool", FINISH)}),
        ("content_filter", "auto", set()),
        ("tool_calls", "none", {("tool-forbidden-called", "choices[].delta.tool_calls")}),
    ],
)
def test_calls_against_finish_and_request(
    finish: str, choice: str, expected: set[tuple[str, str]]
) -> None:
    parsed = with_calls(call_start(), call_piece(0, OSLO), finish=finish, tool_choice=choice)
    assert kinds(parsed) == expected


def test_a_demanded_call_that_did_not_come() -> None:
    parsed = read_chunks(*good(), tools=OPENAI_TOOLS, tool_choice="required")
    assert kinds(parsed) == {("tool-forced-missing", "choices[].delta.tool_calls")}


@pytest.mark.parametrize("last", [chunk({}, "content_filter"), chunk({"refusal": "No"}, "stop")])
def test_a_declined_answer_owes_no_call(last: StreamEvent) -> None:
    parsed = read_chunks(FIRST, last, DONE, tools=OPENAI_TOOLS, tool_choice="required")
    assert parsed.anomalies == ()


def test_usage_that_was_asked_for() -> None:
    assert kinds(read_chunks(*good(), **USAGE_ASKED)) == {("usage-missing", "usage")}


def test_usage_on_every_chunk() -> None:
    busy = chunk({"content": "x"}, usage=USAGE)
    early = read_chunks(FIRST, busy, busy, STOP, usage_chunk(), DONE, **USAGE_ASKED)
    assert kinds(early) == {("usage-every-chunk", "usage")}
    last = chunk({}, "stop", usage=USAGE)
    late = read_chunks(FIRST, HELLO, last, usage_chunk(), DONE, **USAGE_ASKED)
    assert kinds(late) == {("usage-every-chunk", "usage after content")}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"total_tokens": 99}, {("usage-total-wrong", "usage.total_tokens")}),
        ({"prompt_tokens": 0, "total_tokens": 3}, {("usage-zero", "usage.prompt_tokens")}),
        ({"completion_tokens": 0, "total_tokens": 9}, {("usage-zero", "usage.completion_tokens")}),
    ],
)
def test_broken_counts(counts: dict[str, int], expected: set[tuple[str, str]]) -> None:
    parsed = read_chunks(FIRST, HELLO, STOP, usage_chunk(**counts), DONE, **USAGE_ASKED)
    assert kinds(parsed) == expected


KEYS = st.sampled_from(
    [
        "id",
        "object",
        "model",
        "created",
        "choices",
        "index",
        "delta",
        "role",
        "content",
        "usage",
        "tool_calls",
        "function",
        "custom",
        "name",
        "arguments",
        "input",
        "finish_reason",
        "error",
        "type",
        "message",
        "refusal",
        "function_call",
        "prompt_tokens",
        "completion_tokens",
    ]
)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 3), st.floats(allow_nan=False),
    st.sampled_from(
        ["", "assistant", "stop", "tool_calls", "{}", "get_weather", "[DONE]", "\ud83d"]
    ),
)  # fmt: skip
DOCUMENTS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5)
)
EVENTS = st.lists(
    st.one_of(
        DOCUMENTS.map(lambda document: StreamEvent(None, "…", document, None)),
        st.sampled_from([FIRST, HELLO, STOP, DONE, call_start(), usage_chunk(), raw("x")]),
    ),
    max_size=8,
)


@given(EVENTS, DOCUMENTS)
def test_any_events_and_any_request_are_accepted(events: list[StreamEvent], request: Any) -> None:
    parsed = OPENAI.parse_stream(tuple(events), OPENAI.asked(request))
    places = [(kind, location) for kind, location, _ in parsed.anomalies]
    assert len(places) == len(set(places))
    assert all(len(detail) <= 160 for _, _, detail in parsed.anomalies)
    assert all(0 <= position < len(events) for position in parsed.content_events)


@given(DOCUMENTS, st.sampled_from([200, 400, 500]), DOCUMENTS)
def test_any_document_is_accepted(document: Any, status: int, request: Any) -> None:
    parsed = OPENAI.parse_document(document, status, OPENAI.asked(request))
    assert (parsed.error is not None) or status == 200
    assert parsed.reply is None or parsed.error is None

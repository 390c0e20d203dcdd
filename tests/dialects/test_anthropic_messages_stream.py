"""The automaton of Messages streams: what it accepts, joins and notes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.observation import StreamEvent, ToolCall, Usage
from tests.dialects.wire import (
    ANTHROPIC,
    ANTHROPIC_TOOLS,
    ENDING,
    MESSAGE_STOP,
    TEXT_BLOCK,
    block_delta,
    block_start,
    block_stop,
    chunk,
    event,
    kinds,
    message_delta,
    message_start,
    named,
    raw,
    read_events,
    tool_block,
)

START = message_start()
STOP_REASON = "message_delta.delta.stop_reason"
ARGUMENTS = "content_block_delta.delta.partial_json"
BLOCK = "content_block_start.content_block"
DELTA_TYPE = "content_block_delta.delta.type"
STARTED = "content_block_start.index"


def test_text_is_joined() -> None:
    parsed = read_events(
        START, named("ping"), block_start(), block_delta(text="Hel"), raw("", "ping"),
        block_delta(text="lo"), block_stop(), *ENDING,
    )  # fmt: skip
    reply = parsed.reply
    assert parsed.anomalies == ()
    assert reply is not None
    assert (reply.id, reply.model, reply.role) == ("msg_1", "c-1", "assistant")
    assert (reply.text, reply.finish_reason, reply.choices) == ("Hello", "end_turn", 1)
    assert parsed.content_events == (3, 5)


def test_thinking_and_calls_are_joined() -> None:
    parsed = read_events(
        START,
        block_start(0, "thinking"),
        block_delta(0, "thinking_delta", thinking="Hm"),
        block_delta(0, "signature_delta", signature="abc"),
        block_stop(0),
        *tool_block(1, "", '{"city":', ' "Oslo"}'),
        *tool_block(2, '{"city": "Rome"}', id="toolu_2"),
        message_delta("tool_use"),
        MESSAGE_STOP,
        tools=ANTHROPIC_TOOLS,
    )
    reply = parsed.reply
    assert parsed.anomalies == ()
    assert reply is not None
    assert reply.reasoning == "Hm"
    assert reply.tool_calls == (
        ToolCall("toolu_1", "get_weather", '{"city":"Oslo"}'),
        ToolCall("toolu_2", "get_weather", '{"city":"Rome"}'),
    )
    assert parsed.content_events == (2, 5, 7, 8, 10, 11)


def test_a_call_without_arguments_is_an_empty_object() -> None:
    for pieces in ((), ("",)):
        parsed = read_events(
            START, *tool_block(0, *pieces, name="now"), message_delta("tool_use"), MESSAGE_STOP,
            tools=[{"name": "now", "input_schema": {"type": "object"}}],
        )  # fmt: skip
        assert parsed.anomalies == ()
        assert parsed.reply is not None
        assert parsed.reply.tool_calls[0].arguments == "{}"


def test_later_counts_win() -> None:
    start = message_start(
        usage={"input_tokens": 5, "cache_read_input_tokens": 7, "output_tokens": 1}
    )
    usage = {"output_tokens": 9, "input_tokens": None, "cache_creation_input_tokens": 2}
    parsed = read_events(start, *TEXT_BLOCK, message_delta(usage=usage), MESSAGE_STOP)
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.usage == Usage(14, 9, None, 7, 2, None)


@pytest.mark.parametrize(
    "blocks",
    [
        (block_start(0, "redacted_thinking", data="x"), block_stop()),
        (block_start(0, "web_search_tool_result", tool_use_id="s", content=[]), block_stop()),
        (
            block_start(0, "compaction"),
            block_delta(0, "compaction_delta", content="x"),
            block_stop(),
        ),
        (
            block_start(0, "server_tool_use", id="s", name="web_search", input={}),
            block_delta(0, "input_json_delta", partial_json="{}"),
            block_stop(),
        ),
        (block_start(), block_delta(0, "citations_delta", citation={}), block_stop()),
        (
            block_start(0, "thinking", signature=None),
            block_delta(0, "signature_delta", signature="abc"),
            block_stop(),
        ),
        (block_start(0, "thinking", signature="abc"), block_stop()),
    ],
)
def test_legal_blocks(blocks: tuple[StreamEvent, ...]) -> None:
    assert read_events(START, *blocks, *ENDING).anomalies == ()


def test_an_error_glued_to_half_an_event_is_noticed() -> None:
    glued = raw('{"type":"content_block_del\n{"type":"error"}', "error")
    parsed = read_events(START, block_start(), block_delta(text="He"), glued)
    found = [anomaly.kind.value for anomaly in parsed.anomalies]
    assert {"event-not-json", "stream-terminal-missing"} <= set(found)


def test_thoughts_are_handed_back_in_their_order() -> None:
    parsed = read_events(
        START,
        block_start(0, "thinking"),
        block_delta(0, "thinking_delta", thinking="Hm"),
        block_delta(0, "signature_delta", signature="abc"),
        block_stop(0),
        block_start(1, "redacted_thinking", data="sealed"),
        block_stop(1),
        block_start(2, "thinking"),
        block_delta(2, "signature_delta", signature="def"),
        block_stop(2),
        *ENDING,
    )
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.signatures == ("abc", "sealed", "def")
    assert parsed.reply.reasoning == "Hm"


UNSIGNED = (
    block_start(0, "thinking"),
    block_delta(0, "thinking_delta", thinking="Hm"),
    block_stop(0),
)


def test_a_thought_without_signature_is_noticed() -> None:
    parsed = read_events(START, *UNSIGNED, *ENDING)
    assert [(a.kind.value, a.location) for a in parsed.anomalies] == [
        ("thought-unsigned", "content_block_delta.delta.signature")
    ]


def test_a_thought_that_was_cut_off_needs_no_signature() -> None:
    ending = (message_delta("max_tokens"), MESSAGE_STOP)
    assert read_events(START, *UNSIGNED, *ending).anomalies == ()
    text = (block_start(1), block_delta(1, text="x"), block_stop(1))
    found = read_events(START, *UNSIGNED, *text, *ending).anomalies
    assert [anomaly.kind.value for anomaly in found] == ["thought-unsigned"]


def test_a_call_by_code_execution_comes_whole() -> None:
    caller = {"type": "code_execution_20250825", "tool_id": "srvtoolu_1"}
    blocks = tool_block(0, input={"city": "Oslo"}, caller=caller)
    ending = (message_delta("tool_use"), MESSAGE_STOP)
    assert read_events(START, *blocks, *ending, tools=ANTHROPIC_TOOLS).anomalies == ()


def test_a_truncated_call_may_be_partial() -> None:
    parsed = read_events(
        START, *tool_block(0, '{"ci'), message_delta("max_tokens"), MESSAGE_STOP,
        tools=ANTHROPIC_TOOLS,
    )  # fmt: skip
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.tool_calls[0].arguments == '{"ci'


def test_an_error_event_explains_what_is_missing_after_it() -> None:
    error = {"type": "overloaded_error", "message": "Overloaded"}
    parsed = read_events(START, block_start(), block_delta(text="Hi"), named("error", error=error))
    assert kinds(parsed) == {("stream-error-event", "error")}
    assert parsed.error is not None
    assert (parsed.error.type, parsed.error.in_stream) == ("overloaded_error", True)
    assert parsed.reply is not None
    assert parsed.reply.text == "Hi"


UNNAMED_STOP = event({"type": "message_stop"})
OPENAI_CHUNK = chunk({"content": "Hi"})


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), {("stream-empty", "stream")}),
        ((named("ping"),), {("stream-empty", "stream")}),
        ((*TEXT_BLOCK, *ENDING), {
            ("stream-start-missing", "message_start"),
            ("field-required-missing", "message_start.message.usage.input_tokens"),
        }),
        ((START, START, *TEXT_BLOCK, *ENDING), {("stream-start-repeated", "message_start")}),
        ((START, *TEXT_BLOCK, message_delta()), {("stream-terminal-missing", "message_stop")}),
        ((START, *TEXT_BLOCK, MESSAGE_STOP), {("stream-finish-missing", STOP_REASON)}),
        ((START, *TEXT_BLOCK, message_delta(None), MESSAGE_STOP), {
            ("stream-finish-missing", STOP_REASON)
        }),
        ((START, *TEXT_BLOCK, message_delta(), *ENDING), {("stream-finish-repeated", STOP_REASON)}),
        ((START, *TEXT_BLOCK, *ENDING, MESSAGE_STOP), {
            ("stream-terminal-repeated", "message_stop")
        }),
        ((START, *TEXT_BLOCK, *ENDING, raw("[DONE]")), {("stream-data-after-end", "message_stop")}),
        ((START, *TEXT_BLOCK, raw("[DONE]"), *ENDING), {("event-unknown", "[DONE]")}),
        ((START, *TEXT_BLOCK, raw("oops"), *ENDING), {("event-not-json", "data")}),
        ((START, *TEXT_BLOCK, raw("null"), *ENDING), {("field-wrong-type", "data")}),
        ((START, *TEXT_BLOCK, message_delta(), UNNAMED_STOP), {("event-name-missing", "event")}),
        ((START, *TEXT_BLOCK, message_delta(), event({"type": "message_stop"}, "stop")), {
            ("event-name-mismatch", "event")
        }),
        ((START, *TEXT_BLOCK, message_delta(), event({}, "message_stop")), {
            ("field-required-missing", "data.type")
        }),
        ((START, named("message_pause"), *TEXT_BLOCK, *ENDING), {("event-unknown", "data.type")}),
        ((START, *TEXT_BLOCK, OPENAI_CHUNK, *ENDING), {("object-foreign", "data")}),
        ((OPENAI_CHUNK,), {("object-foreign", "data")}),
        ((START, *TEXT_BLOCK, message_delta(), *TEXT_BLOCK, MESSAGE_STOP), {
            ("stream-content-after-finish", "message_delta"),
            ("block-restarted", STARTED),
            ("block-not-started", "content_block_delta.index of a stopped block"),
            ("block-not-started", "content_block_stop.index of a stopped block"),
        }),
        ((message_start(id=""), *TEXT_BLOCK, *ENDING), {
            ("stream-id-empty", "message_start.message.id")
        }),
        ((message_start(role="user"), *TEXT_BLOCK, *ENDING), {
            ("role-invalid", "message_start.message.role")
        }),
        ((message_start(type=None, role=None), *TEXT_BLOCK, *ENDING), {
            ("field-required-missing", "message_start.message.type"),
            ("field-required-missing", "message_start.message.role"),
        }),
        ((message_start(type="msg"), *TEXT_BLOCK, *ENDING), {
            ("enum-unknown", "message_start.message.type")
        }),
        ((message_start(usage=None), *TEXT_BLOCK, *ENDING), {
            ("usage-missing", "message_start.message.usage"),
            ("field-required-missing", "message_start.message.usage.input_tokens"),
        }),
        ((named("message_start"), *TEXT_BLOCK, *ENDING), {
            ("field-required-missing", "message_start.message"),
            ("usage-missing", "message_start.message.usage"),
            ("field-required-missing", "message_start.message.usage.input_tokens"),
        }),
        ((START, *TEXT_BLOCK, message_delta(usage={}), MESSAGE_STOP), {
            ("field-required-missing", "message_delta.usage.output_tokens")
        }),
        ((START, *TEXT_BLOCK, named("message_delta", delta={"stop_reason": "end_turn"}),
          MESSAGE_STOP), {
            ("field-required-missing", "message_delta.usage"),
            ("usage-missing", "message_delta.usage"),
        }),
        ((START, *TEXT_BLOCK, message_delta(usage={"output_tokens": 0}), MESSAGE_STOP), {
            ("usage-zero", "usage.output_tokens")
        }),
        ((START, *TEXT_BLOCK, message_delta("stop"), MESSAGE_STOP), {
            ("enum-unknown", STOP_REASON)
        }),
        ((START, *TEXT_BLOCK, message_delta("tool_use"), MESSAGE_STOP), {
            ("finish-tool-without-call", STOP_REASON)
        }),
    ],
)  # fmt: skip
def test_departures(events: tuple[StreamEvent, ...], expected: set[tuple[str, str]]) -> None:
    assert kinds(read_events(*events)) == expected


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((block_delta(text="Hi"),), {
            ("block-not-started", "content_block_delta.index"),
            ("block-not-stopped", "content_block_stop"),
        }),
        ((*TEXT_BLOCK, block_stop(1)), {("block-not-started", "content_block_stop.index")}),
        ((block_start(), block_delta(text="Hi")), {("block-not-stopped", "content_block_stop")}),
        ((block_start(), block_start(), block_delta(text="Hi"), block_stop()), {
            ("block-restarted", STARTED)
        }),
        ((block_start(1), block_delta(1, text="Hi"), block_stop(1)), {
            ("block-index-gap", STARTED)
        }),
        ((block_start(), block_start(1), block_stop(0), block_stop(1)), {
            ("block-overlap", STARTED)
        }),
        ((block_start(), block_delta(0, "input_json_delta", partial_json="{}"), block_stop()), {
            ("block-delta-mismatch", DELTA_TYPE)
        }),
        ((block_start(), block_delta(0, "new_delta"), block_stop()), {
            ("enum-unknown", DELTA_TYPE)
        }),
        ((block_start(), named("content_block_delta", index=0, delta={}), block_stop()), {
            ("field-required-missing", DELTA_TYPE)
        }),
        ((block_start(), block_delta(0, text=None), block_stop()), {
            ("field-wrong-type", "content_block_delta.delta.text")
        }),
        ((block_start(0, "novel"), block_delta(0, "text_delta", text="x"), block_stop()), {
            ("enum-unknown", BLOCK + ".type")
        }),
        ((named("content_block_start", index=0, content_block={}), block_stop()), {
            ("field-required-missing", BLOCK + ".type")
        }),
        ((named("content_block_start", content_block={"type": "text", "text": ""}),
          named("content_block_delta", delta={"type": "text_delta", "text": "Hi"}),
          named("content_block_stop")), {
            ("field-required-missing", "content_block_start.index"),
            ("field-required-missing", "content_block_delta.index"),
            ("field-required-missing", "content_block_stop.index"),
        }),
    ],
)  # fmt: skip
def test_departures_of_blocks(
    blocks: tuple[StreamEvent, ...], expected: set[tuple[str, str]]
) -> None:
    assert kinds(read_events(START, *blocks, *ENDING)) == expected


OSLO = '{"city": "Oslo"}'


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (tool_block(0, '{"ci'), {("tool-arguments-not-json", ARGUMENTS)}),
        (tool_block(0, '"{}"'), {("tool-arguments-not-object", ARGUMENTS)}),
        (tool_block(0), {("tool-arguments-off-schema", ARGUMENTS)}),
        (tool_block(0, input={"city": "Oslo"}), {("block-delta-mismatch", BLOCK + ".input")}),
        (tool_block(0, OSLO, input=None), {("field-wrong-type", BLOCK + ".input")}),
        (tool_block(0, OSLO, name="renamed"), {("tool-name-unknown", BLOCK + ".name")}),
        (tool_block(0, OSLO, id=""), {("tool-id-missing", BLOCK + ".id")}),
        ((*tool_block(0, OSLO), *tool_block(1, OSLO)), {("tool-id-duplicate", BLOCK + ".id")}),
    ],
)
def test_departures_of_calls(
    blocks: tuple[StreamEvent, ...], expected: set[tuple[str, str]]
) -> None:
    ending = (message_delta("tool_use"), MESSAGE_STOP)
    assert kinds(read_events(START, *blocks, *ending, tools=ANTHROPIC_TOOLS)) == expected


@pytest.mark.parametrize(
    ("stop", "choice", "expected"),
    [
        ("end_turn", {"type": "auto"}, {("finish-not-tool", STOP_REASON)}),
        ("tool_use", {"type": "none"}, {("tool-forbidden-called", BLOCK)}),
        ("refusal", {"type": "auto"}, set()),
    ],
)
def test_calls_against_stop_and_request(
    stop: str, choice: Any, expected: set[tuple[str, str]]
) -> None:
    parsed = read_events(
        START, *tool_block(0, OSLO), message_delta(stop), MESSAGE_STOP,
        tools=ANTHROPIC_TOOLS, tool_choice=choice,
    )  # fmt: skip
    assert kinds(parsed) == expected


def test_a_demanded_call_that_did_not_come() -> None:
    demanded = {"tools": ANTHROPIC_TOOLS, "tool_choice": {"type": "any"}}
    assert kinds(read_events(START, *TEXT_BLOCK, *ENDING, **demanded)) == {
        ("tool-forced-missing", BLOCK)
    }
    refused = (message_delta("refusal"), MESSAGE_STOP)
    assert kinds(read_events(START, *TEXT_BLOCK, *refused, **demanded)) == set()


KEYS = st.sampled_from(
    [
        "type",
        "index",
        "message",
        "content_block",
        "delta",
        "usage",
        "text",
        "partial_json",
        "input",
        "id",
        "name",
        "stop_reason",
        "content",
        "input_tokens",
        "output_tokens",
        "error",
        "caller",
        "citation",
        "thinking",
        "role",
        "model",
        "choices",
    ]
)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 3), st.floats(allow_nan=False),
    st.sampled_from(
        [
            *("message_start", "content_block_start", "content_block_delta", "content_block_stop"),
            *("message_delta", "text", "tool_use", "text_delta", "input_json_delta"),
            *("citations_delta", "end_turn", "error", "{", "\ud83d"),
        ]
    ),
)  # fmt: skip
DOCUMENTS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5)
)
EVENTS = st.lists(
    st.one_of(
        DOCUMENTS.map(lambda document: StreamEvent(None, "…", document, None)),
        st.sampled_from(
            [START, *TEXT_BLOCK, *ENDING, *tool_block(1, "{"), raw("x"), raw("[DONE]")]
        ),
    ),
    max_size=8,
)


@given(EVENTS, DOCUMENTS)
def test_any_events_and_any_request_are_accepted(events: list[StreamEvent], request: Any) -> None:
    parsed = ANTHROPIC.parse_stream(tuple(events), ANTHROPIC.asked(request))
    places = [(kind, location) for kind, location, _ in parsed.anomalies]
    assert len(places) == len(set(places))
    assert all(len(detail) <= 160 for _, _, detail in parsed.anomalies)
    assert all(0 <= position < len(events) for position in parsed.content_events)


@given(DOCUMENTS, st.sampled_from([200, 400, 500]), DOCUMENTS)
def test_any_document_is_accepted(document: Any, status: int, request: Any) -> None:
    parsed = ANTHROPIC.parse_document(document, status, ANTHROPIC.asked(request))
    assert (parsed.error is not None) or status == 200
    assert parsed.reply is None or parsed.error is None

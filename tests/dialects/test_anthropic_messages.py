"""Messages: requests, unstreamed answers, and the next turn."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from migrate_check.domain.observation import ToolCall, Usage
from migrate_check.domain.scenario import NextTurn
from tests.dialects.wire import (
    ANTHROPIC,
    ANTHROPIC_TOOLS,
    CITY_SCHEMA,
    ENDING,
    MESSAGE_STOP,
    TEXT_BLOCK,
    block_delta,
    block_start,
    block_stop,
    kinds,
    message,
    message_delta,
    message_start,
    read_message,
    tool_block,
)

USAGE = {"input_tokens": 9, "output_tokens": 3}
TEXT = {"type": "text", "text": "Hello"}


def use(**fields: Any) -> dict[str, Any]:
    block = {"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {"city": "Oslo"}}
    return {**block, **fields}


def test_how_requests_are_sent() -> None:
    assert ANTHROPIC.path == "/v1/messages"
    assert ANTHROPIC.fixed_headers == (("anthropic-version", "2023-06-01"),)
    assert ANTHROPIC.key_headers("k") == (("x-api-key", "k"),)


@pytest.mark.parametrize(
    ("choice", "forced", "forbidden"),
    [
        (None, False, False),
        ({"type": "auto"}, False, False),
        ({"type": "any"}, True, False),
        ({"type": "tool", "name": "get_weather"}, True, False),
        ({"type": "none"}, False, True),
    ],
)
def test_what_a_request_demands(choice: Any, forced: bool, forbidden: bool) -> None:
    asked = ANTHROPIC.asked(
        {"model": "c-1", "stream": True, "tools": [*ANTHROPIC_TOOLS, {}], "tool_choice": choice}
    )
    assert (asked.model, asked.stream, asked.include_usage, asked.choices) == ("c-1", True, None, 1)
    assert asked.tools == {"get_weather": CITY_SCHEMA, "get_time": CITY_SCHEMA}
    assert (asked.forced_tool, asked.forbids_tools) == (forced, forbidden)


def test_tools_added_in_mid_conversation_count() -> None:
    addition = {"type": "tool_addition", "tool": {"definition": ANTHROPIC_TOOLS[0]}}
    messages = [{"role": "user", "content": "Hi"}, {"role": "system", "content": [addition]}]
    assert ANTHROPIC.asked({"messages": messages}).tools == {"get_weather": CITY_SCHEMA}


def test_the_reply_of_a_message() -> None:
    thinking = {"type": "thinking", "thinking": "Hm", "signature": "abc"}
    usage = {
        **USAGE,
        "cache_creation_input_tokens": 20,
        "cache_read_input_tokens": 100,
        "cache_creation": {"ephemeral_5m_input_tokens": 20, "ephemeral_1h_input_tokens": 0},
        "output_tokens_details": {"thinking_tokens": 2},
    }
    parsed = read_message(
        message([thinking, TEXT, use()], "tool_use", usage=usage), tools=ANTHROPIC_TOOLS
    )
    reply = parsed.reply
    assert parsed.anomalies == ()
    assert reply is not None
    assert (reply.id, reply.model, reply.role) == ("msg_1", "c-1", "assistant")
    assert (reply.text, reply.reasoning, reply.finish_reason) == ("Hello", "Hm", "tool_use")
    assert reply.tool_calls == (ToolCall("toolu_1", "get_weather", '{"city":"Oslo"}'),)
    assert reply.usage == Usage(129, 3, None, 100, 20, 2)
    assert reply.signatures == ("abc",)


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "thinking", "thinking": "", "signature": "abc"}, TEXT],
        [{"type": "redacted_thinking", "data": "x"}, TEXT],
        [{**TEXT, "citations": [{"type": "char_location", "cited_text": "x"}]}],
        [
            {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {"query": "x"}},
            {"type": "web_search_tool_result", "tool_use_id": "s", "content": []},
            TEXT,
        ],
        [
            {"type": "mcp_tool_use", "id": "m", "name": "x", "server_name": "y", "input": {}},
            {"type": "mcp_tool_result", "tool_use_id": "m", "is_error": False, "content": []},
            TEXT,
        ],
        [{"type": "bash_code_execution_tool_result", "tool_use_id": "s", "content": {}}, TEXT],
    ],
)
def test_blocks_of_documented_types_are_legal(blocks: list[dict[str, Any]]) -> None:
    assert read_message(message(blocks, container={"id": "c"})).anomalies == ()


@pytest.mark.parametrize("reason", ["pause_turn", "refusal", "model_context_window_exceeded"])
def test_documented_stop_reasons_are_legal(reason: str) -> None:
    assert read_message(message([TEXT], reason)).anomalies == ()


def test_thoughts_go_back_before_the_call_as_they_came() -> None:
    blocks = [
        {"type": "thinking", "thinking": "Hm\u2028 ", "signature": "a+/b=="},
        {"type": "redacted_thinking", "data": "sealed"},
        use(),
    ]
    answer, following = next_messages(message(blocks, "tool_use"), RESULTS)
    assert answer["content"] == blocks
    assert [block["type"] for block in following["content"]] == ["tool_result"]


def lacking(name: str) -> dict[str, Any]:
    document = message()
    del document[name]
    return document


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (lacking("id"), {("field-required-missing", "id")}),
        (lacking("type"), {("field-required-missing", "type")}),
        (lacking("role"), {("field-required-missing", "role")}),
        (lacking("stop_sequence"), set()),
        (lacking("stop_reason"), {("finish-missing", "stop_reason")}),
        (lacking("content"), {("field-required-missing", "content")}),
        (lacking("usage"), {("usage-missing", "usage")}),
        (message("Hello"), {("field-wrong-type", "content")}),
        (message(stop=None), {("finish-missing", "stop_reason")}),
        (message(stop="stop"), {("enum-unknown", "stop_reason")}),
        (message(stop="tool_use"), {("finish-tool-without-call", "stop_reason")}),
        (message(role="user"), {("role-invalid", "role")}),
        (message([{"type": "text"}]), {("field-required-missing", "content[].text")}),
        (message([{"type": "output_text", "text": ""}]), {("enum-unknown", "content[].type")}),
        (message(["Hello"]), {("field-required-missing", "content[].type")}),
        (message([{"type": "thinking", "thinking": "Hm"}]), {
            ("thought-unsigned", "content[].signature")
        }),
        (message(usage={"input_tokens": 9}), {("field-required-missing", "usage.output_tokens")}),
        (message(usage={**USAGE, "input_tokens": 0}), {("usage-zero", "usage.input_tokens")}),
        (message(usage={**USAGE, "output_tokens": 0}), {("usage-zero", "usage.output_tokens")}),
        (message(usage={**USAGE, "input_tokens": -1}), {("usage-negative", "usage.input_tokens")}),
        (message(usage={**USAGE, "cache_creation_input_tokens": 1, "cache_creation": {"a": 2}}), {
            ("usage-total-wrong", "usage.cache_creation")
        }),
        (message(usage={**USAGE, "input_tokens": 0, "cache_read_input_tokens": 50}), set()),
        (message([], "end_turn", usage={"input_tokens": 9, "output_tokens": 0}), set()),
        ({"object": "chat.completion", "choices": []}, {("object-foreign", "body")}),
        ({"object": "response", "output": []}, {("object-foreign", "body")}),
        ({"candidates": []}, {("object-foreign", "body")}),
        ([], {("field-wrong-type", "body")}),
    ],
)  # fmt: skip
def test_departures(document: Any, expected: set[tuple[str, str]]) -> None:
    assert kinds(read_message(document)) == expected


@pytest.mark.parametrize(
    ("blocks", "stop", "expected"),
    [
        ([use()], "end_turn", {("finish-not-tool", "stop_reason")}),
        ([use(input="{}")], "tool_use", {("tool-arguments-not-object", "content[].input")}),
        ([use(input={})], "tool_use", {("tool-arguments-off-schema", "content[].input")}),
        ([use(input={})], "max_tokens", set()),
        ([use(name="other")], "tool_use", {("tool-name-unknown", "content[].name")}),
        ([use(), use()], "tool_use", {("tool-id-duplicate", "content[].id")}),
        ([{**TEXT, "text": '{"name": "get_time", "input": {}}'}], "end_turn", {
            ("tool-call-as-text", "content[].text")
        }),
    ],
)  # fmt: skip
def test_departures_of_calls(blocks: Any, stop: str, expected: set[tuple[str, str]]) -> None:
    assert kinds(read_message(message(blocks, stop), tools=ANTHROPIC_TOOLS)) == expected


# The next turn

RESULTS = NextTurn({"get_weather": "rain", "get_time": "noon"}, None)
SENT: dict[str, Any] = {"model": "c-1", "messages": [{"role": "user", "content": "Hi"}]}


def next_messages(answer: Any, turn: NextTurn) -> Any:
    sent = copy.deepcopy(SENT)
    following = ANTHROPIC.next_body(sent, answer, turn)
    assert sent == SENT
    if following is None:
        return None
    messages = following["messages"]
    assert isinstance(messages, list)
    assert messages[0] == SENT["messages"][0]
    return messages[1:]


def result(identity: str, text: str) -> dict[str, Any]:
    return {"type": "tool_result", "tool_use_id": identity, "content": text}


def test_the_blocks_go_back_as_they_came() -> None:
    blocks = [TEXT, use(caller={"type": "direct"}), use(id="toolu_2", name="get_time")]
    assert next_messages(message(blocks, "tool_use"), RESULTS) == [
        {"role": "assistant", "content": blocks},
        {"role": "user", "content": [result("toolu_1", "rain"), result("toolu_2", "noon")]},
    ]


def test_the_streamed_blocks_are_assembled() -> None:
    citation = {"type": "char_location", "cited_text": "x"}
    stream = (
        message_start(),
        block_start(0, "thinking"),
        block_delta(0, "thinking_delta", thinking="H"),
        block_delta(0, "thinking_delta", thinking="m"),
        block_delta(0, "signature_delta", signature="abc"),
        block_stop(0),
        block_start(1),
        block_delta(1, text="Hello"),
        block_delta(1, "citations_delta", citation=citation),
        block_delta(1, "citations_delta", citation=citation),
        block_stop(1),
        *tool_block(2, '{"city":', '"Oslo"}'),
        message_delta("tool_use"),
        MESSAGE_STOP,
    )
    assert next_messages(stream, RESULTS) == [
        {
            "role": "assistant",
            "content": [
                {"type": "thinking", "thinking": "Hm", "signature": "abc"},
                {**TEXT, "citations": [citation, citation]},
                use(),
            ],
        },
        {"role": "user", "content": [result("toolu_1", "rain")]},
    ]


def test_partial_input_never_goes_back() -> None:
    stream = (message_start(), *tool_block(0, '{"ci'), message_delta("max_tokens"), MESSAGE_STOP)
    assert next_messages(stream, RESULTS)[0]["content"] == [use(input={})]


def test_a_user_may_go_on() -> None:
    stream = (message_start(), *TEXT_BLOCK, *ENDING)
    assert next_messages(stream, NextTurn(None, "And then?")) == [
        {"role": "assistant", "content": [TEXT]},
        {"role": "user", "content": "And then?"},
    ]


def test_a_tool_of_unknown_name_gets_no_guess() -> None:
    assert next_messages(message([use(name="renamed")], "tool_use"), RESULTS) is None


@pytest.mark.parametrize("answer", [message(), message([]), None, ()])
def test_no_next_turn_without_calls(answer: Any) -> None:
    assert next_messages(answer, RESULTS) is None

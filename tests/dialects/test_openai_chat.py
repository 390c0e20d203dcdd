"""Chat Completions: requests, unstreamed answers, errors, and the next turn."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from migrate_check.domain.observation import ToolCall, Usage
from migrate_check.domain.scenario import NextTurn
from tests.dialects.wire import (
    CITY_SCHEMA,
    DONE,
    FIRST,
    HELLO,
    OPENAI,
    OPENAI_TOOLS,
    STOP,
    USAGE,
    call,
    call_piece,
    call_start,
    chunk,
    completion,
    kinds,
    raw,
    read_completion,
)

FINISH = "choices[].finish_reason"
CALLS = "choices[].message.tool_calls"
ARGUMENTS = "choices[].message.tool_calls[].function.arguments"
CONTENT = "choices[].message.content"


def test_how_requests_are_sent() -> None:
    assert OPENAI.path == "/v1/chat/completions"
    assert OPENAI.fixed_headers == ()
    assert OPENAI.key_headers("k") == (("Authorization", "Bearer k"),)


def test_what_a_request_demands() -> None:
    asked = OPENAI.asked(
        {
            "model": "m-1",
            "stream": True,
            "stream_options": {"include_usage": False},
            "tools": [*OPENAI_TOOLS, {"type": "custom", "custom": {"name": "sh"}}, {}],
            "functions": [{"name": "old"}],
            "n": 2,
        }
    )
    assert (asked.model, asked.stream, asked.include_usage, asked.choices) == (
        "m-1",
        True,
        False,
        2,
    )
    assert asked.tools == {
        "get_weather": CITY_SCHEMA, "get_time": CITY_SCHEMA, "sh": None, "old": None
    }  # fmt: skip
    assert not asked.forced_tool
    assert not asked.forbids_tools


@pytest.mark.parametrize(
    ("request_fields", "forced", "forbidden"),
    [
        ({}, False, False),
        ({"tool_choice": "auto"}, False, False),
        ({"tool_choice": "none"}, False, True),
        ({"tool_choice": "required"}, True, False),
        ({"tool_choice": {"type": "function", "function": {"name": "f"}}}, True, False),
        ({"tool_choice": {"type": "allowed_tools", "allowed_tools": {"mode": "auto"}}}, 0, False),
        ({"tool_choice": {"type": "allowed_tools", "allowed_tools": {"mode": "required"}}}, 1, 0),
        ({"function_call": {"name": "f"}}, True, False),
        ({"function_call": "none"}, False, True),
    ],
)
def test_tool_choice(request_fields: Any, forced: bool, forbidden: bool) -> None:
    asked = OPENAI.asked(request_fields)
    assert (asked.forced_tool, asked.forbids_tools) == (forced, forbidden)


def test_the_reply_of_a_completion() -> None:
    details = {
        "prompt_tokens_details": {"cached_tokens": 4},
        "completion_tokens_details": {"reasoning_tokens": 2},
    }
    document = completion({"reasoning_content": "Hm"}, usage={**USAGE, **details})
    parsed = read_completion(document)
    reply = parsed.reply
    assert parsed.anomalies == ()
    assert reply is not None
    assert (reply.id, reply.model, reply.role) == ("chatcmpl-1", "m-1", "assistant")
    assert (reply.text, reply.reasoning, reply.refusal) == ("Hello", "Hm", None)
    assert (reply.finish_reason, reply.choices) == ("stop", 1)
    assert reply.usage == Usage(9, 3, 12, 4, None, 2)


def test_the_calls_of_a_completion() -> None:
    sh = {"id": "call_2", "type": "custom", "custom": {"name": "sh", "input": "ls"}}
    document = completion({"content": None, "tool_calls": [call(), sh]}, "tool_calls")
    tools = [*OPENAI_TOOLS, {"type": "custom", "custom": {"name": "sh"}}]
    parsed = read_completion(document, tools=tools)
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.text == ""
    assert parsed.reply.tool_calls == (
        ToolCall("call_1", "get_weather", '{"city": "Oslo"}'),
        ToolCall("call_2", "sh", "ls"),
    )


def test_a_legacy_function_call_needs_no_id() -> None:
    message = {"content": None, "function_call": {"name": "f", "arguments": "{}"}}
    parsed = read_completion(completion(message, "function_call"), functions=[{"name": "f"}])
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.tool_calls == (ToolCall(None, "f", "{}"),)


def test_an_empty_or_doubled_function_call_is_no_call() -> None:
    empty = {"name": "", "arguments": ""}
    assert read_completion(completion({"function_call": empty})).anomalies == ()
    doubled = {"name": "get_weather", "arguments": "{}"}
    both = {**call(), "custom": {"name": "", "input": ""}}
    message = {"content": None, "tool_calls": [both], "function_call": doubled}
    parsed = read_completion(completion(message, "tool_calls"), tools=OPENAI_TOOLS)
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert len(parsed.reply.tool_calls) == 1


def test_text_and_thinking_in_parts_are_read() -> None:
    parts = [{"type": "thinking", "thinking": [{"text": "Hm"}]}, {"type": "text", "text": "Hi"}]
    parsed = read_completion(completion({"content": parts}))
    assert parsed.reply is not None
    assert (parsed.reply.text, parsed.reply.reasoning) == ("Hi", "Hm")
    assert kinds(parsed) == {("field-wrong-type", CONTENT)}


def without(document: dict[str, Any], *path: Any) -> dict[str, Any]:
    found = copy.deepcopy(document)
    place: Any = found
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return found


def calling(*calls: Any, finish: str = "tool_calls") -> dict[str, Any]:
    return completion({"content": None, "tool_calls": list(calls)}, finish)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (without(completion(), "id"), {("field-required-missing", "id")}),
        (completion(model=None), {("field-wrong-type", "model")}),
        (completion(object="chat.completion.chunk"), {("enum-unknown", "object")}),
        (without(completion(), "choices", 0, "index"), {
            ("field-required-missing", "choices[].index")
        }),
        (without(completion(), "choices", 0, "message"), {
            ("field-required-missing", "choices[].message")
        }),
        (without(completion(), "choices", 0, "message", "content"), {
            ("field-required-missing", CONTENT)
        }),
        (completion(choices=[]), {("field-required-missing", "choices[]")}),
        (completion(choices={}), {("field-wrong-type", "choices")}),
        (completion({"role": "model"}), {("role-invalid", "choices[].message.role")}),
        (completion(finish=None), {("finish-missing", FINISH)}),
        (completion(finish="eos"), {("enum-unknown", FINISH)}),
        (completion(finish="tool_calls"), {("finish-tool-without-call", FINISH)}),
        (without(completion(), "usage"), {("usage-missing", "usage")}),
        (completion(usage=[]), {("field-wrong-type", "usage")}),
        (completion(usage={"prompt_tokens": 9, "total_tokens": 12}), {
            ("field-required-missing", "usage.completion_tokens")
        }),
        (completion(usage={**USAGE, "prompt_tokens": -9, "total_tokens": -6}), {
            ("usage-negative", "usage.prompt_tokens"), ("usage-negative", "usage.total_tokens")
        }),
        (completion(usage={**USAGE, "prompt_tokens_details": {"cached_tokens": 10}}), {
            ("usage-total-wrong", "usage.prompt_tokens_details.cached_tokens")
        }),
        (completion(usage={**USAGE, "completion_tokens_details": {"reasoning_tokens": 10}}), {
            ("usage-total-wrong", "usage.completion_tokens_details.reasoning_tokens")
        }),
        ([], {("field-wrong-type", "body")}),
        ({"type": "message", "content": []}, {("object-foreign", "body")}),
        ({"object": "response", "output": []}, {("object-foreign", "body")}),
        ({"candidates": []}, {("object-foreign", "body")}),
        ({"error": {"message": "no", "type": "t", "param": None, "code": None}}, {
            ("error-in-2xx", "error")
        }),
    ],
)  # fmt: skip
def test_departures(document: Any, expected: set[tuple[str, str]]) -> None:
    assert kinds(read_completion(document)) == expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (calling(call(), call()), {("tool-id-duplicate", CALLS + "[].id")}),
        (calling({**call(), "id": None}), {("tool-id-missing", CALLS + "[].id")}),
        (calling(without(call(), "type")), {("tool-type-missing", CALLS + "[].type")}),
        (calling(without(call(), "function", "name")), {
            ("tool-name-missing", CALLS + "[].function.name")
        }),
        (calling(call(name="nope")), {("tool-name-unknown", CALLS + "[].function.name")}),
        (calling(call(arguments={"city": "Oslo"})), {("tool-arguments-not-string", ARGUMENTS)}),
        (calling(call(arguments='{"city"')), {("tool-arguments-not-json", ARGUMENTS)}),
        (calling(call(arguments=None)), {
            ("tool-arguments-not-json", ARGUMENTS), ("tool-arguments-not-string", ARGUMENTS)
        }),
        (calling(call(arguments='"{}"')), {("tool-arguments-not-object", ARGUMENTS)}),
        (calling(call(arguments='{"city": 1}')), {("tool-arguments-off-schema", ARGUMENTS)}),
        (calling(call(), finish="stop"), {("finish-not-tool", FINISH)}),
        (calling(call(arguments='{"ci'), finish="length"), set()),
        (calling(call(arguments='{"ci'), call(2, arguments="{"), finish="length"), {
            ("tool-arguments-not-json", ARGUMENTS)
        }),
        (completion({"tool_calls": []}), set()),
    ],
)  # fmt: skip
def test_departures_of_calls(document: Any, expected: set[tuple[str, str]]) -> None:
    assert kinds(read_completion(document, tools=OPENAI_TOOLS)) == expected


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "get_weather", "parameters": {"city": "Oslo"}}',
        '```json\n{"arguments": {"city": "Oslo"}, "name": "get_weather"}\n```',
        '<tool_call>{"tool": "get_weather"}</tool_call>',
        '<function=get_weather>{"city": "Oslo"}</function>',
        '[TOOL_CALLS][{"name": "get_weather"}]',
    ],
)
def test_a_call_written_as_text(text: str) -> None:
    parsed = read_completion(completion({"content": text}), tools=OPENAI_TOOLS)
    assert kinds(parsed) == {("tool-call-as-text", CONTENT)}
    assert kinds(read_completion(completion({"content": text}))) == set()
    forbidden = read_completion(
        completion({"content": text}), tools=OPENAI_TOOLS, tool_choice="none"
    )
    assert kinds(forbidden) == set()


@pytest.mark.parametrize(
    "text",
    [
        "I would call get_weather for that.",
        '{"name": "get_news", "arguments": {}}',
        '{"name": "get_weather"}',
        "<tool_call> is how some models write it",
        "",
    ],
)
def test_text_about_tools_is_no_call(text: str) -> None:
    assert kinds(read_completion(completion({"content": text}), tools=OPENAI_TOOLS)) == set()


# The next turn

RESULTS = NextTurn({"get_weather": "rain", "get_time": "noon"}, None)
SENT: dict[str, Any] = {"model": "m-1", "messages": [{"role": "user", "content": "Hi"}]}


def next_messages(answer: Any, turn: NextTurn) -> Any:
    sent = copy.deepcopy(SENT)
    following = OPENAI.next_body(sent, answer, turn)
    assert sent == SENT
    if following is None:
        return None
    assert following["model"] == "m-1"
    messages = following["messages"]
    assert isinstance(messages, list)
    assert messages[0] == SENT["messages"][0]
    return messages[1:]


def test_the_message_goes_back_as_it_came() -> None:
    document = completion({"tool_calls": [call(1), call(2, "get_time")], "extra": 1}, "tool_calls")
    assert next_messages(document, RESULTS) == [
        document["choices"][0]["message"],
        {"role": "tool", "tool_call_id": "call_1", "content": "rain"},
        {"role": "tool", "tool_call_id": "call_2", "content": "noon"},
    ]


def test_the_streamed_message_is_assembled() -> None:
    stream = (FIRST, HELLO, call_start(), call_piece(0, "{}"), chunk({}, "tool_calls"), DONE)
    function = {"name": "get_weather", "arguments": "{}"}
    assert next_messages(stream, RESULTS) == [
        {
            "role": "assistant",
            "content": "Hello",
            "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
        },
        {"role": "tool", "tool_call_id": "call_1", "content": "rain"},
    ]


def test_a_streamed_custom_call_goes_back_as_one() -> None:
    start = {"index": 0, "id": "call_1", "type": "custom", "custom": {"name": "sh", "input": "ls"}}
    stream = (FIRST, chunk({"tool_calls": [start]}), chunk({}, "tool_calls"), DONE)
    messages = next_messages(stream, NextTurn({"sh": "a.txt"}, None))
    custom = {"name": "sh", "input": "ls"}
    assert messages[0]["tool_calls"] == [{"id": "call_1", "type": "custom", "custom": custom}]
    assert messages[1] == {"role": "tool", "tool_call_id": "call_1", "content": "a.txt"}


def test_a_user_may_go_on() -> None:
    more = NextTurn(None, "And then?")
    user = {"role": "user", "content": "And then?"}
    assert next_messages((FIRST, HELLO, STOP, DONE), more) == [
        {"role": "assistant", "content": "Hello"}, user
    ]  # fmt: skip
    assert next_messages((FIRST, STOP, DONE), more) == [
        {"role": "assistant", "content": ""}, user
    ]  # fmt: skip


def test_the_only_result_serves_a_tool_of_any_name() -> None:
    document = completion({"tool_calls": [call(name="renamed")]}, "tool_calls")
    messages = next_messages(document, NextTurn({"get_weather": "rain"}, None))
    assert messages[1]["content"] == "rain"
    assert next_messages(document, RESULTS) is None


@pytest.mark.parametrize("answer", [completion(), completion(choices=[]), None, (raw("x"),), ()])
def test_no_next_turn_without_calls(answer: Any) -> None:
    assert next_messages(answer, RESULTS) is None

"""Responses: requests, unstreamed answers, and the next turn."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.dialects.dialect import UNREAD
from migrate_check.domain.observation import ToolCall, Usage
from migrate_check.domain.scenario import NextTurn
from tests.dialects.responses_wire import (
    INCOMPLETE,
    OSLO,
    RESPONSES,
    START,
    TOOLS,
    USAGE,
    call,
    call_item,
    custom,
    life,
    message,
    numbered,
    part,
    read,
    reasoning,
    response,
    summary_item,
    text_item,
)
from tests.dialects.wire import CITY_SCHEMA, kinds

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
GET_WEATHER = {"type": "function", "name": "get_weather"}


def test_how_requests_are_sent() -> None:
    assert RESPONSES.path == RESPONSES.stream_path == "/v1/responses"
    assert RESPONSES.key_headers("k") == (("Authorization", "Bearer k"),)
    assert RESPONSES.parse_bytes(b"x", "text/plain", RESPONSES.asked(None)) == UNREAD


@pytest.mark.parametrize(
    ("choice", "forced", "forbidden"),
    [
        (None, False, False),
        ("auto", False, False),
        ("required", True, False),
        ("none", False, True),
        (GET_WEATHER, True, False),
        ({"type": "custom", "name": "run"}, True, False),
        ({"type": "web_search"}, False, False),
        ({"type": "allowed_tools", "mode": "auto", "tools": [GET_WEATHER]}, False, False),
        ({"type": "allowed_tools", "mode": "required", "tools": [GET_WEATHER]}, True, False),
        ({"type": "allowed_tools", "mode": "required", "tools": [{"type": "mcp"}]}, False, False),
    ],
)
def test_what_a_request_demands(choice: Any, forced: bool, forbidden: bool) -> None:
    asked = RESPONSES.asked({"model": "m-1", "stream": True, "tools": TOOLS, "tool_choice": choice})
    assert (asked.model, asked.stream, asked.include_usage, asked.choices) == ("m-1", True, None, 1)
    assert asked.tools == {"get_weather": CITY_SCHEMA, "get_time": CITY_SCHEMA, "run": None}
    assert (asked.forced_tool, asked.forbids_tools) == (forced, forbidden)


def test_a_demand_that_a_built_in_tool_can_meet_forces_no_call() -> None:
    tools = [*TOOLS, {"type": "web_search"}]
    assert not RESPONSES.asked({"tools": tools, "tool_choice": "required"}).forced_tool


def test_tools_come_from_namespaces_and_from_items_too() -> None:
    space = {"type": "namespace", "name": "crm", "tools": TOOLS[:1]}
    item = {"type": "additional_tools", "role": "developer", "tools": TOOLS[1:2]}
    asked = RESPONSES.asked({"tools": [space, {"type": "mcp", "name": "x"}], "input": [item]})
    assert set(asked.tools) == {"get_time", "get_weather"}


@given(JSON)
def test_any_body_can_be_asked(body: Any) -> None:
    assert RESPONSES.asked(body).body == body


def test_a_text_answer() -> None:
    parsed = read(response(message(part("Hel"), part("lo"))))
    assert parsed.anomalies == ()
    reply = parsed.reply
    assert reply is not None
    assert (reply.id, reply.model, reply.role) == ("resp_1", "m-1", "assistant")
    assert (reply.text, reply.refusal, reply.reasoning) == ("Hello", None, None)
    assert (reply.finish_reason, reply.choices) == ("completed", 1)
    assert reply.usage == Usage(9, 3, 12, 4, None, 2)


def test_calls_reasoning_and_what_must_be_handed_back() -> None:
    thought = reasoning("First. ", "Then.", encrypted_content="gAAA")
    shown = reasoning(content=[{"type": "reasoning_text", "text": " So."}])
    parsed = read(response(thought, shown, call(), custom()), tools=TOOLS)
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.reasoning == "First. Then. So."
    assert parsed.reply.signatures == ("gAAA",)
    assert parsed.reply.role is None
    assert parsed.reply.tool_calls == (
        ToolCall("call_1", "get_weather", OSLO),
        ToolCall("call_9", "run", "ls -l"),
    )


def test_a_refusal() -> None:
    parsed = read(response(message({"type": "refusal", "refusal": "No."})), tool_choice="required")
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert (parsed.reply.text, parsed.reply.refusal) == ("", "No.")


def test_built_in_tools_are_no_calls_of_the_caller() -> None:
    items = [
        {"type": kind, "id": "x_1", "status": "completed"}
        for kind in ("web_search_call", "file_search_call", "code_interpreter_call", "mcp_call")
    ]
    listed = {"type": "mcp_list_tools", "id": "m", "server_label": "s", "tools": []}
    parsed = read(response(*items, listed, message()))
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.tool_calls == ()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (INCOMPLETE, "max_output_tokens"),
        ({**INCOMPLETE, "incomplete_details": {"reason": "content_filter"}}, "content_filter"),
        ({"status": "queued", "usage": None}, "queued"),
        ({"status": "in_progress", "usage": None}, "in_progress"),
    ],
)
def test_why_an_answer_ended(fields: Any, reason: str) -> None:
    parsed = read(response(**fields))
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.finish_reason == reason


def test_a_cut_call_may_be_partial() -> None:
    half = call(arguments='{"city": "Os', status="incomplete")
    assert read(response(half, **INCOMPLETE), tools=TOOLS).anomalies == ()
    whole = read(response(half), tools=TOOLS)
    assert kinds(whole) == {("tool-arguments-not-json", "output[].arguments")}


def test_a_failed_response_behind_a_success_is_an_error() -> None:
    error = {"code": "server_error", "message": "Sorry."}
    parsed = read(response(status="failed", error=error))
    assert parsed.reply is None
    assert parsed.error is not None
    assert (parsed.error.code, parsed.error.message) == ("server_error", "Sorry.")
    assert (parsed.error.envelope, parsed.error.in_stream) == ("openai", False)
    assert kinds(parsed) == {("error-in-2xx", "error")}


def test_a_failure_says_why() -> None:
    parsed = read(response(status="failed"))
    assert kinds(parsed) == {
        ("error-in-2xx", "error"),
        ("error-field-missing", "error.code"),
        ("error-field-missing", "error.message"),
    }


def test_an_error_of_the_api() -> None:
    error = {"message": "no", "type": "invalid_request_error", "param": None, "code": "x"}
    parsed = read({"error": error}, 400)
    assert parsed.error is not None
    assert parsed.error.code == "x"
    assert parsed.anomalies == ()


@pytest.mark.parametrize(
    "document",
    [
        {"object": "chat.completion", "choices": []},
        {"choices": []},
        {"type": "message", "role": "assistant", "content": []},
        {"candidates": []},
    ],
)
def test_objects_of_other_routes(document: Any) -> None:
    parsed = read(document)
    assert parsed.reply is None
    assert [kind for kind, _ in kinds(parsed)] == ["object-foreign"]


def without(document: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in names}


@pytest.mark.parametrize(
    ("document", "anomaly"),
    [
        (without(response(), "output"), ("field-required-missing", "output")),
        (without(response(), "status"), ("field-required-missing", "status")),
        (without(response(), "error"), ("field-required-missing", "error")),
        (response(created_at=1.0), ("field-wrong-type", "created_at")),
        (response(status="done"), ("enum-unknown", "status")),
        (response(status="incomplete"), ("field-required-missing", "incomplete_details.reason")),
        (
            response(status="incomplete", incomplete_details={"reason": "tired"}),
            ("enum-unknown", "incomplete_details.reason"),
        ),
        (response({}), ("field-required-missing", "output[].type")),
        (response({"type": "poem"}), ("enum-unknown", "output[].type")),
        (response(message(role="user")), ("role-invalid", "output[].role")),
        (
            response(without(message(), "status")),
            ("field-required-missing", "output[].status"),
        ),
        (response(message({})), ("field-required-missing", "output[].content[].type")),
        (response(message({"type": "x"})), ("enum-unknown", "output[].content[].type")),
        (
            response(message({"type": "output_text", "text": "x"})),
            ("field-required-missing", "output[].content[].annotations"),
        ),
        (response(call(arguments={})), ("tool-arguments-not-string", "output[].arguments")),
        (
            response(without(call(), "arguments")),
            ("field-required-missing", "output[].arguments"),
        ),
        (response(without(call(), "call_id")), ("tool-id-missing", "output[].call_id")),
        (response(call(name="nope")), ("tool-name-unknown", "output[].name")),
        (response(call(), call(2, call_id="call_1")), ("tool-id-duplicate", "output[].call_id")),
        (response(usage=None), ("usage-missing", "usage")),
        (response(usage=7), ("field-wrong-type", "usage")),
        (
            response(usage=without(USAGE, "input_tokens_details")),
            ("field-required-missing", "usage.input_tokens_details"),
        ),
        (
            response(usage={**USAGE, "total_tokens": 99}),
            ("usage-total-wrong", "usage.total_tokens"),
        ),
        (response(usage={**USAGE, "input_tokens": 0}), ("usage-zero", "usage.input_tokens")),
        (
            response(message(), usage={**USAGE, "output_tokens": 0}),
            ("usage-zero", "usage.output_tokens"),
        ),
        (
            response(usage={**USAGE, "output_tokens": -1}),
            ("usage-negative", "usage.output_tokens"),
        ),
    ],
)
def test_departures_from_the_contract(document: Any, anomaly: tuple[str, str]) -> None:
    assert anomaly in kinds(read(document, tools=TOOLS))


def test_the_object_must_be_named() -> None:
    assert ("enum-unknown", "object") in kinds(read(response(object="response.x")))


def test_calls_outside_of_allowed_tools() -> None:
    allowed = {"type": "allowed_tools", "mode": "auto", "tools": [GET_WEATHER]}
    parsed = read(response(call(name="get_time")), tools=TOOLS, tool_choice=allowed)
    assert kinds(parsed) == {("tool-not-allowed", "output[].name")}
    assert read(response(call()), tools=TOOLS, tool_choice=allowed).anomalies == ()


@pytest.mark.parametrize(
    "request_fields",
    [
        {"prompt": {"id": "pmpt_1"}},
        {"conversation": "conv_1"},
        {"tools": [{"type": "namespace", "name": "crm", "tools": TOOLS}]},
    ],
)
def test_tools_that_the_request_need_not_name(request_fields: Any) -> None:
    assert read(response(call()), **request_fields).anomalies == ()


def test_tools_that_a_search_found() -> None:
    found = {"type": "tool_search_output", "id": "tso_1", "tools": TOOLS, "status": "completed"}
    assert read(response(found, call())).anomalies == ()


@given(JSON)
def test_any_document_is_read(document: Any) -> None:
    read(document)
    read(response(document, message(document)))
    read(response() | {"usage": document, "status": document})


# The next turn

RESULT = NextTurn({"get_weather": "18"}, None)
MORE = NextTurn(None, "And then?")
BY_ID = NextTurn(None, "And then?", by_reference=True)
SENT = {"model": "m-1", "input": "hi", "tools": TOOLS}


def test_all_items_go_back_unchanged() -> None:
    output = [reasoning(encrypted_content="gAAA"), call(), call(2)]
    before = copy.deepcopy(output)
    body = RESPONSES.next_body(SENT, response(*output), RESULT)
    assert body is not None
    results = [
        {"type": "function_call_output", "call_id": f"call_{number}", "output": "18"}
        for number in (1, 2)
    ]
    assert body["input"] == [{"role": "user", "content": "hi"}, *before, *results]
    assert body["tools"] == TOOLS


def test_a_third_turn_keeps_the_first_two() -> None:
    first = RESPONSES.next_body(SENT, response(call()), RESULT)
    assert first is not None
    second = RESPONSES.next_body(first, response(message()), MORE)
    assert second is not None
    assert second["input"] == [*first["input"], message(), {"role": "user", "content": "And then?"}]


def test_results_of_custom_tools() -> None:
    body = RESPONSES.next_body(SENT, response(custom()), NextTurn({"run": "ok"}, None))
    assert body is not None
    assert body["input"][-1] == {
        "type": "custom_tool_call_output",
        "call_id": "call_9",
        "output": "ok",
    }


def test_only_the_id_goes_back() -> None:
    body = RESPONSES.next_body(SENT, response(message()), BY_ID)
    assert body == {
        "model": "m-1",
        "tools": TOOLS,
        "previous_response_id": "resp_1",
        "input": [{"role": "user", "content": "And then?"}],
    }


@pytest.mark.parametrize(
    ("document", "turn"),
    [
        (response(message()), RESULT),
        (response(), MORE),
        (response(custom(), call()), NextTurn({"run": "x", "other": "y"}, None)),
        (response(message(), id=None), BY_ID),
        ([], MORE),
    ],
)
def test_nothing_to_go_on_from(document: Any, turn: NextTurn) -> None:
    assert RESPONSES.next_body(SENT, document, turn) is None


def test_a_stream_goes_on_like_a_whole_answer() -> None:
    thought, said, asked = reasoning("Hm."), message(), call()
    items = (*summary_item(thought), *text_item(said, 1), *call_item(asked, 2))
    stream = numbered((*START, *items, life("completed", thought, said, asked)))
    whole = RESPONSES.next_body(SENT, response(thought, said, asked), RESULT)
    assert RESPONSES.next_body(SENT, stream, RESULT) == whole
    # Without the final response the items are those that the stream finished.
    assert RESPONSES.next_body(SENT, stream[:-1], RESULT) == whole

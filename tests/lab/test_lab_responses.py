from __future__ import annotations

import re
from typing import Any

import pytest
from lab_client import BEARER, Heard, Wire, ask
from lab_probes import SCHEMA, user

from migrate_check.lab.site import Lab

RESPONSES = "/v1/responses"
TOOL = {"type": "function", "name": "get_weather", "description": "Weather", "parameters": SCHEMA}
QUERY = {"type": "custom", "name": "run_query", "description": "Runs one line of SQL."}
PARIS = "Please use get_weather for Paris."
TOLD = "The code is abc123. Reply with exactly: ok"
ASKED = "Which code did I tell you? Reply with the code only."


@pytest.fixture
def say(lab: Lab) -> Any:
    def post(given: Any = "What is the capital of France?", **body: Any) -> Heard:
        return ask(lab.provider_url, RESPONSES, {"model": "gpt-5.2", "input": given} | body)

    return post


def text(answer: Any) -> str:
    parts = (part for item in answer["output"] for part in item.get("content", []))
    return "".join(part["text"] for part in parts)


def result_of(call: Any, output: str = "18 degrees") -> dict[str, Any]:
    return {"type": "function_call_output", "call_id": call["call_id"], "output": output}


def error(heard: Heard) -> tuple[int, str | None, str | None]:
    said = heard.json["error"]
    assert said.keys() == {"message", "type", "param", "code"}
    return heard.status, said["code"], said["param"]


def test_a_plain_answer_has_the_documented_fields(say: Any) -> None:
    answer = say(temperature=0).json
    assert re.fullmatch(r"resp_[0-9a-f]{50}", answer["id"])
    assert (answer["object"], answer["status"]) == ("response", "completed")
    assert (answer["model"], answer["created_at"]) == ("gpt-5.2-2025-12-11", 1_800_000_000)
    assert answer.keys() >= {
        *("error", "incomplete_details", "instructions", "metadata", "parallel_tool_calls"),
        *("previous_response_id", "reasoning", "store", "temperature", "text", "tool_choice"),
        *("tools", "top_p", "truncation", "usage", "background", "max_output_tokens"),
    }
    (item,) = answer["output"]
    assert re.fullmatch(r"msg_[0-9a-f]{50}", item["id"])
    assert "Paris" in text(answer)
    assert answer["usage"]["output_tokens_details"] == {"reasoning_tokens": 0}


def test_a_stream_repeats_itself_in_its_last_event(say: Any) -> None:
    heard = say("Count from 1 to 60.", temperature=0, stream=True)
    events = [data for _, data in heard.events]
    assert [name for name, _ in heard.events] == [data["type"] for data in events]
    assert [data["sequence_number"] for data in events] == list(range(len(events)))
    kinds = list(dict.fromkeys(data["type"].removeprefix("response.") for data in events))
    assert kinds == [
        *("created", "in_progress", "output_item.added", "content_part.added"),
        *("output_text.delta", "output_text.done", "content_part.done", "output_item.done"),
        "completed",
    ]
    joined = "".join(data["delta"] for data in events if data["type"].endswith(".delta"))
    plain = say("Count from 1 to 60.", temperature=0).json
    assert joined == text(events[-1]["response"]) == text(plain)
    assert events[-1]["response"]["usage"] == plain["usage"]


def test_a_cut_answer_is_incomplete(say: Any) -> None:
    answer = say("Count from 1 to 60.", max_output_tokens=16).json
    assert answer["status"] == answer["output"][0]["status"] == "incomplete"
    assert answer["incomplete_details"] == {"reason": "max_output_tokens"}
    assert answer["usage"]["output_tokens"] == 16
    last = say("Count from 1 to 60.", max_output_tokens=16, stream=True).events[-1]
    assert last[0] == "response.incomplete"


def test_reasoning_uses_up_the_limit(say: Any) -> None:
    answer = say(max_output_tokens=64, reasoning={"effort": "high"}).json
    assert [item["type"] for item in answer["output"]] == ["reasoning"]
    assert answer["status"] == "incomplete"
    assert answer["usage"]["output_tokens"] == 64


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ({"type": "json_schema", "name": "c", "schema": SCHEMA}, '{"city":'),
        ({"type": "json_object"}, '{"answer":'),
    ],
)
def test_the_form_of_the_text(say: Any, form: Any, wanted: str) -> None:
    assert text(say(text={"format": form}).json).startswith(wanted)


def test_log_probabilities_when_asked_for(say: Any) -> None:
    wanted = {"include": ["message.output_text.logprobs"], "top_logprobs": 2}
    (part,) = say(**wanted).json["output"][0]["content"]
    assert "".join(entry["token"] for entry in part["logprobs"]) == part["text"]
    assert {len(entry["top_logprobs"]) for entry in part["logprobs"]} == {2}


def test_calls_of_both_kinds(say: Any) -> None:
    (call,) = say(PARIS, tools=[TOOL]).json["output"]
    assert (call["type"], call["name"]) == ("function_call", "get_weather")
    assert call["arguments"] == '{"city":"Paris"}'
    forced = {"type": "custom", "name": "run_query"}
    (custom,) = say("Count the users", tools=[QUERY], tool_choice=forced).json["output"]
    assert (custom["type"], custom["input"]) == ("custom_tool_call", "Count the users")
    events = say("Count the users", tools=[QUERY], tool_choice=forced, stream=True).events
    assert "response.custom_tool_call_input.done" in dict(events)
    cut = say("Count the users", tools=[QUERY], tool_choice=forced, max_output_tokens=16).json
    assert cut["output"][0]["input"]


def test_only_allowed_tools_are_called(say: Any) -> None:
    remove = TOOL | {"name": "delete_file", "description": "Deletes a file"}
    allowed = {"type": "allowed_tools", "mode": "auto", "tools": [{"name": "get_weather"}]}
    prompt = "Please use delete_file for a.txt."
    free = say(prompt, tools=[TOOL, remove]).json
    bound = say(prompt, tools=[TOOL, remove], tool_choice=allowed).json
    assert [item["type"] for item in free["output"]] == ["function_call"]
    assert [item["type"] for item in bound["output"]] == ["message"]


def test_a_conversation_goes_on_by_id(say: Any) -> None:
    first = say(TOLD).json
    second = say(ASKED, previous_response_id=first["id"]).json
    assert "abc123" in text(second)
    assert second["usage"]["input_tokens"] > first["usage"]["input_tokens"]
    third = say(ASKED, previous_response_id=second["id"]).json
    assert "abc123" in text(third)
    assert "abc123" not in text(say(ASKED).json)


def test_what_is_not_stored_cannot_be_gone_on_from(say: Any) -> None:
    first = say(TOLD, store=False).json
    assert error(say(ASKED, previous_response_id=first["id"])) == (
        *(400, "previous_response_not_found"),
        "previous_response_id",
    )


def test_a_streamed_answer_can_be_gone_on_from(lab: Lab, say: Any) -> None:
    body = {"model": "gpt-5.2", "input": "Say hello.", "stream": True}
    whole = ask(lab.provider_url, RESPONSES, body).events
    assert say(ASKED, previous_response_id=whole[0][1]["response"]["id"]).status == 200


def test_results_go_back_by_id_and_by_echo(say: Any) -> None:
    first = say(PARIS, tools=[TOOL]).json
    (call,) = first["output"]
    by_id = say([result_of(call)], previous_response_id=first["id"], tools=[TOOL]).json
    echo = say([*user(PARIS), call, result_of(call)], tools=[TOOL]).json
    assert "18 degrees" in text(by_id)
    assert "18 degrees" in text(echo)


def test_encrypted_reasoning_is_checked_when_it_comes_back(say: Any) -> None:
    hidden = {
        "include": ["reasoning.encrypted_content"],
        "reasoning": {"effort": "low"},
        "store": False,
        "tools": [TOOL],
    }
    thought, call = say(PARIS, **hidden).json["output"]
    assert thought["encrypted_content"].startswith("gAAAA")
    turn = [*user(PARIS), thought, call, result_of(call)]
    assert say(turn, **hidden).status == 200
    turn[1] = thought | {"encrypted_content": thought["encrypted_content"][:-1] + "!"}
    assert error(say(turn, **hidden)) == (400, "invalid_encrypted_content", None)
    turn[1] = {name: value for name, value in thought.items() if name != "encrypted_content"}
    assert error(say(turn, **hidden)) == (404, None, "input")


def test_summaries_come_in_parts(say: Any) -> None:
    events = say(reasoning={"effort": "low", "summary": "auto"}, stream=True).events
    names = list(dict.fromkeys(name for name, _ in events))
    assert [name for name in names if "summary" in name] == [
        "response.reasoning_summary_part.added",
        "response.reasoning_summary_text.delta",
        "response.reasoning_summary_text.done",
        "response.reasoning_summary_part.done",
    ]


def test_a_long_prompt_is_cached(say: Any) -> None:
    body = {"given": "Say hi. " + "word " * 1500}
    counts = [say(**body).json["usage"]["input_tokens_details"] for _ in range(2)]
    assert counts[0] == {"cached_tokens": 0}
    assert counts[1]["cached_tokens"] >= 1024


CALL = {"type": "function_call", "call_id": "call_1", "name": "get_weather", "arguments": "{}"}
ALONE = {"type": "reasoning", "id": "rs_1", "encrypted_content": "x", "summary": []}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"model": None}, (400, "missing_required_parameter", "model")),
        ({"model": "nope"}, (400, "model_not_found", "model")),
        ({"model": "lab-rate-limited"}, (429, "rate_limit_exceeded", None)),
        ({"input": None}, (400, "missing_required_parameter", "input")),
        ({"input": 7}, (400, "invalid_type", "input")),
        ({"input": ["x"]}, (400, "invalid_type", "input[0]")),
        ({"input": [{"role": "tool", "content": "x"}]}, (400, "invalid_value", "input[0].role")),
        ({"input": [{"role": "user"}]}, (400, "missing_required_parameter", "input[0].content")),
        ({"messages": []}, (400, "unknown_parameter", "messages")),
        ({"store": "yes"}, (400, "invalid_type", "store")),
        ({"max_output_tokens": True}, (400, "invalid_type", "max_output_tokens")),
        ({"max_output_tokens": -5}, (400, "integer_below_min_value", "max_output_tokens")),
        ({"temperature": 3}, (400, "decimal_above_max_value", "temperature")),
        ({"tools": [{}]}, (400, "missing_required_parameter", "tools[0].type")),
        ({"tools": [{"type": "function"}]}, (400, "missing_required_parameter", "tools[0].name")),
        ({"tools": [TOOL], "tool_choice": "some"}, (400, "invalid_value", "tool_choice")),
        (
            {"tools": [TOOL], "tool_choice": {"type": "function", "name": "x"}},
            (400, None, "tool_choice"),
        ),
        (
            {"text": {"format": {"type": "json_schema", "name": "x"}}},
            (400, "missing_required_parameter", "text.format.schema"),
        ),
        (
            {"model": "gpt-4o", "reasoning": {"effort": "low"}},
            (400, "unsupported_parameter", "reasoning.effort"),
        ),
        ({"model": "gpt-4o", "include": ["reasoning.encrypted_content"]}, (400, None, "include")),
        ({"model": "o4-mini", "temperature": 0}, (400, "unsupported_parameter", "temperature")),
        (
            {"previous_response_id": "resp_0"},
            (400, "previous_response_not_found", "previous_response_id"),
        ),
        ({"input": [*user("hi"), CALL]}, (400, None, "input")),
        ({"input": [*user("hi"), result_of(CALL)]}, (400, None, "input")),
        ({"input": [*user("hi"), ALONE]}, (400, "invalid_encrypted_content", None)),
        ({"input": "word " * 17_000}, (400, "context_length_exceeded", "input")),
    ],
)
def test_what_is_refused(say: Any, body: Any, expected: Any) -> None:
    assert error(say(**{"given": "hi"} | body)) == expected


def test_reasoning_needs_what_followed_it(say: Any) -> None:
    first = say(PARIS, tools=[TOOL], reasoning={"effort": "low"}).json
    heard = say([*user(PARIS), first["output"][0]], tools=[TOOL])
    assert error(heard) == (400, None, "input")
    assert "without its required following item" in heard.json["error"]["message"]


def test_errors_of_every_endpoint(lab: Lab) -> None:
    assert error(ask(lab.provider_url, RESPONSES, {}, ()))[0] == 401
    assert error(ask(lab.provider_url, RESPONSES, b"{"))[0] == 400
    with Wire(lab.provider_url) as wire:
        assert error(wire.send(RESPONSES, None, BEARER))[:2] == (405, "method_not_supported")


def test_headers_are_the_vendors(say: Any) -> None:
    header = say().header
    assert re.fullmatch(r"req_[0-9a-f]{32}", header["x-request-id"])
    assert {"openai-version", "openai-organization", "x-ratelimit-limit-tokens"} <= header.keys()

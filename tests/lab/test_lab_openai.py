from __future__ import annotations

import json
import re
from typing import Any

import pytest
from lab_client import BEARER, CHAT, Heard, ask
from lab_probes import TOOL, WEATHER, chat, user

from migrate_check.lab.site import Lab


@pytest.fixture
def say(lab: Lab) -> Any:
    def post(**body: Any) -> Heard:
        return ask(lab.provider_url, CHAT, body)

    return post


def text(heard: Heard) -> str:
    content = heard.json["choices"][0]["message"]["content"]
    assert isinstance(content, str)
    return content


def streamed_text(heard: Heard) -> str:
    deltas = (c["choices"][0]["delta"] for c in heard.chunk_documents if c["choices"])
    return "".join(delta.get("content") or "" for delta in deltas)


def test_a_plain_answer_has_the_documented_fields(say: Any) -> None:
    heard = say(**chat())
    answer = heard.json
    assert list(answer) == [
        "id",
        "object",
        "created",
        "model",
        "choices",
        "usage",
        "service_tier",
        "system_fingerprint",
    ]
    assert re.fullmatch(r"chatcmpl-[A-Za-z0-9]{29}", answer["id"])
    assert answer["model"] == "gpt-4o-mini-2024-07-18"
    assert answer["created"] == 1_800_000_000
    (choice,) = answer["choices"]
    assert choice["message"].keys() == {"role", "content", "refusal", "annotations"}
    assert (choice["finish_reason"], choice["logprobs"]) == ("stop", None)
    assert "Paris" in choice["message"]["content"]
    usage = answer["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert usage["prompt_tokens_details"] == {"cached_tokens": 0, "audio_tokens": 0}


def test_headers_are_the_vendors(say: Any) -> None:
    header = say(**chat()).header
    assert re.fullmatch(r"req_[0-9a-f]{32}", header["x-request-id"])
    assert int(header["openai-processing-ms"]) > 0
    assert {
        "openai-organization",
        "openai-version",
        "x-ratelimit-limit-requests",
        "x-ratelimit-remaining-tokens",
        "date",
    } <= header.keys()


def test_a_stream_says_the_same_as_the_plain_answer(say: Any) -> None:
    for prompt in ("What is the capital of France?", "Count from 1 to 60.", "Tell me a story."):
        plain = say(**chat(prompt))
        stream = say(**chat(prompt, stream=True, stream_options={"include_usage": True}))
        assert streamed_text(stream) == text(plain)
        assert stream.chunk_documents[-1]["usage"] == plain.json["usage"]
        assert stream.events[-1] == (None, "[DONE]")


def test_chunks_announce_the_role_once_and_finish_once(say: Any) -> None:
    chunks = say(**chat(stream=True)).chunk_documents
    choices = [chunk["choices"][0] for chunk in chunks]
    assert choices[0]["delta"] == {"role": "assistant", "content": "", "refusal": None}
    assert [c["finish_reason"] for c in choices] == [None] * (len(choices) - 1) + ["stop"]
    assert choices[-1]["delta"] == {}
    assert len({chunk["id"] for chunk in chunks}) == 1
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}


@pytest.mark.parametrize("options", [None, {}, {"include_usage": False}])
def test_no_usage_unless_asked(say: Any, options: Any) -> None:
    chunks = say(**chat(stream=True, stream_options=options)).chunk_documents
    assert all("usage" not in chunk and chunk["choices"] for chunk in chunks)


def test_usage_is_null_before_the_last_chunk_when_asked(say: Any) -> None:
    asked = {"include_usage": True, "include_obfuscation": False}
    chunks = say(**chat(stream=True, stream_options=asked)).chunk_documents
    assert all(chunk["usage"] is None for chunk in chunks[:-1])
    assert chunks[-1]["choices"] == []
    assert all("obfuscation" not in chunk for chunk in chunks)


def test_n_answers_are_all_there_streamed_and_plain(say: Any) -> None:
    plain = say(**chat(n=3)).json
    assert [choice["index"] for choice in plain["choices"]] == [0, 1, 2]
    chunks = say(**chat(n=3, stream=True)).chunk_documents
    finished = [c["choices"][0]["index"] for c in chunks if c["choices"][0]["finish_reason"]]
    assert finished == [0, 1, 2]


def test_max_tokens_cuts_and_says_length(say: Any) -> None:
    for name in ("max_tokens", "max_completion_tokens"):
        heard = say(**chat("Count from 1 to 60.", **{name: 7}))
        assert heard.json["choices"][0]["finish_reason"] == "length"
        assert heard.json["usage"]["completion_tokens"] == 7
    tools = say(**chat(WEATHER, tools=[TOOL], max_tokens=9)).json["choices"][0]
    assert tools["finish_reason"] == "length"
    with pytest.raises(json.JSONDecodeError):
        json.loads(tools["message"]["tool_calls"][0]["function"]["arguments"])


@pytest.mark.parametrize("stop", ["7", ["42", "7"]])
def test_stop_ends_before_the_sequence(say: Any, stop: Any) -> None:
    heard = say(**chat("Count from 1 to 60.", stop=stop))
    assert "6" in text(heard)
    assert "7" not in text(heard)
    assert heard.json["choices"][0]["finish_reason"] == "stop"


def test_text_parts_are_read(say: Any) -> None:
    parts = [{"type": "text", "text": "What is the capital"}, {"type": "text", "text": "of Spain?"}]
    heard = say(**chat(messages=[{"role": "user", "content": parts}]))
    assert heard.json["usage"]["prompt_tokens"] > 10
    whole = [{"type": "text", "text": "What is the capital of Spain?"}]
    assert "Madrid" in text(say(**chat(messages=[{"role": "user", "content": whole}])))


def test_json_answers_fit_their_schema(say: Any) -> None:
    schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    form = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}}
    assert json.loads(text(say(**chat("Where is it? In Rome", response_format=form)))) == {
        "city": "Rome"
    }
    free = text(say(**chat("JSON please", response_format={"type": "json_object"})))
    assert isinstance(json.loads(free), dict)


def calls(heard: Heard) -> list[Any]:
    found = heard.json["choices"][0]["message"].get("tool_calls", [])
    assert isinstance(found, list)
    return found


def test_two_cities_are_two_calls(say: Any) -> None:
    heard = say(**chat(WEATHER, tools=[TOOL]))
    assert [c["function"]["arguments"] for c in calls(heard)] == [
        '{"city":"Paris"}',
        '{"city":"London"}',
    ]
    assert heard.json["choices"][0]["finish_reason"] == "tool_calls"
    assert heard.json["choices"][0]["message"]["content"] is None
    assert all(re.fullmatch(r"call_[A-Za-z0-9]{24}", c["id"]) for c in calls(heard))
    assert len({c["id"] for c in calls(heard)}) == 2


def test_streamed_calls_join_to_the_plain_ones(say: Any) -> None:
    for prompt in (WEATHER, "What is the weather in Paris?"):
        joined: dict[int, dict[str, str]] = {}
        for chunk in say(**chat(prompt, tools=[TOOL], stream=True)).chunk_documents:
            for delta in chunk["choices"][0]["delta"].get("tool_calls", []):
                call = joined.setdefault(delta["index"], {"name": "", "arguments": ""})
                for key, value in delta["function"].items():
                    call[key] += value
        plain = [call["function"] for call in calls(say(**chat(prompt, tools=[TOOL])))]
        assert list(joined.values()) == plain


@pytest.mark.parametrize(
    ("choice", "prompt", "called", "finish"),
    [
        (None, "Say something kind.", 0, "stop"),
        ("auto", WEATHER, 2, "tool_calls"),
        ("none", WEATHER, 0, "stop"),
        ("required", "Say something kind.", 1, "tool_calls"),
        ({"type": "function", "function": {"name": "get_weather"}}, "Be kind.", 1, "stop"),
    ],
)
def test_tool_choice_is_obeyed(
    say: Any, choice: Any, prompt: str, called: int, finish: str
) -> None:
    heard = say(**chat(prompt, tools=[TOOL], tool_choice=choice))
    assert len(calls(heard)) == called
    assert heard.json["choices"][0]["finish_reason"] == finish


def test_one_call_at_a_time_when_asked(say: Any) -> None:
    assert len(calls(say(**chat(WEATHER, tools=[TOOL], parallel_tool_calls=False)))) == 1


def test_only_the_fitting_tool_is_called(say: Any) -> None:
    parameters = {
        "type": "object",
        "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
        "required": ["a", "b"],
    }
    adding = {
        "type": "function",
        "function": {"name": "add", "description": "Add two numbers", "parameters": parameters},
    }
    (call,) = calls(say(**chat("Please add 2 and 40", tools=[TOOL, adding])))
    assert call["function"] == {"name": "add", "arguments": '{"a":2,"b":40}'}


def second_turn(say: Any, **change: Any) -> list[dict[str, Any]]:
    first = say(**chat(WEATHER, tools=[TOOL])).json["choices"][0]["message"]
    results = [
        {"role": "tool", "tool_call_id": call["id"], "content": f"{n} degrees"} | change
        for n, call in enumerate(first["tool_calls"], 20)
    ]
    return [*user(WEATHER), first, *results]


def test_the_second_turn_tells_the_results(say: Any) -> None:
    heard = say(**chat(messages=second_turn(say), tools=[TOOL]))
    assert "20 degrees" in text(heard)
    assert "21 degrees" in text(heard)


def error(heard: Heard) -> tuple[int, Any, Any, Any, str]:
    body = heard.json
    assert list(body) == ["error"]
    found = body["error"]
    assert list(found) == ["message", "type", "param", "code"]
    assert "x-request-id" in heard.header
    return heard.status, found["type"], found["param"], found["code"], found["message"]


_BAD = "invalid_request_error"


@pytest.mark.parametrize(
    ("change", "param", "code", "words"),
    [
        ({"messages": "hi"}, "messages", "invalid_type", "expected an array of objects, but got"),
        ({"messages": None}, "messages", "invalid_type", "got null"),
        ({"messages": []}, "messages", "empty_array", "empty array"),
        ({"messages": ["x"]}, "messages[0]", "invalid_type", "expected an object"),
        ({"messages": [{}]}, "messages[0].role", "missing_required_parameter", "Missing"),
        (
            {"messages": [{"role": "boss", "content": ""}]},
            "messages[0].role",
            "invalid_value",
            "'boss'",
        ),
        ({"messages": [{"role": "user"}]}, "messages.[0].content", None, "got null"),
        ({"messages": user(5)}, "messages[0].content", "invalid_type", "got an integer"),  # type: ignore[arg-type]
        ({"model": 5}, "model", "invalid_type", "expected a string"),
        ({"temperature": "hot"}, "temperature", "invalid_type", "expected a decimal"),
        ({"temperature": True}, "temperature", "invalid_type", "got a boolean"),
        ({"temperature": 3}, "temperature", "decimal_above_max_value", "<= 2, but got 3"),
        ({"top_p": -1}, "top_p", "decimal_below_min_value", ">= 0"),
        ({"max_tokens": 0}, "max_tokens", "integer_below_min_value", ">= 1"),
        ({"max_tokens": 1.5}, "max_tokens", "invalid_type", "got a decimal number"),
        ({"max_tokens": 99_999}, "max_tokens", "invalid_value", "too large"),
        ({"stream_options": {}}, "stream_options", None, "only allowed when 'stream'"),
        ({"stop": ["a"] * 5}, "stop", "array_above_max_length", "maximum length 4"),
        ({"nonsense": 1}, None, None, "Unrecognized request argument supplied: nonsense"),
        ({"tools": [{}]}, "tools[0].function", "missing_required_parameter", "Missing"),
        (
            {"tools": [{"type": "function", "function": {"name": "a b"}}]},
            "tools[0].function.name",
            "invalid_value",
            "does not match pattern",
        ),
        ({"tool_choice": "auto"}, "tool_choice", None, "only allowed when 'tools'"),
        (
            {"tools": [TOOL], "tool_choice": "always"},
            "tool_choice",
            "invalid_value",
            "'always'",
        ),
        (
            {"tools": [TOOL], "tool_choice": {"type": "function", "function": {"name": "x"}}},
            "tool_choice",
            None,
            "no function named 'x'",
        ),
    ],
)
def test_wrong_requests_are_refused(
    say: Any, change: Any, param: Any, code: Any, words: str
) -> None:
    status, kind, at, given, message = error(say(**(chat() | change)))
    assert (status, kind, at, given) == (400, _BAD, param, code)
    assert words in message


@pytest.mark.parametrize("missing", ["model", "messages"])
def test_required_fields_are_required(say: Any, missing: str) -> None:
    body = chat()
    del body[missing]
    assert missing in error(say(**body))[4]


def test_a_prompt_too_long_has_its_code(say: Any) -> None:
    heard = say(**chat("word " * 17_000))
    assert error(heard)[:4] == (400, _BAD, "messages", "context_length_exceeded")


def test_results_and_calls_must_match(say: Any) -> None:
    turns = second_turn(say)
    unknown = second_turn(say, tool_call_id="call_unknown")
    cases: list[tuple[list[dict[str, Any]], str, str]] = [
        (turns[:-1], "messages.[3].role", "did not have response messages: call_"),
        (turns[:2] + user("And now?"), "messages.[2].role", "did not have response"),
        (unknown, "messages.[2].tool_call_id", "'call_unknown' not found"),
        ([turns[0], turns[2]], "messages.[1].role", "must be a response to a preceeding"),
        (second_turn(say, tool_call_id=None), "messages[2].tool_call_id", "Missing"),
        (second_turn(say, tool_call_id=7), "messages[2].tool_call_id", "expected a string"),
    ]
    for messages, param, words in cases:
        status, kind, at, _, message = error(say(**chat(messages=messages, tools=[TOOL])))
        assert (status, kind, at) == (400, _BAD, param)
        assert words in message


def test_the_rate_limited_model_says_when_to_retry(say: Any) -> None:
    heard = say(**chat(model="lab-rate-limited"))
    assert (error(heard)[0], error(heard)[1], error(heard)[3]) == (
        429,
        "requests",
        "rate_limit_exceeded",
    )
    assert heard.header["retry-after"] == "1"


@pytest.mark.parametrize(
    ("headers", "code", "words"),
    [
        ((), None, "You didn't provide an API key"),
        ((("authorization", "Basic eDp5"),), None, "You didn't provide an API key"),
        ((("authorization", "Bearer short"),), "invalid_api_key", "provided: short."),
        (
            (("authorization", "Bearer sk-proj-0123456789abcdef"),),
            "invalid_api_key",
            "provided: sk-proj-************cdef.",
        ),
    ],
)
def test_credentials_are_required(lab: Lab, headers: Any, code: Any, words: str) -> None:
    heard = ask(lab.provider_url, CHAT, chat(), headers)
    status, kind, _, given, message = error(heard)
    assert (status, kind, given) == (401, _BAD, code)
    assert words in message


@pytest.mark.parametrize("body", [b"{", b"[1]", b"", b"\xff"])
def test_a_body_that_is_no_json_object_is_refused(lab: Lab, body: bytes) -> None:
    assert "could not parse the JSON body" in error(ask(lab.provider_url, CHAT, body))[4]


def test_paths_methods_and_models(lab: Lab) -> None:
    url = lab.provider_url
    assert error(ask(url, "/v1/nope"))[:1] == (404,)
    assert "Invalid URL (GET /v1/nope)" in error(ask(url, "/v1/nope"))[4]
    assert error(ask(url, CHAT))[0::3] == (405, "method_not_supported")
    assert error(ask(url, CHAT, chat(model="nope")))[0::3] == (404, "model_not_found")
    listed = ask(url, "/v1/models").json
    assert listed["object"] == "list"
    assert {"lab-small", "lab-large", "gpt-4o-mini"} <= {model["id"] for model in listed["data"]}
    assert ask(url, "/v1/models/gpt-4o-mini").json["id"] == "gpt-4o-mini"
    assert error(ask(url, "/v1/models/nope"))[0] == 404
    assert ask(url, "/v1/models", headers=()).status == 401
    assert ask(url, "/v1/models?limit=1", headers=BEARER).status == 200

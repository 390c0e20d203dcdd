from __future__ import annotations

import re
from typing import Any

import pytest
from lab_client import ANTHROPIC, KEY, MESSAGES, Heard, ask
from lab_probes import ANTHROPIC_TOOL, WEATHER, message, user

from migrate_check.lab.site import Lab


@pytest.fixture
def say(lab: Lab) -> Any:
    def post(**body: Any) -> Heard:
        return ask(lab.provider_url, MESSAGES, body, ANTHROPIC)

    return post


def text(heard: Heard) -> str:
    return "".join(block["text"] for block in heard.json["content"])


def test_a_plain_answer_has_the_documented_fields(say: Any) -> None:
    answer = say(**message()).json
    assert answer.keys() == {
        "model",
        "id",
        "type",
        "role",
        "content",
        "stop_reason",
        "stop_sequence",
        "stop_details",
        "usage",
    }
    assert re.fullmatch(r"msg_01[A-Za-z0-9]{22}", answer["id"])
    assert answer["model"] == "claude-haiku-4-5-20251001"
    assert (answer["type"], answer["role"], answer["stop_reason"]) == (
        "message",
        "assistant",
        "end_turn",
    )
    assert "Paris" in answer["content"][0]["text"]
    assert answer["usage"]["input_tokens"] > 0


def test_headers_are_the_vendors(say: Any) -> None:
    header = say(**message()).header
    assert re.fullmatch(r"req_011C[A-Za-z0-9]{20}", header["request-id"])
    assert header["anthropic-ratelimit-requests-reset"] == "2027-01-15T08:00:00Z"
    assert {"anthropic-organization-id", "anthropic-ratelimit-tokens-limit"} <= header.keys()


def test_a_stream_says_the_same_as_the_plain_answer(say: Any) -> None:
    for prompt in ("What is the capital of France?", "Count from 1 to 60."):
        plain = say(**message(prompt))
        events = say(**message(prompt, stream=True)).events
        deltas = [d["delta"]["text"] for name, d in events if name == "content_block_delta"]
        assert "".join(deltas) == text(plain)
        (ending,) = [data for name, data in events if name == "message_delta"]
        assert ending["usage"]["output_tokens"] == plain.json["usage"]["output_tokens"]
        assert ending["delta"]["stop_reason"] == plain.json["stop_reason"]


def test_events_come_in_order_and_are_named_by_their_type(say: Any) -> None:
    events = say(**message(stream=True)).events
    names = [name for name, _ in events]
    assert names[:3] == ["message_start", "content_block_start", "ping"]
    assert names[-3:] == ["content_block_stop", "message_delta", "message_stop"]
    assert set(names[3:-3]) == {"content_block_delta"}
    assert all(data["type"] == name for name, data in events)
    assert events[0][1]["message"]["content"] == []
    assert events[0][1]["message"]["stop_reason"] is None


def test_two_cities_are_two_blocks(say: Any) -> None:
    heard = say(**message(WEATHER, tools=[ANTHROPIC_TOOL]))
    assert [b["input"] for b in heard.json["content"]] == [{"city": "Paris"}, {"city": "London"}]
    assert all(re.fullmatch(r"toolu_01[A-Za-z0-9]{22}", b["id"]) for b in heard.json["content"])
    assert heard.json["stop_reason"] == "tool_use"


def test_streamed_blocks_start_fill_and_stop_one_after_the_other(say: Any) -> None:
    events = say(**message(WEATHER, tools=[ANTHROPIC_TOOL], stream=True)).events
    blocks = [(name, data["index"]) for name, data in events if "index" in data]
    kinds = list(dict.fromkeys(blocks))
    assert kinds == [
        (f"content_block_{part}", index) for index in (0, 1) for part in ("start", "delta", "stop")
    ]
    starts = [data["content_block"] for name, data in events if name == "content_block_start"]
    assert [(s["type"], s["name"], s["input"]) for s in starts] == [
        ("tool_use", "get_weather", {})
    ] * 2
    joined = "".join(
        data["delta"]["partial_json"]
        for name, data in events
        if name == "content_block_delta" and data["index"] == 1
    )
    assert joined == '{"city":"London"}'


@pytest.mark.parametrize(
    ("choice", "prompt", "called"),
    [
        ({"type": "auto"}, "Say something kind.", 0),
        ({"type": "auto"}, WEATHER, 2),
        ({"type": "auto", "disable_parallel_tool_use": True}, WEATHER, 1),
        ({"type": "none"}, WEATHER, 0),
        ({"type": "any"}, "Say something kind.", 1),
        ({"type": "tool", "name": "get_weather"}, "Say something kind.", 1),
    ],
)
def test_tool_choice_is_obeyed(say: Any, choice: Any, prompt: str, called: int) -> None:
    content = say(**message(prompt, tools=[ANTHROPIC_TOOL], tool_choice=choice)).json["content"]
    assert [block["type"] for block in content].count("tool_use") == called


def test_max_tokens_and_stop_sequences(say: Any) -> None:
    cut = say(**message("Count from 1 to 60.", max_tokens=7)).json
    assert (cut["stop_reason"], cut["usage"]["output_tokens"]) == ("max_tokens", 7)
    stopped = say(**message("Count from 1 to 60.", stop_sequences=["7"])).json
    assert (stopped["stop_reason"], stopped["stop_sequence"]) == ("stop_sequence", "7")
    at_once = say(**message("Count from 1 to 60.", stop_sequences=["1"])).json
    assert at_once["content"] == []
    call = say(**message(WEATHER, tools=[ANTHROPIC_TOOL], max_tokens=9)).json
    assert (call["stop_reason"], call["content"][0]["input"]) == ("max_tokens", {})


def test_the_system_prompt_is_obeyed_and_counted(say: Any) -> None:
    system = [{"type": "text", "text": "Always answer with the word 'AHOY'."}]
    heard = say(**message(system=system))
    assert text(heard) == "AHOY"
    alone = say(**message()).json["usage"]["input_tokens"]
    assert heard.json["usage"]["input_tokens"] > alone


def test_json_answers_fit_their_schema(say: Any) -> None:
    schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    form = {"type": "json_schema", "schema": schema}
    asked = {"output_config": {"format": form}}
    assert text(say(**message("Where? In Rome", **asked))) == '{"city":"Rome"}'


def second_turn(say: Any, **change: Any) -> list[dict[str, Any]]:
    first = say(**message(WEATHER, tools=[ANTHROPIC_TOOL])).json["content"]
    results = [
        {"type": "tool_result", "tool_use_id": block["id"], "content": f"{n} degrees"} | change
        for n, block in enumerate(first, 20)
    ]
    return [
        *user(WEATHER),
        {"role": "assistant", "content": first},
        {"role": "user", "content": results},
    ]


def test_the_second_turn_tells_the_results(say: Any) -> None:
    said = text(say(**message(messages=second_turn(say), tools=[ANTHROPIC_TOOL])))
    assert "20 degrees" in said
    assert "21 degrees" in said


def error(heard: Heard) -> tuple[int, str, str]:
    body = heard.json
    assert list(body) == ["type", "error", "request_id"]
    assert body["type"] == "error"
    assert body["request_id"] == heard.header["request-id"]
    return heard.status, body["error"]["type"], body["error"]["message"]


_BAD = "invalid_request_error"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"max_tokens": "many"}, "max_tokens: Input should be a valid integer"),
        ({"max_tokens": True}, "max_tokens: Input should be a valid integer"),
        ({"max_tokens": 0}, "max_tokens: Input should be greater than or equal to 1"),
        ({"max_tokens": 99_999}, "99999 > 64000, which is the maximum"),
        ({"messages": "hi"}, "messages: Input should be a valid list"),
        ({"messages": []}, "messages: at least one message is required"),
        ({"messages": ["x"]}, "messages.0: Input should be an object"),
        ({"messages": [{"role": "system", "content": "x"}]}, "top-level `system` parameter"),
        ({"messages": [{"role": "boss", "content": "x"}]}, 'Unexpected role "boss"'),
        ({"messages": [{"role": "user"}]}, "messages.0.content: Field required"),
        ({"messages": [{"role": "user", "content": 5}]}, "messages.0.content: Input should be"),
        ({"messages": [{"role": "user", "content": ""}]}, "must have non-empty content"),
        ({"temperature": 2}, "temperature: Input should be less than or equal to 1"),
        ({"top_p": -0.5}, "top_p: Input should be greater than or equal to 0"),
        ({"nonsense": 1}, "nonsense: Extra inputs are not permitted"),
        ({"tools": [{}]}, "tools.0.custom.name: Field required"),
        ({"tools": [{"name": "a b"}]}, "tools.0.custom.name: String should match pattern"),
        ({"tools": [{"name": "a"}]}, "tools.0.custom.input_schema: Field required"),
        ({"tool_choice": {"type": "auto"}}, "only be specified while providing tools"),
        ({"tool_choice": {"type": "all"}}, "Input tag 'all'"),
        (
            {"tools": [ANTHROPIC_TOOL], "tool_choice": {"type": "tool", "name": "x"}},
            "Tool 'x' not found",
        ),
        ({"messages": user("word " * 17_000)}, "prompt is too long: 17"),
    ],
)
def test_wrong_requests_are_refused(say: Any, change: Any, words: str) -> None:
    status, kind, said = error(say(**(message() | change)))
    assert (status, kind) == (400, _BAD)
    assert words in said


def test_null_is_as_good_as_absent_where_a_field_is_optional(say: Any) -> None:
    assert say(**message(stop_sequences=None, tools=None, system=None)).status == 200


@pytest.mark.parametrize("missing", ["model", "messages", "max_tokens"])
def test_required_fields_are_required(say: Any, missing: str) -> None:
    body = message()
    del body[missing]
    assert error(say(**body))[2] == f"{missing}: Field required"


def test_results_and_calls_must_match(say: Any) -> None:
    turns = second_turn(say)
    tools = [ANTHROPIC_TOOL]
    unknown = error(say(**message(messages=second_turn(say, tool_use_id="toolu_x"), tools=tools)))
    assert "messages.2.content.0: unexpected `tool_use_id`" in unknown[2]
    for messages, place in ((turns[:2], "messages.1"), (turns[:2] + user("And?"), "messages.1")):
        missing = error(say(**message(messages=messages, tools=tools)))
        assert missing[2].startswith(f"{place}: `tool_use` ids were found without `tool_result`")


def test_the_rate_limited_model_says_when_to_retry(say: Any) -> None:
    heard = say(**message(model="lab-rate-limited"))
    assert error(heard)[:2] == (429, "rate_limit_error")
    assert heard.header["retry-after"] == "1"


@pytest.mark.parametrize(
    ("headers", "status", "kind", "words"),
    [
        ((("anthropic-version", "1"),), 401, "authentication_error", "x-api-key header"),
        ((("x-api-key", "wrong"),), 401, "authentication_error", "invalid x-api-key"),
        ((("x-api-key", KEY),), 400, _BAD, "anthropic-version: header is required"),
    ],
)
def test_credentials_are_required(
    lab: Lab, headers: Any, status: int, kind: str, words: str
) -> None:
    said = error(ask(lab.provider_url, MESSAGES, message(), headers))
    assert said[:2] == (status, kind)
    assert words in said[2]


def test_a_bearer_token_opens_too(lab: Lab) -> None:
    headers = (("authorization", f"Bearer {KEY}"), ("anthropic-version", "2023-06-01"))
    assert ask(lab.provider_url, MESSAGES, message(), headers).status == 200


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"a": nope}', "not valid JSON: unexpected character: line 1 column 7 (char 6)"),
        (b"\xff", "not valid JSON"),
        (b"[1]", "Input should be an object"),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(lab: Lab, body: bytes, words: str) -> None:
    assert words in error(ask(lab.provider_url, MESSAGES, body, ANTHROPIC))[2]


def test_paths_methods_and_models(lab: Lab) -> None:
    url = lab.provider_url
    assert error(ask(url, "/v1/nope", headers=ANTHROPIC))[:2] == (404, "not_found_error")
    assert error(ask(url, MESSAGES, headers=ANTHROPIC))[0] == 405
    unknown = error(ask(url, MESSAGES, message(model="nope"), ANTHROPIC))
    assert unknown == (404, "not_found_error", "model: nope")
    listed = ask(url, "/v1/models", headers=ANTHROPIC).json
    assert listed["first_id"] == "lab-small"
    assert "claude-haiku-4-5-20251001" in {model["id"] for model in listed["data"]}
    one = ask(url, "/v1/models/claude-haiku-4-5", headers=ANTHROPIC).json
    assert one["id"] == "claude-haiku-4-5-20251001"
    assert error(ask(url, "/v1/models/nope", headers=ANTHROPIC))[0] == 404

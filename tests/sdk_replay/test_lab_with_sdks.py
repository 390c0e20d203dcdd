"""The official SDKs work unchanged against the embedded lab, over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from migrate_check.lab.site import Lab
from tests.sdk_replay.recorded import needs_sdks

# SDKs warn of models that their vendor retires; the lab's models never retire.
pytestmark = [needs_sdks, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

ASK = [{"role": "user", "content": "Name a colour."}]
CITY: dict[str, Any] = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
}
CHAT_TOOL: dict[str, Any] = {
    "type": "function",
    "function": {"name": "get_weather", "description": "Weather.", "parameters": CITY},
}
MESSAGES_TOOL: dict[str, Any] = {
    "name": "get_weather",
    "description": "Weather.",
    "input_schema": CITY,
}


@pytest.fixture
def openai_client(url: str, lab: Lab) -> Iterator[Any]:
    import openai

    with openai.OpenAI(api_key=lab.key, base_url=f"{url}/v1", max_retries=0) as client:
        yield client


@pytest.fixture
def anthropic_client(url: str, lab: Lab) -> Iterator[Any]:
    import anthropic

    with anthropic.Anthropic(api_key=lab.key, base_url=url, max_retries=0) as client:
        yield client


class TestChat:
    ASKED: dict[str, Any] = {"model": "gpt-4o-mini", "messages": ASK}

    def test_plain(self, openai_client: Any) -> None:
        answer = openai_client.chat.completions.create(**self.ASKED)
        assert answer.choices[0].message.content
        assert answer.choices[0].finish_reason == "stop"
        usage = answer.usage
        assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
        assert answer._request_id

    def test_raw_response(self, openai_client: Any) -> None:
        raw = openai_client.chat.completions.with_raw_response.create(**self.ASKED)
        assert raw.headers["content-type"] == "application/json"
        assert raw.parse().choices[0].message.role == "assistant"

    @pytest.mark.parametrize("include_usage", [True, False])
    def test_stream(self, openai_client: Any, include_usage: bool) -> None:
        options = {"stream_options": {"include_usage": True}} if include_usage else {}
        stream = openai_client.chat.completions.create(stream=True, **options, **self.ASKED)
        chunks = list(stream)
        text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
        assert text
        assert bool(chunks[-1].usage) == include_usage

    def test_accumulator(self, openai_client: Any) -> None:
        with openai_client.chat.completions.stream(**self.ASKED) as stream:
            kinds = {event.type for event in stream}
            final = stream.get_final_completion()
        assert {"chunk", "content.delta", "content.done"} <= kinds
        assert final.choices[0].message.content
        assert final.choices[0].finish_reason == "stop"

    @pytest.mark.parametrize("stream", [False, True])
    def test_a_tool_call_and_the_turn_after_it(self, openai_client: Any, stream: bool) -> None:
        completions = openai_client.chat.completions
        asked: dict[str, Any] = {
            "model": "gpt-4o-mini",
            "messages": [{"role": "user", "content": "What is the weather in Oslo?"}],
            "tools": [CHAT_TOOL],
        }
        forced = {**asked, "tool_choice": "required"}
        if stream:
            with completions.stream(**forced) as events:
                message = events.get_final_completion().choices[0].message
        else:
            message = completions.create(**forced).choices[0].message
        (call,) = message.tool_calls
        assert call.function.name == "get_weather"
        assert isinstance(json.loads(call.function.arguments)["city"], str)
        result = {"role": "tool", "tool_call_id": call.id, "content": "7 degrees"}
        turn = [*asked["messages"], message, result]
        answer = completions.create(**{**asked, "messages": turn})
        assert answer.choices[0].message.content

    def test_errors(self, openai_client: Any) -> None:
        import openai

        completions = openai_client.chat.completions
        with pytest.raises(openai.NotFoundError) as unknown:
            completions.create(**{**self.ASKED, "model": "no-such-model"})
        assert unknown.value.code == "model_not_found"
        assert unknown.value.request_id
        with pytest.raises(openai.BadRequestError) as wrong:
            completions.create(**self.ASKED, temperature=9)
        assert wrong.value.param == "temperature"
        refused = openai_client.with_options(api_key="wrong").chat.completions
        with pytest.raises(openai.AuthenticationError) as key:
            refused.create(stream=True, **self.ASKED)
        assert key.value.code == "invalid_api_key"


class TestMessages:
    ASKED: dict[str, Any] = {"model": "claude-haiku-4-5", "max_tokens": 64, "messages": ASK}

    def test_plain(self, anthropic_client: Any) -> None:
        answer = anthropic_client.messages.create(**self.ASKED)
        assert answer.content[0].text
        assert answer.stop_reason == "end_turn"
        assert answer.usage.output_tokens > 0
        assert answer._request_id

    def test_stream(self, anthropic_client: Any) -> None:
        kinds = [
            event.type for event in anthropic_client.messages.create(stream=True, **self.ASKED)
        ]
        assert kinds[0] == "message_start"
        assert kinds[-1] == "message_stop"

    def test_accumulator(self, anthropic_client: Any) -> None:
        with anthropic_client.messages.stream(**self.ASKED) as stream:
            text = "".join(stream.text_stream)
            final = stream.get_final_message()
        assert text == final.content[0].text
        assert final.stop_reason == "end_turn"
        assert final.usage.input_tokens > 0

    @pytest.mark.parametrize("stream", [False, True])
    def test_a_tool_call_and_the_turn_after_it(self, anthropic_client: Any, stream: bool) -> None:
        messages = anthropic_client.messages
        asked: dict[str, Any] = {
            "model": "claude-haiku-4-5",
            "max_tokens": 256,
            "messages": [{"role": "user", "content": "What is the weather in Oslo?"}],
            "tools": [MESSAGES_TOOL],
        }
        forced = {**asked, "tool_choice": {"type": "any"}}
        if stream:
            with messages.stream(**forced) as events:
                answer = events.get_final_message()
        else:
            answer = messages.create(**forced)
        assert answer.stop_reason == "tool_use"
        (call,) = [block for block in answer.content if block.type == "tool_use"]
        assert isinstance(call.input["city"], str)
        result = {"type": "tool_result", "tool_use_id": call.id, "content": "7 degrees"}
        turn = [
            *asked["messages"],
            {"role": "assistant", "content": answer.content},
            {"role": "user", "content": [result]},
        ]
        assert messages.create(**{**asked, "messages": turn}).content[0].text

    def test_errors(self, anthropic_client: Any) -> None:
        import anthropic

        messages = anthropic_client.messages
        with pytest.raises(anthropic.NotFoundError) as unknown:
            messages.create(**{**self.ASKED, "model": "no-such-model"})
        assert unknown.value.type == "not_found_error"
        assert unknown.value.request_id
        with pytest.raises(anthropic.BadRequestError):
            messages.create(**{**self.ASKED, "max_tokens": 0})
        refused = anthropic_client.with_options(api_key="wrong").messages
        with pytest.raises(anthropic.AuthenticationError):
            refused.create(stream=True, **self.ASKED)

"""Recorded bytes in, what callers of the official SDKs meet out."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import Any

import pytest

from migrate_check.domain.exchange import FailureKind, TransportFailure
from migrate_check.domain.scenario import Route
from migrate_check.sdk_replay.replayer import Replayer
from tests.sdk_replay.recorded import (
    CHAT,
    asked,
    events,
    needs_sdks,
    outcomes,
    recorded,
    streamed,
)

pytestmark = needs_sdks

CHUNK: dict[str, Any] = {
    "id": "chatcmpl-1",
    "object": "chat.completion.chunk",
    "created": 1,
    "model": "m",
}


def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    return {**CHUNK, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


def call_piece(index: int | None, **function: str) -> dict[str, Any]:
    piece = {"id": "call_1", "type": "function", "function": function}
    return chunk({"tool_calls": [piece if index is None else {"index": index, **piece}]})


TEXT = events(
    chunk({"role": "assistant", "content": ""}), chunk({"content": "é ☕"}), chunk({}, "stop")
)
MESSAGE: dict[str, Any] = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "m",
    "content": [{"type": "text", "text": "Blue."}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 1, "output_tokens": 2},
}
MESSAGE_EVENTS: list[dict[str, Any]] = [
    {"type": "message_start", "message": {**MESSAGE, "content": [], "stop_reason": None}},
    {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Blue"}},
    {"type": "content_block_stop", "index": 0},
    {
        "type": "message_delta",
        "delta": {"stop_reason": "end_turn", "stop_sequence": None},
        "usage": {"output_tokens": 2},
    },
    {"type": "message_stop"},
]


@pytest.fixture(scope="module")
def replayer() -> Replayer:
    return Replayer()


class TestChat:
    def test_object(self, replayer: Replayer) -> None:
        account = replayer.account(recorded(CHAT), Route.OPENAI_CHAT, asked())
        assert account is not None
        assert (account.sdk, account.call) == ("openai", "client.chat.completions")
        assert account.raised is None
        found = outcomes(account)
        assert found["create()"] == "ChatCompletion"
        assert found["create().choices[0].finish_reason"] == "text 'stop'"
        assert found["create().choices[0].message.content"] == "text"
        assert found["create().usage.total_tokens"] == "integer"
        assert found["parse()"] == "ParsedChatCompletion"
        assert found["with_raw_response.create().parse()"] == "ChatCompletion"

    def test_nothing_that_a_model_wrote_is_kept(self, replayer: Replayer) -> None:
        account = replayer.account(recorded(CHAT), Route.OPENAI_CHAT, asked())
        assert "Blue" not in repr(account)

    @pytest.mark.parametrize("piece", [1, 3, 1000])
    def test_stream_in_any_pieces(self, replayer: Replayer, piece: int) -> None:
        exchange = streamed(TEXT, piece=piece)
        found = outcomes(replayer.account(exchange, Route.OPENAI_CHAT, asked(stream=True)))
        assert found["create(stream=True)[]"] == "list"
        assert found["create(stream=True)[].choices[0].delta.content"] == "text"
        final = "stream().get_final_completion().choices[0]"
        assert found[f"{final}.message.content"] == "text"
        assert found[f"{final}.finish_reason"] == "text 'stop'"
        assert not any(outcome.startswith("raises") for outcome in found.values())

    def test_call_without_index_breaks_the_accumulator(self, replayer: Replayer) -> None:
        body = events(
            chunk({"role": "assistant", "content": None}),
            call_piece(None, name="f", arguments=""),
            call_piece(None, arguments="{}"),
            chunk({}, "tool_calls"),
        )
        account = replayer.account(streamed(body), Route.OPENAI_CHAT, asked(stream=True))
        found = outcomes(account)
        assert found["create(stream=True)[].choices[0].delta.tool_calls[].index"] == "None"
        assert found["stream().get_final_completion()"].startswith("raises TypeError: list indices")

    def test_arguments_as_an_object(self, replayer: Replayer) -> None:
        call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": {"a": 1}}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        body = {**CHAT, "choices": [{"index": 0, "message": message, "finish_reason": "x"}]}
        found = outcomes(replayer.account(recorded(body), Route.OPENAI_CHAT, asked()))
        place = "create().choices[0].message.tool_calls[function].function.arguments"
        assert found[place] == "object"
        assert found[f"json.loads({place})"].startswith("raises TypeError")

    def test_arguments_that_a_model_wrote_badly_raise_nothing(self, replayer: Replayer) -> None:
        call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": '{"a'}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        body = {**CHAT, "choices": [{"index": 0, "message": message, "finish_reason": "x"}]}
        found = outcomes(replayer.account(recorded(body), Route.OPENAI_CHAT, asked()))
        place = "create().choices[0].message.tool_calls[function].function.arguments"
        assert found[f"json.loads({place})"] == "not JSON"

    def test_a_call_of_a_custom_tool_has_no_function(self, replayer: Replayer) -> None:
        call = {"id": "c", "type": "custom", "custom": {"name": "f", "input": "x"}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        body = {**CHAT, "choices": [{"index": 0, "message": message, "finish_reason": "x"}]}
        account = replayer.account(recorded(body), Route.OPENAI_CHAT, asked())
        assert account is not None
        assert account.raised is None
        assert outcomes(account)["create().choices[0].message.tool_calls[function]"] == "empty list"

    def test_length_is_no_defect(self, replayer: Replayer) -> None:
        cut = {**CHAT, "choices": [{**CHAT["choices"][0], "finish_reason": "length"}]}
        account = replayer.account(recorded(cut), Route.OPENAI_CHAT, asked())
        assert account is not None
        assert account.raised is None
        assert "parse()" not in outcomes(account)

    def test_a_web_page_is_text_without_choices(self, replayer: Replayer) -> None:
        page = recorded("<html>busy</html>", headers=(("content-type", "text/html"),))
        account = replayer.account(page, Route.OPENAI_CHAT, asked())
        found = outcomes(account)
        assert found["create()"] == "text"
        assert found["create().choices"].startswith("raises AttributeError: 'str' object")

    def test_broken_json(self, replayer: Replayer) -> None:
        account = replayer.account(recorded('{"id": "Blue'), Route.OPENAI_CHAT, asked())
        assert account is not None
        assert account.raised == "JSONDecodeError"
        assert outcomes(account) == {"create()": "raises JSONDecodeError"}

    def test_error_event_in_a_stream(self, replayer: Replayer) -> None:
        body = events(chunk({"content": "a"}), {"error": {"message": "Blue", "type": "x"}})
        account = replayer.account(streamed(body), Route.OPENAI_CHAT, asked(stream=True))
        assert outcomes(account)["create(stream=True)[]"] == "raises APIError"
        assert "Blue" not in repr(account)

    def test_an_empty_stream(self, replayer: Replayer) -> None:
        account = replayer.account(streamed(b""), Route.OPENAI_CHAT, asked(stream=True))
        found = outcomes(account)
        assert found["create(stream=True)[]"] == "empty list"
        assert found["stream().get_final_completion()"] == "raises AssertionError"

    def test_compressed_bytes_are_read_as_declared(self, replayer: Replayer) -> None:
        headers = (("content-type", "text/event-stream"), ("content-encoding", "gzip"))
        good = recorded(gzip.compress(TEXT), headers=headers, piece=7)
        found = outcomes(replayer.account(good, Route.OPENAI_CHAT, asked(stream=True)))
        assert found["stream().get_final_completion()"] == "ParsedChatCompletion"
        stale = recorded(TEXT, headers=headers)
        account = replayer.account(stale, Route.OPENAI_CHAT, asked(stream=True))
        assert account is not None
        assert account.raised is not None


class TestErrors:
    ERROR = {"error": {"message": "Blue", "type": "t", "code": "model_not_found", "param": None}}

    def test_openai(self, replayer: Replayer) -> None:
        headers = (("content-type", "application/json"), ("x-request-id", "req_1"))
        answer = recorded(self.ERROR, 404, headers)
        account = replayer.account(answer, Route.OPENAI_CHAT, asked())
        assert account is not None
        assert account.raised == "NotFoundError"
        found = outcomes(account)
        assert found["error"] == "NotFoundError"
        assert found["error.code"] == "text 'model_not_found'"
        assert found["error.param"] == "None"
        assert found["error.body"] == "object"
        assert found["error.request_id"] == "text"
        assert found["error: retry"] == "gives up"
        assert found["error: retry-after"] == "None"
        assert "Blue" not in repr(account)

    def test_rate_limit(self, replayer: Replayer) -> None:
        headers = (("content-type", "application/json"), ("retry-after", "7"))
        account = replayer.account(
            recorded(self.ERROR, 429, headers), Route.OPENAI_CHAT, asked(stream=True)
        )
        found = outcomes(account)
        assert found["error"] == "RateLimitError"
        assert found["error: retry"] == "sends again"
        assert found["error: retry-after"] == "number"

    def test_a_web_page(self, replayer: Replayer) -> None:
        page = recorded("<html>", 502, (("content-type", "text/html"),))
        found = outcomes(replayer.account(page, Route.OPENAI_CHAT, asked()))
        assert found["error"] == "InternalServerError"
        assert found["error.code"] == "None"
        assert found["error.body"] == "text"

    def test_anthropic(self, replayer: Replayer) -> None:
        body = {"type": "error", "error": {"type": "not_found_error", "message": "no"}}
        account = replayer.account(recorded(body, 404), Route.ANTHROPIC_MESSAGES, asked())
        found = outcomes(account)
        assert found["error"] == "NotFoundError"
        assert found["error.type"] == "text 'not_found_error'"


class TestMessages:
    def test_object(self, replayer: Replayer) -> None:
        account = replayer.account(recorded(MESSAGE), Route.ANTHROPIC_MESSAGES, asked())
        assert account is not None
        assert (account.sdk, account.call) == ("anthropic", "client.messages")
        found = outcomes(account)
        assert found["create().content[text].text"] == "text"
        assert found["create().content[tool_use]"] == "empty list"
        assert found["create().usage.input_tokens"] == "integer"
        assert found["create().stop_reason"] == "text 'end_turn'"

    def test_stream(self, replayer: Replayer) -> None:
        body = events(*MESSAGE_EVENTS, named=True, done=False)
        found = outcomes(
            replayer.account(streamed(body, piece=5), Route.ANTHROPIC_MESSAGES, asked(stream=True))
        )
        assert found["stream().text_stream"] == "text"
        assert found["stream().get_final_message().content[text].text"] == "text"
        place = "create(stream=True)[message_delta]"
        assert found[f"{place}.usage.output_tokens"] == "integer"

    def test_a_delta_for_a_block_that_was_never_started(self, replayer: Replayer) -> None:
        body = events(MESSAGE_EVENTS[0], *MESSAGE_EVENTS[2:], named=True, done=False)
        account = replayer.account(streamed(body), Route.ANTHROPIC_MESSAGES, asked(stream=True))
        assert outcomes(account)["stream().text_stream"].startswith("raises IndexError")

    def test_a_call_that_starts_without_input(self, replayer: Replayer) -> None:
        block = {"type": "tool_use", "id": "toolu_1", "name": "f"}
        start = {"type": "content_block_start", "index": 0, "content_block": block}
        body = events(MESSAGE_EVENTS[0], start, *MESSAGE_EVENTS[3:], named=True, done=False)
        account = replayer.account(streamed(body), Route.ANTHROPIC_MESSAGES, asked(stream=True))
        found = outcomes(account)
        assert found["create(stream=True)[tool_use].content_block.input"] == "None"
        assert found["stream().get_final_message().content[tool_use].input"] == "None"


class TestWhatIsPlayed:
    def test_answers_that_broke_off_are_not(self, replayer: Replayer) -> None:
        failure = TransportFailure(FailureKind.TRUNCATED, "closed")
        broken = replace(recorded(CHAT), failure=failure)
        assert replayer.account(broken, Route.OPENAI_CHAT, asked()) is None
        nothing = replace(broken, response=None)
        assert replayer.account(nothing, Route.OPENAI_CHAT, asked()) is None

    def test_each_played_exchange_is_counted(self) -> None:
        replayer = Replayer()
        for _ in range(2):
            replayer.account(recorded(CHAT), Route.OPENAI_CHAT, asked())
        assert {sdk.name: count for sdk, count in replayer.played.items()} == {"openai": 2}

    def test_an_sdk_that_is_not_installed_plays_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("migrate_check.sdk_replay.replayer.installed_version", lambda sdk: None)
        assert Replayer().account(recorded(CHAT), Route.OPENAI_CHAT, asked()) is None

    def test_an_sdk_that_cannot_be_imported_plays_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*given: object) -> None:
            raise ImportError("no module named httpx2")

        monkeypatch.setattr("migrate_check.sdk_replay.replayer.open_client", broken)
        replayer = Replayer()
        assert replayer.account(recorded(CHAT), Route.OPENAI_CHAT, asked()) is None
        assert not replayer.played

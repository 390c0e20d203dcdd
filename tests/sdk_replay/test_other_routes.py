"""The smaller routes, Responses and Gemini: the least that each SDK must be able to read."""

from __future__ import annotations

import base64
import struct
from types import SimpleNamespace
from typing import Any

import pytest

from migrate_check.domain.observation import SdkAccount
from migrate_check.sdk_replay.replayer import Replayer
from tests.sdk_replay.recorded import asked, events, needs_sdks, outcomes, recorded, streamed

pytestmark = needs_sdks

USAGE = {"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}
MESSAGE: dict[str, Any] = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "status": "completed",
    "content": [{"type": "output_text", "text": "Blue.", "annotations": []}],
}
CALL: dict[str, Any] = {
    "id": "fc_1",
    "type": "function_call",
    "call_id": "call_1",
    "name": "f",
    "arguments": "{}",
    "status": "completed",
}
RESPONSE: dict[str, Any] = {
    "id": "resp_1",
    "object": "response",
    "created_at": 1,
    "status": "completed",
    "model": "m",
    "output": [MESSAGE],
    "tools": [],
    "tool_choice": "auto",
    "parallel_tool_calls": True,
    "usage": USAGE,
}
RESPONSE_EVENTS: list[dict[str, Any]] = [
    {"type": "response.created", "response": {**RESPONSE, "output": [], "usage": None}},
    {
        "type": "response.output_item.added",
        "output_index": 0,
        "item": {**MESSAGE, "content": [], "status": "in_progress"},
    },
    {
        "type": "response.content_part.added",
        "item_id": "msg_1",
        "output_index": 0,
        "content_index": 0,
        "part": {"type": "output_text", "text": "", "annotations": []},
    },
    {
        "type": "response.output_text.delta",
        "item_id": "msg_1",
        "output_index": 0,
        "content_index": 0,
        "delta": "Blue.",
        "logprobs": [],
    },
    {
        "type": "response.output_item.done",
        "output_index": 0,
        "item": MESSAGE,
    },
    {"type": "response.completed", "response": RESPONSE},
]
ANSWER: dict[str, Any] = {
    "candidates": [
        {"content": {"role": "model", "parts": [{"text": "Blue."}]}, "finishReason": "STOP"}
    ],
    "usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 2, "totalTokenCount": 3},
}
SSE_URL = "https://vendor.example/v1beta/models/m:streamGenerateContent?alt=sse"


@pytest.fixture(scope="module")
def replayer() -> Replayer:
    return Replayer()


def play(replayer: Replayer, route: str, exchange: Any, **request: Any) -> SdkAccount | None:
    """Also routes that this version may not have yet."""
    return replayer.account(exchange, SimpleNamespace(value=route), asked(**request))


class TestResponses:
    def test_object(self, replayer: Replayer) -> None:
        body = {**RESPONSE, "output": [MESSAGE, CALL]}
        found = outcomes(play(replayer, "openai-responses", recorded(body)))
        assert found["create().output_text"] == "text"
        assert found["create().status"] == "text 'completed'"
        assert found["json.loads(create().output[function_call].arguments)"] == "empty object"
        assert found["create().usage.input_tokens"] == "integer"
        assert found["parse()"] == "ParsedResponse"

    def test_stream(self, replayer: Replayer) -> None:
        body = events(*_numbered(RESPONSE_EVENTS), named=True, done=False)
        found = outcomes(play(replayer, "openai-responses", streamed(body), stream=True))
        assert found["stream().get_final_response().output_text"] == "text"
        place = "create(stream=True)[response.output_text.delta]"
        assert found[f"{place}.item_id"] == "text"
        assert not [one for one in found.values() if one.startswith("raises")]

    def test_a_delta_for_an_item_that_was_never_announced(self, replayer: Replayer) -> None:
        body = events(*_numbered(RESPONSE_EVENTS[:1] + RESPONSE_EVENTS[3:]), named=True)
        found = outcomes(play(replayer, "openai-responses", streamed(body), stream=True))
        assert found["stream().get_final_response()"].startswith("raises RuntimeError")

    def test_a_stream_without_its_end(self, replayer: Replayer) -> None:
        body = events(*_numbered(RESPONSE_EVENTS[:-1]), named=True)
        found = outcomes(play(replayer, "openai-responses", streamed(body), stream=True))
        assert found["stream().get_final_response()"].startswith("raises RuntimeError")

    def test_an_incomplete_answer_is_no_defect(self, replayer: Replayer) -> None:
        last = {"type": "response.incomplete", "response": {**RESPONSE, "status": "incomplete"}}
        body = events(*_numbered([*RESPONSE_EVENTS[:-1], last]), named=True)
        account = play(replayer, "openai-responses", streamed(body), stream=True)
        assert account is not None
        assert account.raised is None

    def test_an_http_error(self, replayer: Replayer) -> None:
        for stream in (False, True):
            body = {"error": {"message": "no", "code": "x"}}
            account = play(replayer, "openai-responses", recorded(body, 400), stream=stream)
            assert outcomes(account)["error"] == "BadRequestError"


def _numbered(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**each, "sequence_number": number} for number, each in enumerate(documents)]


class TestGemini:
    def test_object(self, replayer: Replayer) -> None:
        account = play(replayer, "gemini", recorded(ANSWER))
        assert account is not None
        assert (account.sdk, account.call) == ("google-genai", "client.models")
        found = outcomes(account)
        assert found["generate_content().text"] == "text"
        assert found["generate_content().function_calls"] == "None"
        assert found["generate_content().candidates[].finish_reason"] == "text 'STOP'"
        assert found["generate_content().usage_metadata.total_token_count"] == "integer"

    def test_calls(self, replayer: Replayer) -> None:
        part = {"functionCall": {"name": "f", "args": {"a": 1}}}
        content = {"role": "model", "parts": [part]}
        body = {**ANSWER, "candidates": [{"content": content, "finishReason": "STOP"}]}
        found = outcomes(play(replayer, "gemini", recorded(body)))
        assert found["generate_content().text"] == "None"
        assert found["generate_content().function_calls[].args"] == "object"

    def test_a_word_that_the_sdk_does_not_know(self, replayer: Replayer) -> None:
        candidate = {**ANSWER["candidates"][0], "finishReason": "stop"}
        found = outcomes(play(replayer, "gemini", recorded({**ANSWER, "candidates": [candidate]})))
        assert found["generate_content().candidates[].finish_reason"].startswith("text '")

    def test_a_field_of_another_type_is_refused(self, replayer: Replayer) -> None:
        body = {"candidates": [{"content": {"role": "model", "parts": [{"text": 77}]}}]}
        account = play(replayer, "gemini", recorded(body))
        assert account is not None
        place = "candidates.N.content.parts.N.text"
        assert account.raised == f"ValidationError: {place}: string_type"

    def test_stream(self, replayer: Replayer) -> None:
        body = events(ANSWER, ANSWER, done=False)
        account = play(replayer, "gemini", streamed(body, url=SSE_URL, piece=9), stream=True)
        found = outcomes(account)
        assert found["generate_content_stream()[]"] == "list"
        assert found["generate_content_stream()[].text"] == "text"

    def test_data_without_a_space_is_not_read(self, replayer: Replayer) -> None:
        body = events(ANSWER, done=False).replace(b"data: ", b"data:")
        account = play(replayer, "gemini", streamed(body, url=SSE_URL), stream=True)
        found = outcomes(account)
        assert found["generate_content_stream()[]"] != "list"

    def test_a_json_array_was_for_somebody_else(self, replayer: Replayer) -> None:
        url = SSE_URL.partition("?")[0]
        for stream in (False, True):
            assert play(replayer, "gemini", recorded([ANSWER], url=url), stream=stream) is None

    @pytest.mark.parametrize("stream", [False, True])
    def test_an_http_error(self, replayer: Replayer, stream: bool) -> None:
        body = {"error": {"code": 429, "message": "Blue", "status": "RESOURCE_EXHAUSTED"}}
        account = play(replayer, "gemini", recorded(body, 429, url=SSE_URL), stream=stream)
        found = outcomes(account)
        assert found["error"] == "ClientError"
        assert found["error.status"] == "text 'RESOURCE_EXHAUSTED'"
        assert "Blue" not in repr(account)


class TestEmbeddings:
    @pytest.mark.parametrize("encoding", ["float", "base64", None])
    def test_vectors_are_numbers_whatever_was_sent(
        self, replayer: Replayer, encoding: str | None
    ) -> None:
        packed = base64.b64encode(struct.pack("<2f", 0.5, -0.5)).decode()
        vector: Any = [0.5, -0.5] if encoding == "float" else packed
        body = {
            "object": "list",
            "model": "m",
            "data": [{"object": "embedding", "index": 0, "embedding": vector}],
            "usage": {"prompt_tokens": 1, "total_tokens": 1},
        }
        request = {"encoding_format": encoding} if encoding else {}
        found = outcomes(play(replayer, "embeddings", recorded(body), body=request))
        assert found["create().data[0].embedding"] == "list"
        assert found["create().data[0].embedding[0]"] == "number"

    def test_no_data_at_all(self, replayer: Replayer) -> None:
        body = {"object": "list", "model": "m", "data": [], "usage": {}}
        account = play(replayer, "embeddings", recorded(body))
        assert outcomes(account)["create()"] == "raises ValueError"


class TestMedia:
    def test_images(self, replayer: Replayer) -> None:
        found = outcomes(
            play(replayer, "images", recorded({"created": 1, "data": [{"b64_json": "aaaa"}]}))
        )
        assert found["generate().data[0].b64_json"] == "text"
        assert found["generate().data[0].url"] == "None"

    def test_speech(self, replayer: Replayer) -> None:
        sound = recorded(b"ID3\x00", headers=(("content-type", "audio/mpeg"),))
        found = outcomes(play(replayer, "audio-speech", sound))
        assert found["create().read()"] == "bytes"

    def test_transcription(self, replayer: Replayer) -> None:
        found = outcomes(play(replayer, "audio-transcription", recorded({"text": "hello"})))
        assert found["create().text"] == "text"
        plain = recorded("hello", headers=(("content-type", "text/plain"),))
        assert outcomes(play(replayer, "audio-transcription", plain))["create()"] == "text"


class TestTheRest:
    def test_models(self, replayer: Replayer) -> None:
        model = {"id": "m", "object": "model", "created": 1, "owned_by": "o"}
        body = {"object": "list", "data": [model, model]}
        url = "https://vendor.example/v1/models"
        found = outcomes(play(replayer, "models", recorded(body, url=url)))
        assert found["list().data[].id"] == "text"
        assert found["list(list())"] == "list"

    def test_one_model(self, replayer: Replayer) -> None:
        model = {"id": "m", "object": "model", "created": 1, "owned_by": "o"}
        url = "https://vendor.example/v1/models/m"
        found = outcomes(play(replayer, "models", recorded(model, url=url)))
        assert found == {"retrieve()": "Model", "retrieve().id": "text"}

    def test_completions(self, replayer: Replayer) -> None:
        body = {
            "id": "cmpl-1",
            "object": "text_completion",
            "created": 1,
            "model": "m",
            "choices": [{"index": 0, "text": "Blue", "finish_reason": "stop", "logprobs": None}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
        found = outcomes(play(replayer, "openai-completions", recorded(body)))
        assert found["create().choices[0].text"] == "text"
        body_stream = streamed(events(body))
        found = outcomes(play(replayer, "openai-completions", body_stream, stream=True))
        assert found["create(stream=True)[].choices[0].text"] == "text"
        refused = recorded({"error": {}}, 400)
        found = outcomes(play(replayer, "openai-completions", refused, stream=True))
        assert found["error"] == "BadRequestError"

    def test_count_tokens(self, replayer: Replayer) -> None:
        found = outcomes(play(replayer, "anthropic-count-tokens", recorded({"input_tokens": 3})))
        assert found["count_tokens().input_tokens"] == "integer"

    def test_a_route_that_no_sdk_reads(self, replayer: Replayer) -> None:
        assert play(replayer, "carrier-pigeon", recorded({})) is None

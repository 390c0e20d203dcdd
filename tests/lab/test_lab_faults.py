from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from lab_client import ANTHROPIC, BEARER, CHAT, MESSAGES, Heard, Wire, ask
from lab_probes import TOOL, WEATHER, chat, message, noon

from migrate_check.lab.chance import Chance
from migrate_check.lab.faults.catalogue import FAULTS
from migrate_check.lab.faults.fault import GatewayCall
from migrate_check.lab.faults.security import OPERATOR_KEY
from migrate_check.lab.running import running_lab
from migrate_check.lab.wire import Answer, LabRequest


def heard_through(
    faults: Sequence[str], body: dict[str, Any], path: str = CHAT, **options: Any
) -> Heard:
    headers = BEARER if path == CHAT else ANTHROPIC
    with running_lab(faults, pace=0, clock=noon, **options) as lab:
        return ask(lab.gateway_url, path, body, headers)


def tool_deltas(heard: Heard) -> list[dict[str, Any]]:
    choices = [choice for chunk in heard.chunk_documents for choice in chunk["choices"]]
    return [call for choice in choices for call in choice["delta"].get("tool_calls", [])]


_TOOL_STREAM = chat(WEATHER, stream=True, tools=[TOOL])


def test_done_is_dropped_and_all_other_events_stay() -> None:
    whole = heard_through((), chat(stream=True))
    faulty = heard_through(["oai-done-missing"], chat(stream=True))
    assert whole.body == faulty.body + b"data: [DONE]\n\n"


def test_the_usage_chunk_goes_and_no_chunk_keeps_the_key() -> None:
    body = chat(stream=True, stream_options={"include_usage": True})
    faulty = heard_through(["usage-chunk-missing-despite-include-usage"], body)
    assert all("usage" not in chunk and chunk["choices"] for chunk in faulty.chunk_documents)


def test_unrequested_usage_is_the_real_usage() -> None:
    faulty = heard_through(["usage-chunk-unrequested"], chat(stream=True))
    plain = heard_through((), chat())
    assert faulty.chunk_documents[-1]["usage"] == plain.json["usage"]


def test_parallel_calls_share_index_0() -> None:
    whole = tool_deltas(heard_through((), _TOOL_STREAM))
    faulty = tool_deltas(heard_through(["tool-parallel-all-index-0"], _TOOL_STREAM))
    assert {delta["index"] for delta in whole} == {0, 1}
    assert faulty == [{**delta, "index": 0} for delta in whole]


def test_the_index_is_missing() -> None:
    whole = tool_deltas(heard_through((), _TOOL_STREAM))
    faulty = tool_deltas(heard_through(["tool-index-missing"], _TOOL_STREAM))
    for delta in whole:
        del delta["index"]
    assert faulty == whole


def test_each_delta_has_an_id_of_its_own() -> None:
    deltas = tool_deltas(heard_through(["tool-id-new-each-delta"], _TOOL_STREAM))
    assert len({delta["id"] for delta in deltas}) == len(deltas) > 2


def test_arguments_are_objects_streamed_and_plain() -> None:
    fault = ["tool-arguments-object-not-string"]
    plain = heard_through(fault, chat(WEATHER, tools=[TOOL])).json
    calls = plain["choices"][0]["message"]["tool_calls"]
    assert [c["function"]["arguments"] for c in calls] == [{"city": "Paris"}, {"city": "London"}]
    streamed = tool_deltas(heard_through(fault, _TOOL_STREAM))
    sent = [d["function"]["arguments"] for d in streamed if "arguments" in d["function"]]
    assert sent == [{"city": "Paris"}, {"city": "London"}]
    assert [d["function"]["name"] for d in streamed[:2]] == ["get_weather", "get_weather"]


def test_streamed_calls_finish_with_stop_and_plain_ones_with_tool_calls() -> None:
    fault = ["finish-stop-for-toolcalls-stream-only"]
    streamed = heard_through(fault, _TOOL_STREAM).chunk_documents[-1]
    assert streamed["choices"][0]["finish_reason"] == "stop"
    plain = heard_through(fault, chat(WEATHER, tools=[TOOL])).json
    assert plain["choices"][0]["finish_reason"] == "tool_calls"


@pytest.mark.parametrize(
    ("fault", "reasons"),
    [
        ("oai-stream-no-terminal-finish", {None}),
        ("oai-finish-empty-string", {""}),
    ],
)
def test_the_finish_reason_never_comes(fault: str, reasons: set[str | None]) -> None:
    heard = heard_through([fault], chat(stream=True))
    chunks = heard.chunk_documents
    assert {chunk["choices"][0]["finish_reason"] for chunk in chunks} == reasons
    assert heard.body.endswith(b"data: [DONE]\n\n")


def test_no_chunk_names_a_role_and_the_text_is_whole() -> None:
    for body in (chat(stream=True), chat("Weather in Paris?", stream=True, tools=[TOOL])):
        faulty = heard_through(["stream-role-missing"], body).chunk_documents
        assert all("role" not in chunk["choices"][0]["delta"] for chunk in faulty)
    assert tool_deltas(heard_through(["stream-role-missing"], body))[0]["id"].startswith("call_")


def test_chunks_carry_message_instead_of_delta() -> None:
    whole = heard_through((), chat(stream=True)).chunk_documents
    faulty = heard_through(["stream-chunk-message-not-delta"], chat(stream=True)).chunk_documents
    for chunk in whole:
        chunk["choices"][0]["message"] = chunk["choices"][0].pop("delta")
    assert faulty == whole


def test_an_anthropic_stream_ends_after_its_last_delta() -> None:
    body = message(stream=True)
    events = heard_through(["anth-no-message-stop"], body, MESSAGES).events
    assert {name for name, _ in events} == {
        "message_start",
        "content_block_start",
        "ping",
        "content_block_delta",
    }


def test_deltas_of_the_second_call_belong_to_no_block() -> None:
    tool = {"name": "get_weather", "description": "", "input_schema": {"type": "object"}}
    body = message(WEATHER, stream=True, tools=[tool])
    events = heard_through(["anth-ghost-delta-parallel"], body, MESSAGES).events
    started = [data["index"] for name, data in events if name == "content_block_start"]
    touched = {data["index"] for name, data in events if name == "content_block_delta"}
    assert started == [0, 1]
    assert touched == {0, 2}


@pytest.mark.parametrize(
    ("fault", "path", "body"),
    [
        ("anth-stream-cut-without-error", MESSAGES, message("Count from 1 to 60.", stream=True)),
        ("oai-stream-intermittent-truncation", CHAT, chat("Count from 1 to 60.", stream=True)),
    ],
)
def test_a_cut_stream_breaks_the_connection_without_an_end(
    fault: str, path: str, body: dict[str, Any]
) -> None:
    heard = heard_through([fault], body, path)
    assert (heard.status, heard.complete) == (200, False)
    assert len(heard.chunks) > 3


def test_openai_envelope_with_literal_none_on_anthropic_errors() -> None:
    heard = heard_through(["errors-anthropic-envelope-openai"], message(model="nope"), MESSAGES)
    assert heard.status == 404
    assert heard.json == {
        "error": {"message": "model: nope", "type": "None", "param": "None", "code": "404"}
    }


def test_the_context_length_code_is_lost_and_the_cause_quoted() -> None:
    body = chat("word " * 17_000)
    error = heard_through(["errors-context-length-code-lost"], body).json["error"]
    assert (error["type"], error["param"], error["code"]) == (None, None, "400")
    assert "context_length_exceeded" in error["message"]


def test_a_rate_limit_becomes_a_500_without_retry_after() -> None:
    heard = heard_through(["errors-429-remapped"], chat(model="lab-rate-limited"))
    assert heard.status == 500
    assert "retry-after" not in heard.header


def test_an_error_with_status_200_keeps_its_body() -> None:
    whole = heard_through((), chat(model="nope"))
    faulty = heard_through(["errors-error-returned-200-json"], chat(model="nope"))
    assert (whole.status, faulty.status) == (404, 200)
    assert faulty.body == whole.body


def test_errors_as_html_keep_their_status() -> None:
    heard = heard_through(["errors-html-body"], chat(model="nope"))
    assert (heard.status, heard.header["content-type"]) == (404, "text/html")
    assert heard.body.startswith(b"<html>")


def test_the_operators_key_leaks_in_header_and_error() -> None:
    heard = heard_through(["sec-upstream-key-in-response-header"], chat())
    assert heard.header["x-upstream-authorization"] == f"Bearer {OPERATOR_KEY}"
    heard = heard_through(["sec-upstream-error-leaks-key"], chat(model="nope"))
    assert OPERATOR_KEY in heard.json["error"]["message"]


@pytest.mark.parametrize("headers", [(), (("authorization", "Bearer sk-wrong"),)])
def test_wrong_keys_are_served(headers: tuple[tuple[str, str], ...]) -> None:
    version = (("anthropic-version", "2023-06-01"),)
    with running_lab(["auth-not-required"], pace=0) as lab:
        assert ask(lab.provider_url, CHAT, chat(), headers).status == 401
        assert ask(lab.gateway_url, CHAT, chat(), headers).status == 200
        assert ask(lab.gateway_url, MESSAGES, message(), headers + version).status == 200


def test_a_forced_choice_is_lost() -> None:
    forced = {"type": "function", "function": {"name": "get_weather"}}
    body = chat("Please say something kind.", tools=[TOOL], tool_choice=forced)
    choice = heard_through(["tool-choice-forced-lost"], body).json["choices"][0]
    assert "tool_calls" not in choice["message"]
    assert choice["finish_reason"] == "stop"


def test_the_text_runs_past_the_stop_sequence() -> None:
    body = chat("Count from 1 to 60.", stop=["7"])
    text = heard_through(["params-stop-dropped"], body).json["choices"][0]["message"]["content"]
    assert "60" in text


def test_hidden_prompts_cost_tokens_on_both_routes() -> None:
    fault = ["sem-hidden-system-prompt"]
    assert heard_through(fault, chat()).json["usage"]["prompt_tokens"] > 300
    body = message(system="Be brief.")
    assert heard_through(fault, body, MESSAGES).json["usage"]["input_tokens"] > 300


def test_a_swapped_model_is_hidden_or_shown() -> None:
    hidden = heard_through(["model-echo-rewritten-hides-swap"], chat()).json
    shown = heard_through(["model-silent-downgrade-under-load"], chat()).json
    assert hidden["model"] == "gpt-4o-mini-2024-07-18"
    assert shown["model"] == "gpt-4.1-nano-2025-04-14"
    assert hidden["system_fingerprint"] == shown["system_fingerprint"]


def test_characters_cut_by_a_block_become_replacement_characters() -> None:
    text = "Repeat exactly: " + "你好👋" * 20
    whole = heard_through((), chat(text)).json["choices"][0]["message"]["content"]
    faulty = heard_through(["utf8-split-replacement"], chat(text)).body.decode()
    assert whole == "你好👋" * 20
    assert faulty.count("\ufffd") > 5


def test_stale_encoding_leaves_the_body_plain() -> None:
    heard = heard_through(["stale-content-encoding"], chat())
    assert heard.header["content-encoding"] == "gzip"
    assert json.loads(heard.body)["object"] == "chat.completion"


def test_crlf_and_comments_change_only_the_framing() -> None:
    whole = heard_through((), chat(stream=True)).body
    assert heard_through(["sse-crlf"], chat(stream=True)).body == whole.replace(b"\n", b"\r\n")
    commented = heard_through(["sse-comments-injected"], chat(stream=True)).body
    assert commented.startswith(b": lab-gateway keepalive\n\ndata: ")
    assert commented.replace(b": lab-gateway keepalive\n\n", b"") == whole


def test_eight_events_share_a_chunk() -> None:
    whole = heard_through((), chat("Count from 1 to 9.", stream=True))
    faulty = heard_through(["stream-coalesced-chunks"], chat("Count from 1 to 9.", stream=True))
    groups = [whole.chunks[n : n + 8] for n in range(0, len(whole.chunks), 8)]
    assert len(groups) > 1
    assert faulty.chunks == tuple(b"".join(group) for group in groups)


def test_fake_streaming_holds_everything_back_until_the_end() -> None:
    order: list[str] = []

    async def pieces() -> AsyncIterator[bytes]:
        for name in ("first", "second"):
            order.append(f"{name} in")
            yield name.encode()

    async def forward(call: GatewayCall) -> Answer:
        return Answer(200, (), pieces())

    async def main() -> None:
        call = GatewayCall(LabRequest("POST", CHAT, (), b""), None, Chance(0), 0)
        answer = await FAULTS["fake-streaming"].layer(call, forward)
        assert not isinstance(answer.body, bytes)
        async for piece in answer.body:
            order.append(f"{piece.decode()} out")

    asyncio.run(main())
    assert order == ["first in", "second in", "first out", "second out"]


def test_slow_adds_a_quarter_of_a_second_times_the_pace() -> None:
    with running_lab(["slow"], pace=0.2) as lab, Wire(lab.gateway_url) as wire:
        started = time.monotonic()
        wire.send(CHAT, chat())
        assert time.monotonic() - started >= 0.05


def test_a_rate_strikes_some_requests_and_the_same_ones_each_time() -> None:
    def struck(seed: int) -> list[bool]:
        with running_lab(["oai-done-missing"], pace=0, fault_rate=0.5, seed=seed) as lab:
            heard = [ask(lab.gateway_url, CHAT, chat(stream=True)) for _ in range(24)]
        return [not h.body.endswith(b"[DONE]\n\n") for h in heard]

    first = struck(1)
    assert 4 < sum(first) < 20
    assert struck(1) == first
    assert struck(2) != first


def test_bodies_that_are_no_json_pass_through_every_fault_of_requests() -> None:
    edits = [fault for fault in FAULTS if fault.startswith(("model-", "sem-", "params-", "tool-"))]
    with running_lab(edits, pace=0) as lab:
        for path in (CHAT, MESSAGES):
            headers = BEARER + ANTHROPIC[1:]
            assert ask(lab.gateway_url, path, b"{", headers).status == 400
            assert ask(lab.gateway_url, path, {"messages": 1}, headers).status == 400


def test_faults_combine() -> None:
    faults = ["oai-done-missing", "tool-parallel-all-index-0", "derived-request-id-missing"]
    heard = heard_through(faults, _TOOL_STREAM)
    assert not heard.body.endswith(b"[DONE]\n\n")
    assert {delta["index"] for delta in tool_deltas(heard)} == {0}
    assert "x-request-id" not in heard.header

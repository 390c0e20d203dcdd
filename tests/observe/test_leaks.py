"""Leaks: what the answer gives away, and what is only the model's or the caller's text."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from migrate_check.domain.exchange import Headers
from migrate_check.observe.encoded_ids import readable
from tests.observe.answers import (
    COMPLETION,
    ERROR,
    JSON_TYPE,
    PLAIN,
    SSE_TYPE,
    chunk,
    chunks,
    completion,
    kinds,
    observe,
)

KEYS = [
    "sk-ant-api03-abcdefghijklmnop",
    "sk-proj-abcdefghijklmnopqrstuv",
    "AIzaSyA1234567890abcdefghijklmnopqrstuv",
    "AKIAABCDEFGHIJKLMNOP",
    "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    "Bearer abcdefghijklmnopqrstuvwxyz",
    "-----BEGIN RSA PRIVATE KEY-----",
    "[redacted:api-key]",
]


def failed(message: str, **options: Any) -> set[tuple[str, str]]:
    error = {"error": {**ERROR["error"], "message": message}}
    return kinds(observe(error, status=500, **options))


def with_header(name: str, value: str, **options: Any) -> set[tuple[str, str]]:
    return kinds(observe(COMPLETION, headers=(*JSON_TYPE, (name, value)), **options))


@pytest.mark.parametrize("key", KEYS)
def test_secrets(key: str) -> None:
    assert failed(f"bad key {key}") == {("leak-secret", "error.message")}
    assert with_header("X-Debug", key) == {("leak-secret", "header x-debug")}
    assert kinds(observe({**COMPLETION, "debug": [key]})) == {("leak-secret", "debug[]")}
    stream = [b": " + key.encode() + b"\n\n", *chunks("Hi")]
    assert kinds(observe(stream)) == {("leak-secret", "comment")}


@pytest.mark.parametrize("key", KEYS)
def test_secrets_are_not_repeated(key: str) -> None:
    observed = observe({"detail": key}, status=500)
    details = [detail for kind, _, detail in observed.anomalies if kind == "leak-secret"]
    assert details
    assert key not in details[0]


@pytest.mark.parametrize("key", [*KEYS, "https://api.openai.com/v1", "http://127.0.0.1:8000"])
def test_what_the_model_writes_is_no_leak(key: str) -> None:
    assert kinds(observe(completion(f"use {key}"))) == set()
    assert kinds(observe(chunks("use ", key))) == set()
    reasoning = chunk({"role": "assistant", "reasoning_details": [{"text": key}]})
    assert kinds(observe([reasoning, *chunks("x")[1:]])) == set()


@pytest.mark.parametrize("key", [*KEYS, "https://api.openai.com/v1", "http://127.0.0.1:8000"])
def test_what_the_caller_sent_is_no_leak(key: str) -> None:
    request = {**PLAIN, "user": key}
    assert failed(f"cannot fetch {key}", request=request) == set()


@pytest.mark.parametrize(
    "text",
    ["[redacted:e-mail]", "[redacted:invalid-key]", "task-sk-short", "sk-", "Bearer token", "eyJx"],
)
def test_harmless_text(text: str) -> None:
    assert failed(text) == set()


@pytest.mark.parametrize(
    ("message", "host"),
    [
        ("HTTPSConnectionPool(host='api.openai.com', port=443)", "api.openai.com"),
        ("POST https://api.anthropic.com/v1/messages", "api.anthropic.com"),
        ("https://corp-7.openai.azure.com/openai", "corp-7.openai.azure.com"),
        (
            "bedrock-runtime.us-east-1.amazonaws.com refused",
            "bedrock-runtime.us-east-1.amazonaws.com",
        ),
        (
            "https://us-east5-aiplatform.googleapis.com/v1",
            "us-east5-aiplatform.googleapis.com",
        ),
        ("dial tcp 10.2.3.4:8000: refused", "10.2.3.4:8000"),
        ("http://localhost:4000/v1", "localhost:4000"),
        ("http://192.168.0.7/v1", "192.168.0.7"),
        ("http://172.16.9.1/v1", "172.16.9.1"),
        ("vllm.models.svc.cluster.local:8000 is down", "vllm.models.svc.cluster.local:8000"),
    ],
)
def test_upstream_hosts(message: str, host: str) -> None:
    observed = observe({"error": {**ERROR["error"], "message": message}}, status=502)
    found = [tuple(anomaly) for anomaly in observed.anomalies]
    assert found == [("leak-upstream-host", "error.message", host)]
    assert with_header("X-Upstream", message) == {("leak-upstream-host", "header x-upstream")}


@pytest.mark.parametrize(
    "message",
    [
        "see https://platform.openai.com/docs",
        "version 10.2.3.4 of 2024:10",
        "http://172.40.1.1/x",
        "at 10.5: fine",
        "https://gateway.example/v1",
    ],
)
def test_other_addresses_are_no_leak(message: str) -> None:
    assert failed(message) == set()


def test_the_hosts_of_the_side_itself_are_no_leak() -> None:
    own = "http://127.0.0.1:8001/v1/chat/completions"
    assert failed("http://127.0.0.1:8001/v1 failed", url=own) == set()
    assert failed("http://127.0.0.1:9999/v1 failed", url=own) == {
        ("leak-upstream-host", "error.message")
    }
    assert failed("api.openai.com failed", url="https://api.openai.com/v1/x") == set()
    assert failed("api.openai.com failed", url="https://[bad") == {
        ("leak-upstream-host", "error.message")
    }


@pytest.mark.parametrize(
    "trace",
    [
        'Traceback (most recent call last):\n  File "/app/main.py", line 3, in f',
        "TypeError: x\n    at handler (/srv/app/server.js:10:5)",
        "at com.acme.Gateway.run(Gateway.java:12)",
        "goroutine 7 [running]:\nmain.main()",
        "panic: runtime error: index out of range",
        "thread 'main' panicked at src/main.rs:3",
    ],
)
def test_stack_traces_in_errors(trace: str) -> None:
    assert failed(trace) == {("leak-stack-trace", "body")}
    assert failed(trace, request={**PLAIN, "user": "x"}) == {("leak-stack-trace", "body")}
    assert kinds(observe(completion(trace))) == set()


def test_an_echoed_trace_is_the_callers() -> None:
    line = "panic: runtime error"
    assert failed(f"bad value '{line}'", request={**PLAIN, "user": line}) == set()


def test_errors_that_are_no_json_are_searched_as_a_whole() -> None:
    observed = observe(b"<html>nginx: http://10.0.0.3:8080 is down</html>", status=502)
    assert kinds(observed) == {("error-not-json", "body"), ("leak-upstream-host", "body")}
    text = observe([b"data: http://10.0.0.3:8080 is down\n\n", *chunks("Hi")])
    assert kinds(text) == {("event-not-json", "data"), ("leak-upstream-host", "body")}


@pytest.mark.parametrize(
    "name",
    ["x-litellm-model-id", "X-Portkey-Provider", "x-upstream-id", "x-envoy-upstream-cluster",
     "llm_provider-openai-version", "cf-aig-step"],
)  # fmt: skip
def test_routing_headers(name: str) -> None:
    assert with_header(name, "7") == {("leak-routing", f"header {name.lower()}")}


@pytest.mark.parametrize(
    "name", ["x-envoy-upstream-service-time", "x-request-id", "x-kong-upstream-latency"]
)
def test_headers_that_tell_nothing(name: str) -> None:
    assert with_header(name, "7") == set()


def test_routing_fields() -> None:
    assert kinds(observe({**COMPLETION, "provider": "x", "upstream": {}})) == {
        ("leak-routing", "provider"), ("leak-routing", "upstream")
    }  # fmt: skip
    stream = [chunk({"role": "assistant", "content": "x"}, provider="x"), *chunks("x")[2:]]
    assert kinds(observe(stream)) == {("leak-routing", "provider")}


def test_routing_comments() -> None:
    headers: Headers = SSE_TYPE
    stream = [b": x-omniroute-provider=some-cn\n\n", b": keep-alive\n\n", *chunks("Hi")]
    assert kinds(observe(stream, headers=headers)) == {
        ("leak-routing", "comment x-omniroute-provider")
    }


def test_deep_bodies_are_searched_to_a_limit() -> None:
    document: Any = "http://10.0.0.3:8080"
    for _ in range(200):
        document = [document]
    assert ("leak-upstream-host", "body") not in kinds(observe({"a": document}, status=500))


def test_an_address_without_a_port_is_told_where_it_is_the_whole_text() -> None:
    def provider(text: str) -> set[tuple[str, str]]:
        return kinds(observe({"error": {**ERROR["error"], "provider": text}}, status=400))

    routing = ("leak-routing", "error.provider")
    assert provider("10.0.3.7") == {("leak-upstream-host", "error.provider"), routing}
    assert provider("192.168.0.12") == {("leak-upstream-host", "error.provider"), routing}
    assert provider("10.0.3") == {routing}
    assert provider("version 10.0.3.7") == {routing}


def test_two_kinds_of_keys_at_one_place_are_two_leaks() -> None:
    text = f"{KEYS[0]} and {KEYS[3]}"
    error = {"error": {**ERROR["error"], "message": text}}
    leaks = [each for each in observe(error, status=500).anomalies if each.kind == "leak-secret"]
    assert len({each.detail for each in leaks}) == len(leaks) == 2


ENCODED = "cHJvdmlkZXI6b3BlbmFpO2RlcGxveW1lbnQ6ZWFzdA"  # provider:openai;deployment:east


@pytest.mark.parametrize("found", [ENCODED, f"resp_{ENCODED}", f"chatcmpl-{ENCODED}"])
def test_ids_that_are_readable_text(found: str) -> None:
    assert kinds(observe({**COMPLETION, "id": found})) == {("leak-encoded-id", "id")}
    assert with_header("X-Trace-Id", found) == {("leak-encoded-id", "header x-trace-id")}
    assert with_header("Location", f"/v1/files/{found}/content") == {
        ("leak-encoded-id", "header location")
    }


def test_an_address_inside_an_id_is_told_as_such() -> None:
    packed = base64.b64encode(b"route=http://10.0.3.7:8080;model=4").decode().rstrip("=")
    assert kinds(observe({**COMPLETION, "id": packed})) == {
        ("leak-encoded-id", "id"),
        ("leak-upstream-host", "id"),
    }


@given(st.binary(min_size=8, max_size=48), st.sampled_from(["", "resp_", "chatcmpl-", "msg_"]))
def test_random_ids_are_no_text(data: bytes, prefix: str) -> None:
    assume(any(byte > 0x7E or byte < 0x20 for byte in data))
    assert readable(prefix + base64.b64encode(data).decode()) is None


@pytest.mark.parametrize(
    "usual",
    [
        "chatcmpl-CjK2mFQ0aQxw7Zk1tY5uNbP3sLdVh",
        "6f1c9a52-3b1e-4e0b-9c55-1f2e3d4c5b6a",
        "resp_68a1f0c2b3d481908f7e6d5c4b3a29180f1e2d3c4b5a6978",
        "a" * 40,
    ],
)
def test_usual_ids_are_no_text(usual: str) -> None:
    assert readable(usual) is None

"""Requests and answers of both sides, as the exchange layer would store them."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

from migrate_check.domain.exchange import (
    Exchange,
    FailureKind,
    Request,
    Response,
    TransportFailure,
)
from migrate_check.domain.finding import Evidence
from migrate_check.domain.result import ShownExchange

CHAT, MESSAGES = "openai-chat", "anthropic-messages"
SECRET_MARK = "[redacted]"
LONG_PROMPT = "The quick brown fox jumps over the lazy dog. " * 16_000
PATHS = {CHAT: "/v1/chat/completions", MESSAGES: "/v1/messages"}


def request(route: str, side: str, body: bytes) -> Request:
    key = (
        (("Authorization", f"Bearer {SECRET_MARK}"),)
        if route == CHAT
        else (("x-api-key", SECRET_MARK), ("anthropic-version", "2023-06-01"))
    )
    host = "api.provider.example" if side == "baseline" else "gateway.example"
    return Request(
        "POST",
        f"https://{host}{PATHS[route]}",
        (("Content-Type", "application/json"), *key),
        body,
    )


def response(body: bytes, kind: str = "application/json", status: int = 200) -> Response:
    headers = (("Content-Type", kind), ("x-request-id", "req_81f0"), ("retry-after", "1"))
    return Response(status, "HTTP/1.1", headers, body, (), None)


def exchange(
    route: str,
    side: str,
    asked: bytes,
    answer: Response | None,
    failure: TransportFailure | None = None,
) -> Exchange:
    return Exchange(request(route, side, asked), answer, failure, "2025-05-06T07:08:09.000Z", None)


def stream(*, done: bool, role: bool, text: str = "Blue is the sky") -> bytes:
    chunks: list[dict[str, object]] = []
    words = text.split(" ")
    for index, word in enumerate(words):
        delta: dict[str, object] = {"content": f"{word} "}
        if index == 0 and role:
            delta = {"role": "assistant", **delta}
        chunks.append({"id": "chatcmpl-7", "choices": [{"index": 0, "delta": delta}]})
    final = {"index": 0, "delta": {}, "finish_reason": "stop"}
    chunks.append({"id": "chatcmpl-7", "choices": [final]})
    lines = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks]
    return "".join([*lines, "data: [DONE]\n\n" if done else ""]).encode()


def chat_body(prompt: str = "What's the colour of the sky?", *, streamed: bool = True) -> bytes:
    body: dict[str, object] = {
        "model": "gpt-4o-mini",
        "messages": [
            {"role": "system", "content": "Answer briefly."},
            {"role": "user", "content": prompt},
        ],
        "temperature": 0,
    }
    if streamed:
        body["stream"] = True
    return json.dumps(body).encode()


def completion(*, usage: bool, text: str = "Blue.") -> bytes:
    document: dict[str, object] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1746515289,
        "model": "gpt-4o-mini-2024-07-18",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": text, "refusal": None},
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "system_fingerprint": "fp_0705bf87c0",
    }
    if usage:
        document["usage"] = {"prompt_tokens": 19, "completion_tokens": 2, "total_tokens": 21}
    return json.dumps(document).encode()


def shown_exchanges() -> dict[Evidence, ShownExchange]:
    asked = chat_body()
    tool_body = json.dumps(
        {
            "model": "gpt-4o-mini",
            "stream": True,
            "messages": [{"role": "user", "content": "Weather in London?"}],
            "tools": [
                {
                    "type": "function",
                    "function": {
                        "name": "get_weather",
                        "parameters": {
                            "type": "object",
                            "properties": {"city": {"type": "string"}},
                        },
                    },
                }
            ],
            "tool_choice": "required",
        }
    ).encode()
    sse = "text/event-stream; charset=utf-8"
    plain = chat_body(streamed=False)
    message = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "content": [{"type": "text", "text": "Blue."}],
        "usage": {"input_tokens": 12, "output_tokens": 4},
    }
    zero = {**message, "usage": {"input_tokens": 0, "output_tokens": 0}}
    ask = json.dumps({"model": "claude-sonnet-4", "max_tokens": 64, "messages": []}).encode()
    calls = stream(done=True, role=True, text="arguments " * 60)
    packed = replace(
        response(gzip.compress(completion(usage=False))),
        headers=(("content-type", "application/json"), ("content-encoding", "gzip")),
    )
    late = TransportFailure(FailureKind.TIMEOUT_READ, "no byte for 60.0 s")
    long = chat_body(LONG_PROMPT, streamed=False)
    pairs = {
        "openai-chat/basic/sky+stream": (
            exchange(CHAT, "baseline", asked, response(stream(done=True, role=True), sse)),
            exchange(CHAT, "candidate", asked, response(stream(done=False, role=False), sse)),
        ),
        "openai-chat/limits/long-prompt": (
            exchange(CHAT, "baseline", long, response(completion(usage=True))),
            exchange(CHAT, "candidate", long, None, late),
        ),
        "openai-chat/basic/sky": (
            exchange(CHAT, "baseline", plain, response(completion(usage=True))),
            exchange(CHAT, "candidate", plain, packed),
        ),
        "anthropic-messages/basic/sky": (
            exchange(MESSAGES, "baseline", ask, response(json.dumps(message).encode())),
            exchange(MESSAGES, "candidate", ask, response(json.dumps(zero).encode())),
        ),
        "openai-chat/tools/forced-call+stream": (
            exchange(CHAT, "baseline", tool_body, response(calls, sse)),
            exchange(CHAT, "candidate", tool_body, response(calls[:-40], sse)),
        ),
    }
    return {Evidence(case, 0, 1): ShownExchange(*pair) for case, pair in pairs.items()}

"""Builds exchanges for the observer."""

from __future__ import annotations

import json
from typing import Any

from migrate_check.domain.exchange import (
    Chunk,
    Exchange,
    FailureKind,
    Headers,
    Request,
    Response,
    Side,
    TransportFailure,
)
from migrate_check.domain.observation import Observation
from migrate_check.domain.scenario import Route
from migrate_check.observe import observe_exchange

JSON_TYPE = (("Content-Type", "application/json"),)
SSE_TYPE = (("Content-Type", "text/event-stream; charset=utf-8"),)
PLAIN = {"model": "m-1", "messages": [{"role": "user", "content": "Hi"}]}
STREAMED = {**PLAIN, "stream": True}

COMPLETION: dict[str, Any] = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1,
    "model": "m-1",
    "choices": [
        {"index": 0, "message": {"role": "assistant", "content": "Hello"}, "finish_reason": "stop"}
    ],
    "usage": {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12},
}
ERROR = {"error": {"message": "no", "type": "t", "param": None, "code": None}}


def completion(text: str = "Hello", **fields: Any) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
    return {**COMPLETION, "choices": choices, **fields}


def chunk(delta: dict[str, Any], finish: str | None = None, **fields: Any) -> bytes:
    document = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m-1",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        **fields,
    }
    return b"data: " + json.dumps(document, ensure_ascii=False).encode() + b"\n\n"


def chunks(*texts: str, finish: str = "stop") -> list[bytes]:
    """Events of a whole stream."""
    first = chunk({"role": "assistant", "content": ""})
    deltas = [chunk({"content": text}) for text in texts]
    return [first, *deltas, chunk({}, finish), b"data: [DONE]\n\n"]


def exchange(
    body: Any,
    *,
    request: Any = None,
    status: int = 200,
    headers: Headers | None = None,
    arrivals: tuple[Chunk, ...] = (),
    failure: FailureKind | None = None,
    url: str = "https://gateway.example/v1/chat/completions",
) -> Exchange:
    """`body`: bytes as they are, a list of byte strings for a stream, else a JSON document."""
    streamed = isinstance(body, list)
    data = b"".join(body) if streamed else body
    if not isinstance(data, bytes):
        data = json.dumps(data).encode()
    sent = request if request is not None else (STREAMED if streamed else PLAIN)
    return Exchange(
        request=Request(
            method="POST",
            url=url,
            headers=(),
            body=sent if isinstance(sent, bytes) else json.dumps(sent).encode(),
        ),
        response=Response(
            status=status,
            http_version="HTTP/1.1",
            headers=headers if headers is not None else (SSE_TYPE if streamed else JSON_TYPE),
            body=data,
            chunks=arrivals,
            head_ns=5_000_000 if arrivals else None,
        ),
        failure=TransportFailure(failure, "x") if failure else None,
        started_at="2025-01-01T00:00:00.000Z",
        end_ns=90_000_000 if arrivals else None,
    )


def observe(body: Any, **options: Any) -> Observation:
    route = options.pop("route", Route.OPENAI_CHAT)
    return observe_exchange(exchange(body, **options), route, Side.CANDIDATE)


def kinds(observation: Observation) -> set[tuple[str, str]]:
    return {(kind.value, location) for kind, location, _ in observation.anomalies}

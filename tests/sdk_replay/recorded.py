"""Recorded answers, by hand: as small as the SDKs allow."""

from __future__ import annotations

import json
from typing import Any

import pytest

from migrate_check.domain.exchange import Chunk, Exchange, Headers, Request, Response
from migrate_check.domain.observation import Asked, SdkAccount
from migrate_check.domain.scenario import Route
from migrate_check.sdk_replay.installed import SDKS, installed_version, wanted

MISSING = [wanted(sdk) for sdk in SDKS if installed_version(sdk) is None]
needs_sdks = pytest.mark.skipif(
    bool(MISSING), reason=f"{', '.join(MISSING)} not installed: pip install -e '.[dev]'"
)

CHAT: dict[str, Any] = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "Blue.", "refusal": None},
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
}


def asked(stream: bool = False, body: Any = None) -> Asked:
    return Asked("m", stream, None, {}, False, False, 1, body)


def recorded(
    body: Any,
    status: int = 200,
    headers: Headers = (("content-type", "application/json"),),
    piece: int = 0,
    url: str = "https://vendor.example/v1/x",
) -> Exchange:
    """JSON, text or bytes; in pieces of that many bytes."""
    if isinstance(body, str):
        body = body.encode()
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    chunks = tuple(Chunk(0, piece) for _ in range(len(data) // piece)) if piece else ()
    response = Response(status, "HTTP/1.1", headers, data, chunks, None)
    return Exchange(Request("POST", url, (), b""), response, None, "", None)


def events(*documents: Any, named: bool = False, done: bool = True) -> bytes:
    """An event stream of these documents."""
    text = "".join(
        (f"event: {each['type']}\n" if named else "") + f"data: {json.dumps(each)}\n\n"
        for each in documents
    )
    return (text + ("data: [DONE]\n\n" if done else "")).encode()


def streamed(body: bytes, **changes: Any) -> Exchange:
    return recorded(body, headers=(("content-type", "text/event-stream"),), **changes)


def outcomes(account: SdkAccount | None) -> dict[str, str]:
    assert account is not None
    return {each.accessor: each.outcome for each in account.outcomes}


ROUTES = {route.value: route for route in Route}
"""Routes that this version has; some tests wait for more."""

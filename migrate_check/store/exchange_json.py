"""An exchange as JSON and back. Bodies are elsewhere; their digests are in the JSON.

Offsets of chunks are kept as differences, which are short.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import Any

import orjson

from migrate_check.domain.exchange import (
    Chunk,
    Exchange,
    FailureKind,
    Headers,
    Request,
    Response,
    TransportFailure,
)


def dump_exchange(exchange: Exchange, keep: Callable[[bytes], str]) -> str:
    """JSON text; `keep` stores a body and returns its digest."""
    request, failure = exchange.request, exchange.failure
    document = {
        "started_at": exchange.started_at,
        "end_ns": exchange.end_ns,
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": request.headers,
            "body": keep(request.body),
        },
        "response": _dump_response(exchange.response, keep),
        "failure": failure and {"kind": failure.kind, "detail": failure.detail},
    }
    return orjson.dumps(document).decode()


def load_exchange(text: str, body_of: Callable[[str], bytes]) -> Exchange:
    """The exchange that `dump_exchange` wrote; `body_of` finds a body by its digest."""
    document: dict[str, Any] = orjson.loads(text)
    request, failure = document["request"], document["failure"]
    return Exchange(
        request=Request(
            method=request["method"],
            url=request["url"],
            headers=_headers(request["headers"]),
            body=body_of(request["body"]),
        ),
        response=_load_response(document["response"], body_of),
        failure=failure and TransportFailure(FailureKind(failure["kind"]), failure["detail"]),
        started_at=document["started_at"],
        end_ns=document["end_ns"],
    )


def _dump_response(
    response: Response | None, keep: Callable[[bytes], str]
) -> dict[str, Any] | None:
    if response is None:
        return None
    offsets = [chunk.offset_ns for chunk in response.chunks]
    return {
        "status": response.status,
        "http_version": response.http_version,
        "headers": response.headers,
        "body": keep(response.body),
        "head_ns": response.head_ns,
        "chunk_gaps_ns": [
            now - before for before, now in zip([0, *offsets], offsets, strict=False)
        ],
        "chunk_lengths": [chunk.length for chunk in response.chunks],
    }


def _load_response(
    document: dict[str, Any] | None, body_of: Callable[[str], bytes]
) -> Response | None:
    if document is None:
        return None
    offsets = accumulate(document["chunk_gaps_ns"])
    return Response(
        status=document["status"],
        http_version=document["http_version"],
        headers=_headers(document["headers"]),
        body=body_of(document["body"]),
        chunks=tuple(map(Chunk, offsets, document["chunk_lengths"])),
        head_ns=document["head_ns"],
    )


def _headers(lines: list[list[str]]) -> Headers:
    return tuple((name, value) for name, value in lines)

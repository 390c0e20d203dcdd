"""An exchange as a vcrpy interaction and back.

A cassette is an ordinary vcrpy file, readable without this program. What vcrpy has no place for is
under `migrate_check` in the response, which vcrpy ignores: the HTTP version, the start time, and
the transport failure. Where there was no response at all, the status is 599. The request has an
extra header line that tells the kind of credentials, because the credentials are taken out, and
one that tells apart requests of equal bytes whose answers must not be swapped.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from migrate_check.domain.exchange import (
    Exchange,
    FailureKind,
    Headers,
    Request,
    Response,
    TransportFailure,
)
from migrate_check.domain.scenario import Auth

AUTH_HEADER = "x-migrate-check-auth"
TAKE_HEADER = "x-migrate-check-take"
EXTRA = "migrate_check"
NO_RESPONSE = 599

VcrResponse: TypeAlias = dict[str, Any]
RequestKey: TypeAlias = tuple[str, str, bytes, str, str]
"""What must agree for a replay: method, path with query, body, kind of credentials, take."""


class Mark(NamedTuple):
    """What a redacted request does not show of itself."""

    auth: Auth
    take: str = ""
    """See `Outgoing.take`."""


def request_key(request: Request, mark: Mark) -> RequestKey:
    """The key of a redacted request. The host is left out: a recording may move."""
    url = urlsplit(request.url)
    path = f"{url.path or '/'}?{url.query}"
    return request.method, path, request.body, mark.auth.value, mark.take


def vcr_request(request: Request, mark: Mark) -> Any:
    """A `vcr.request.Request`. Of a repeated header line only the first is kept, as vcrpy does."""
    from vcr.request import Request as VcrRequest

    headers: dict[str, str] = {}
    of_mark = [(AUTH_HEADER, mark.auth.value)]
    of_mark += [(TAKE_HEADER, mark.take)] if mark.take else []
    for name, value in (*request.headers, *of_mark):
        headers.setdefault(name, value)
    return VcrRequest(request.method, request.url, request.body, headers)


def vcr_response(exchange: Exchange) -> VcrResponse:
    """A response in vcrpy's form."""
    response, failure = exchange.response, exchange.failure
    extra: dict[str, Any] = {"started_at": exchange.started_at}
    if failure is not None:
        extra["failure"] = {"kind": failure.kind.value, "detail": failure.detail}
    if response is None:
        message = "no response" if failure is None else failure.kind.value
        return {
            "status": {"code": NO_RESPONSE, "message": message},
            "headers": {},
            "body": {"string": b""},
            EXTRA: extra | {"answered": False},
        }
    return {
        "status": {"code": response.status, "message": ""},
        "headers": _grouped(response.headers),
        "body": {"string": response.body},
        EXTRA: extra | {"answered": True, "http_version": response.http_version},
    }


def recorded_key(recorded: Any) -> RequestKey:
    """The key of a loaded `vcr.request.Request`; foreign cassettes count as `valid`."""
    auth = recorded.headers.get(AUTH_HEADER, Auth.VALID.value)
    take = recorded.headers.get(TAKE_HEADER, "")
    return request_key(_request(recorded), Mark(Auth(auth), take))


def replayed_exchange(recorded: Any, response: VcrResponse) -> Exchange:
    """The exchange of a loaded interaction. Nothing is known about its time."""
    extra = response.get(EXTRA) or {}
    failure = extra.get("failure")
    return Exchange(
        request=_request(recorded),
        response=_response(response, extra) if extra.get("answered", True) else None,
        failure=TransportFailure(FailureKind(failure["kind"]), failure["detail"])
        if failure
        else None,
        started_at=extra.get("started_at", ""),
        end_ns=None,
    )


def _request(recorded: Any) -> Request:
    headers = tuple(
        (str(name), str(value))
        for name, value in recorded.headers.items()
        if name.lower() not in (AUTH_HEADER, TAKE_HEADER)
    )
    return Request(recorded.method, recorded.uri, headers, _bytes(recorded.body))


def _response(response: VcrResponse, extra: dict[str, Any]) -> Response:
    headers = response.get("headers") or {}
    return Response(
        status=int(response["status"]["code"]),
        http_version=extra.get("http_version", "HTTP/1.1"),
        headers=tuple(
            (str(name), str(value)) for name, values in headers.items() for value in _lines(values)
        ),
        body=_bytes(response["body"]["string"]),
        chunks=(),
        head_ns=None,
    )


def _grouped(headers: Headers) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in headers:
        grouped.setdefault(name, []).append(value)
    return grouped


def _lines(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    return body.encode() if isinstance(body, str) else bytes(body)

"""Sends requests over HTTP/1.1 and keeps the raw answer with the time of every chunk.

Every request has a connection of its own. A server may close a kept connection at the moment at
which the client reuses it; then a client must either report a failure that is nobody's fault or
send the request again, and a request sent twice is paid twice. With one connection per request
there is no such race, each request reaches the server at most once, and every broken connection
is a fact about the side. Handshakes do not disturb latencies: offsets count from the moment the
connection stands. The `Connection` header is still the `keep-alive` that official SDKs send.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, cast

import httpx

from migrate_check import __version__
from migrate_check.domain.exchange import Exchange, Headers, Request, Side, TransportFailure
from migrate_check.domain.plan import Timeouts
from migrate_check.domain.ports import Clock, Outgoing
from migrate_check.exchange.capture import Capture, End, Head
from migrate_check.exchange.redaction import Redactor
from migrate_check.exchange.transport_failures import (
    NETWORK_ERRORS,
    bad_address,
    hung_up,
    too_large,
    total_timeout,
    transport_failure,
)

DEFAULT_HEADERS: Headers = (
    ("Accept-Encoding", "gzip, deflate"),
    ("Connection", "keep-alive"),
    ("User-Agent", f"migrate-check/{__version__}"),
)
"""Added where the request has no such header. Encodings are those of the official SDKs."""


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """How to talk to both sides."""

    timeouts: Timeouts = field(default_factory=Timeouts)
    max_body_bytes: int = 32 * 1024 * 1024
    """Of the raw body; more is `FailureKind.TOO_LARGE`."""
    trust_env: bool = False
    """Obey HTTP_PROXY, NO_PROXY, SSL_CERT_FILE and the like."""
    tls: ssl.SSLContext | None = None
    """None verifies against the bundled certificate authorities."""


class HttpSender:
    """The `Sender` that calls a provider. Redirects are not followed: they are answers."""

    def __init__(self, settings: HttpSettings, redactor: Redactor, clock: Clock) -> None:
        self._settings = settings
        self._redactor = redactor
        self._clock = clock
        self._clients: dict[Side, httpx.AsyncClient] = {}

    async def send(self, side: Side, request: Outgoing) -> Exchange:
        """Send once, with no retry, and return what came of it, redacted."""
        capture = Capture(self._clock, self._settings.max_body_bytes, request.hang_up_after)
        ready = _http_request(request)
        headers = request.headers if ready is None else _header_lines(ready.headers.raw)
        as_sent = Request(request.method, request.url, headers, request.body)
        if ready is None:
            return self._redactor.redact(capture.exchange(as_sent, bad_address("")))
        outcome = await self._attempt(side, ready, capture)
        return self._redactor.redact(capture.exchange(as_sent, outcome))

    async def close(self) -> None:
        """Release the connections."""
        for client in self._clients.values():
            await client.aclose()
        self._clients.clear()

    async def _attempt(
        self, side: Side, request: httpx.Request, capture: Capture
    ) -> TransportFailure | None:
        timeouts, place = self._settings.timeouts, _place(request.url)
        request.extensions |= {"timeout": _phases(timeouts), "trace": _tracer(capture)}
        client = self._client(side)
        try:
            async with asyncio.timeout(timeouts.total_s):
                end = await _receive(client, request, capture)
        except TimeoutError:
            return total_timeout(place, timeouts)
        except NETWORK_ERRORS as error:
            return transport_failure(error, place, timeouts)
        if end is End.HUNG_UP:
            return hung_up(place)
        return too_large(place, self._settings.max_body_bytes) if end is End.TOO_LARGE else None

    def _client(self, side: Side) -> httpx.AsyncClient:
        """Both clients are made together: making one takes long enough to disturb the other."""
        if not self._clients:
            settings = self._settings
            tls = settings.tls or httpx.create_ssl_context(trust_env=settings.trust_env)
            # The runner bounds the connections; waiting for one here would look like a timeout.
            limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
            self._clients = {
                side: httpx.AsyncClient(verify=tls, trust_env=settings.trust_env, limits=limits)
                for side in Side
            }
        return self._clients[side]


async def _receive(client: httpx.AsyncClient, request: httpx.Request, capture: Capture) -> End:
    """Send and collect; closing the connection is what hanging up means."""
    response = await client.send(request, stream=True)
    try:
        headers = _header_lines(response.headers.raw)
        capture.head(Head(response.status_code, response.http_version, headers))
        async with aclosing(cast("AsyncGenerator[bytes, None]", response.aiter_raw())) as pieces:
            async for data in pieces:
                end = capture.add(data)
                if end is not End.NOT_YET:
                    return end
        return End.WHOLE
    finally:
        await response.aclose()


def _http_request(request: Outgoing) -> httpx.Request | None:
    """The request with default headers added; None when the URL is unusable."""
    given = {name.lower() for name, _ in request.headers}
    added = tuple(line for line in DEFAULT_HEADERS if line[0].lower() not in given)
    try:
        lines = [(name.encode(), value.encode()) for name, value in request.headers + added]
        ready = httpx.Request(request.method, request.url, headers=lines, content=request.body)
        return ready if 0 <= (ready.url.port or 0) <= 0xFFFF else None
    except (httpx.InvalidURL, ValueError):
        return None


def _header_lines(raw: list[tuple[bytes, bytes]]) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw)


def _place(url: httpx.URL) -> str:
    port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    host = f"[{url.host}]" if ":" in url.host else url.host
    return f"{host}:{port}" if port else host


def _phases(timeouts: Timeouts) -> dict[str, float | None]:
    """Sending has the patience of reading. The pool is unlimited, so nobody waits for it."""
    return {
        "connect": timeouts.connect_s,
        "read": timeouts.read_s,
        "write": timeouts.read_s,
        "pool": None,
    }


def _tracer(capture: Capture) -> Any:
    """Stamps from inside the connection; behind a proxy the tunnel's own come first."""
    marks = {
        "http11.send_request_headers.started": capture.mark_sent,
        "http11.receive_response_headers.complete": capture.mark_head,
    }

    async def trace(name: str, _info: dict[str, Any]) -> None:
        mark = marks.get(name)
        if mark is not None:
            mark()

    return trace

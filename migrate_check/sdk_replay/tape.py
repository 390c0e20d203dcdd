"""A transport that answers every request with one recorded response. No network, no clock."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2

from migrate_check.domain.exchange import Response

ORIGIN = "http://replay.invalid"
"""Where the clients believe to send; the top-level domain is reserved never to exist."""


class Tape(httpx2.BaseTransport):
    """Plays the response that is put in, from its start, for each request."""

    def __init__(self) -> None:
        self._response: Response | None = None

    def put(self, response: Response) -> None:
        """The answer to all requests from now on."""
        self._response = response

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The recorded status, header lines and body, in the pieces in which it arrived."""
        played = self._response
        if played is None:
            raise httpx2.ConnectError("nothing is recorded", request=request)
        return httpx2.Response(
            played.status,
            headers=[
                (name.encode("latin-1", "replace"), value.encode("utf-8", "replace"))
                for name, value in played.headers
            ],
            stream=_Pieces(played),
        )


class _Pieces(httpx2.SyncByteStream):
    def __init__(self, played: Response) -> None:
        self._played = played

    def __iter__(self) -> Iterator[bytes]:
        body, start = self._played.body, 0
        for chunk in self._played.chunks:
            yield body[start : start + chunk.length]
            start += chunk.length
        if start < len(body):
            yield body[start:]


def http_client(tape: Tape) -> httpx2.Client:
    """A client without proxies, certificates or settings of the environment."""
    return httpx2.Client(transport=tape, trust_env=False)

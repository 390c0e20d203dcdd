"""The gateway's own HTTP client: h11 on asyncio streams, one connection per request."""

from __future__ import annotations

import asyncio
import contextlib

import h11

from migrate_check.lab.wire import Answer, CutOff, LabRequest, Pieces

HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
"""Headers that belong to one connection and are never forwarded."""
_READ_BYTES = 65_536


class UpstreamBroken(Exception):
    """The provider could not be reached or broke the connection off before its response head."""


class Upstream:
    """Where the gateway forwards to."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port

    async def send(self, request: LabRequest) -> Answer:
        """Send and return the answer with hop-by-hop headers and framing removed.

        A chunked body keeps the provider's chunks. Raises UpstreamBroken.
        """
        try:
            reader, writer = await asyncio.open_connection(self._host, self._port)
        except OSError as error:
            raise UpstreamBroken(f"{self._host}:{self._port}: {error}") from error
        call = _Call(reader, writer)
        try:
            head = await call.start(request, f"{self._host}:{self._port}")
            answer = _answer_of(head)
            if _is_chunked(head):
                return Answer(answer.status, answer.headers, call.pieces())
            body = b"".join([piece async for piece in call.pieces()])
        except (OSError, h11.RemoteProtocolError, CutOff) as error:
            await call.close()
            raise UpstreamBroken(f"{self._host}:{self._port}: {error}") from error
        except asyncio.CancelledError:
            await call.close()
            raise
        return Answer(answer.status, answer.headers, body)


class _Call:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._http = h11.Connection(h11.CLIENT)

    async def start(self, request: LabRequest, authority: str) -> h11.Response:
        dropped = HOP_BY_HOP | {"host", "content-length", "expect"}
        headers = [("host", authority), ("connection", "close")]
        headers += [pair for pair in request.headers if pair[0].lower() not in dropped]
        if request.body or request.method in {"POST", "PUT", "PATCH"}:
            headers.append(("content-length", str(len(request.body))))
        head = h11.Request(method=request.method, target=request.target, headers=headers)
        for event in (head, h11.Data(data=request.body), h11.EndOfMessage()):
            self._writer.write(self._http.send(event) or b"")
        await self._writer.drain()
        while True:
            answered = await self._next_event()
            if isinstance(answered, h11.Response):
                return answered
            if isinstance(answered, h11.ConnectionClosed):
                raise ConnectionResetError("closed without an answer")

    async def pieces(self) -> Pieces:
        try:
            while True:
                event = await self._next_event()
                if isinstance(event, h11.Data):
                    yield bytes(event.data)
                elif isinstance(event, h11.EndOfMessage | h11.ConnectionClosed):
                    return
        except (OSError, h11.RemoteProtocolError) as error:
            raise CutOff(str(error)) from error
        finally:
            await self.close()

    async def close(self) -> None:
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    async def _next_event(self) -> h11.Event:
        while True:
            event = self._http.next_event()
            if isinstance(event, h11.Event):
                return event
            self._http.receive_data(await self._reader.read(_READ_BYTES))


def _is_chunked(head: h11.Response) -> bool:
    return any(name == b"transfer-encoding" for name, _ in head.headers)


def _answer_of(head: h11.Response) -> Answer:
    dropped = HOP_BY_HOP | {"content-length"}
    pairs = ((name.decode("ascii"), value.decode("latin-1")) for name, value in head.headers)
    return Answer(head.status_code, tuple(pair for pair in pairs if pair[0] not in dropped), b"")

"""An HTTP/1.1 server on asyncio streams and h11: each piece of a body is exactly one write."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from http.client import responses

import h11

from migrate_check.domain.errors import CannotRunError
from migrate_check.lab.wire import Answer, App, CutOff, LabRequest

LOOPBACK = "127.0.0.1"
_READ_BYTES = 65_536
_TURNS_TO_ACCEPT = 5
_BAD_REQUEST = Answer(400, (("content-type", "text/plain"),), b"malformed HTTP request\n")


class LabServer:
    """Serves one application on loopback until stopped. Lives in one event loop."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self, port: int = 0) -> int:
        """Bind and return the port; 0 takes a free one. Raises CannotRunError when it is taken."""
        try:
            self._server = await asyncio.start_server(self._connected, LOOPBACK, port)
        except OSError as error:
            raise CannotRunError(
                f"{LOOPBACK}:{port}: cannot listen ({error.strerror}); choose another port"
            ) from error
        bound: int = self._server.sockets[0].getsockname()[1]
        return bound

    async def stop(self) -> None:
        """Stop listening and break every connection off."""
        if self._server is None:
            return
        # Closing at once would leak a connection that asyncio is just accepting: stop accepting,
        # give those a few turns to become tasks of ours, then close.
        for listening in self._server.sockets:
            asyncio.get_running_loop().remove_reader(listening.fileno())
        for _ in range(_TURNS_TO_ACCEPT):
            await asyncio.sleep(0)
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await _Connection(self._app, reader, writer).serve()
        except (ConnectionError, CutOff):
            writer.transport.abort()
        except asyncio.CancelledError:
            # Only `stop` cancels, and it waits: asyncio would report a cancelled handler.
            writer.transport.abort()
        finally:
            self._connections.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()


class _Connection:
    def __init__(
        self, app: App, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._app = app
        self._reader = reader
        self._writer = writer
        self._http = h11.Connection(h11.SERVER)

    async def serve(self) -> None:
        while await self._serve_one():
            self._http.start_next_cycle()

    async def _serve_one(self) -> bool:
        """Answer one request; False when the connection cannot be used again."""
        try:
            request = await self._read()
        except h11.RemoteProtocolError:
            if self._http.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
                await self._answer(_BAD_REQUEST, "GET")
            return False
        if request is None:
            return False
        await self._answer(await self._app(request), request.method)
        return self._http.our_state is h11.DONE and self._http.their_state is h11.DONE

    async def _read(self) -> LabRequest | None:
        head: h11.Request | None = None
        body = bytearray()
        while True:
            event = await self._next_event()
            if isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                return LabRequest(
                    head.method.decode("ascii"),
                    head.target.decode("latin-1"),
                    tuple((n.decode("ascii"), v.decode("latin-1")) for n, v in head.headers),
                    bytes(body),
                )
            elif event is None or isinstance(event, h11.ConnectionClosed):
                return None

    async def _next_event(self) -> h11.Event | None:
        """None when the peer sends more than the protocol allows now."""
        while True:
            event = self._http.next_event()
            if isinstance(event, h11.Event):
                return event
            if event is h11.PAUSED:
                return None
            if self._http.they_are_waiting_for_100_continue:
                await self._write(h11.InformationalResponse(status_code=100, headers=[]))
            self._http.receive_data(await self._reader.read(_READ_BYTES))

    async def _answer(self, answer: Answer, method: str) -> None:
        if isinstance(answer.body, bytes):
            await self._answer_whole(answer, answer.body, method)
            return
        await self._write(_head(answer, ("transfer-encoding", "chunked")))
        try:
            async for piece in answer.body:
                await self._write(h11.Data(data=piece))
        finally:
            # A client that hangs up must also stop what produces the body.
            if isinstance(answer.body, AsyncGenerator):
                await answer.body.aclose()
        await self._write(h11.EndOfMessage())

    async def _answer_whole(self, answer: Answer, body: bytes, method: str) -> None:
        await self._write(_head(answer, ("content-length", str(len(body)))))
        if body and method != "HEAD":
            await self._write(h11.Data(data=body))
        await self._write(h11.EndOfMessage())

    async def _write(self, event: h11.Event) -> None:
        data = self._http.send(event)
        if data:
            self._writer.write(data)
            await self._writer.drain()


def _head(answer: Answer, framing: tuple[str, str]) -> h11.Response:
    reason = responses.get(answer.status, "")
    return h11.Response(
        status_code=answer.status, headers=[*answer.headers, framing], reason=reason
    )

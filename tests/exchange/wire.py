"""A TCP server whose every byte is scripted, and what tests need to talk to it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TypeAlias

from migrate_check.domain.exchange import Exchange, Headers, Side
from migrate_check.domain.plan import Timeouts
from migrate_check.domain.ports import Outgoing
from migrate_check.exchange.http_sender import HttpSender, HttpSettings
from migrate_check.exchange.redaction import Redactor

HEAD = b"HTTP/1.1 200 OK\r\n"
KEY = "sk-wire-0123456789abcdefghij"


class Wire:
    """One accepted connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def request(self) -> bytes:
        """Read one whole request and return its bytes."""
        head = await self._reader.readuntil(b"\r\n\r\n")
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                return head + await self._reader.readexactly(int(line.partition(b":")[2]))
        return head

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def send_chunk(self, data: bytes) -> None:
        await self.send(b"%x\r\n%s\r\n" % (len(data), data))

    async def answer(self, body: bytes, head: bytes = b"") -> None:
        """A complete answer with a content length."""
        await self.send(HEAD + head + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    async def something(self) -> None:
        """Wait for the first bytes, whatever they are."""
        await self._reader.read(65536)

    def vanish(self) -> None:
        """Close the connection without the farewell of TLS."""
        self._writer.transport.abort()

    def reset(self) -> None:
        """Close with RST instead of FIN."""
        linger = struct.pack("ii", 1, 0)
        self._writer.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, linger
        )
        self._writer.transport.abort()

    async def until_closed(self) -> None:
        """Wait until the client hangs up."""
        with contextlib.suppress(ConnectionError):
            while await self._reader.read(65536):
                pass


Script: TypeAlias = Callable[[Wire], Awaitable[None]]


@dataclass
class Server:
    """A running server on a free loopback port."""

    port: int
    scheme: str = "http"
    connections: int = 0

    def url(self, path: str = "/v1/chat/completions") -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"


@contextlib.asynccontextmanager
async def serve(script: Script, tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    """Run `script` for every connection, then close the connection."""
    tasks: set[asyncio.Task[None]] = set()
    state = Server(0, "https" if tls else "http")

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        state.connections += 1
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await script(Wire(reader, writer))
            writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()
        finally:
            writer.transport.abort()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.ensure_future(handle(reader, writer)))

    server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=tls)
    state.port = server.sockets[0].getsockname()[1]
    try:
        yield state
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # Transports close their sockets in the round of the loop after the abort.
        await asyncio.sleep(0)
        await asyncio.sleep(0)


@dataclass
class SteppingClock:
    """Every look at the clock is one millisecond later than the look before."""

    ticks: Iterator[int] = field(default_factory=lambda: count(1))
    looks: int = 0

    def now_iso(self) -> str:
        return "2025-01-31T09:30:00.000Z"

    def monotonic_ns(self) -> int:
        self.looks += 1
        return next(self.ticks) * 1_000_000


PATIENT = Timeouts(connect_s=20, read_s=20, total_s=40)


async def call(
    url: str,
    settings: HttpSettings | None = None,
    headers: Headers = (),
    body: bytes = b"{}",
    clock: SteppingClock | None = None,
    hang_up_after: int | None = None,
) -> Exchange:
    """One request by a sender of its own."""
    settings = settings or HttpSettings(timeouts=PATIENT)
    redactor = Redactor({"baseline-key": KEY})
    sender = HttpSender(settings, redactor, clock or SteppingClock())
    try:
        request = Outgoing("POST", url, headers, body, hang_up_after)
        return await sender.send(Side.BASELINE, request)
    finally:
        await sender.close()


def exchange_with(script: Script, **options: object) -> Exchange:
    """One request to a server that follows `script`."""

    async def run() -> Exchange:
        async with serve(script) as server:
            return await call(server.url(), **options)  # type: ignore[arg-type]

    return asyncio.run(run())

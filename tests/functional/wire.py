"""Servers that answer one thing, whatever they are asked."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeAlias

JSON = b"Content-Type: application/json\r\n"


class Counting(socketserver.ThreadingTCPServer):
    """Counts requests; `answer` writes to the connection."""

    daemon_threads = True
    allow_reuse_address = True
    # Bursts must not wait for the kernel to offer them again.
    request_queue_size = 128
    requests = 0
    heard: list[bytes]
    """Whole requests, in order of arrival."""
    answer: Callable[[socket.socket], None]
    tls: ssl.SSLContext | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what several tests are about."""


Answer: TypeAlias = Callable[[socket.socket], None]


class _Handler(socketserver.BaseRequestHandler):
    server: Counting

    def handle(self) -> None:
        with suppress(OSError):
            connection = self.request
            if self.server.tls:
                connection = self.server.tls.wrap_socket(connection, server_side=True)
            heard = _read(connection)
            if heard:
                self.server.requests += 1
                self.server.heard.append(heard)
                self.server.answer(connection)


def _read(connection: socket.socket) -> bytes:
    """One whole request; empty for a connection that only opened."""
    head = b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(65536)
        if not part:
            return b""
        head += part
    head, _, body = head.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
            while len(body) < length and (part := connection.recv(65536)):
                body += part
    return head + b"\r\n\r\n" + body


def fixed(body: bytes, head: bytes = JSON, status: bytes = b"200 OK") -> Answer:
    """The same whole answer each time."""
    length = b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
    return lambda connection: connection.sendall(
        b"HTTP/1.1 " + status + b"\r\n" + head + length + body
    )


@contextmanager
def counting_server(
    answer: Answer | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[Counting]:
    """A server on a free port of loopback while the context lasts."""
    server = Counting(("127.0.0.1", 0), _Handler)
    server.tls = tls
    server.heard = []
    server.answer = answer or fixed(b'{"object": "nothing"}')
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""A client for tests that hides nothing: raw bytes, header order, chunk boundaries."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

KEY = "sk-lab-provider"
BEARER = (("authorization", f"Bearer {KEY}"),)
ANTHROPIC = (("x-api-key", KEY), ("anthropic-version", "2023-06-01"))
GOOGLE = (("x-goog-api-key", KEY),)
CHAT = "/v1/chat/completions"
MESSAGES = "/v1/messages"
GEMINI = "/v1beta/models/gemini-3-flash-preview:generateContent"
GEMINI_STREAM = "/v1beta/models/gemini-3-flash-preview:streamGenerateContent?alt=sse"
GEMINI_ARRAY = "/v1beta/models/gemini-3-flash-preview:streamGenerateContent"
COUNT = "/v1/messages/count_tokens"


@dataclass(frozen=True)
class Heard:
    status: int
    headers: tuple[tuple[str, str], ...]
    chunks: tuple[bytes, ...]
    complete: bool = True

    @property
    def body(self) -> bytes:
        return b"".join(self.chunks)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def header(self) -> dict[str, str]:
        return dict(self.headers)

    @property
    def events(self) -> list[tuple[str | None, Any]]:
        """Name and data of each server-sent event, JSON parsed."""
        found = []
        for block in self.body.decode().split("\n\n")[:-1]:
            fields = dict(line.split(": ", 1) for line in block.split("\n"))
            data = fields["data"]
            parsed = data if data == "[DONE]" else json.loads(data)
            found.append((fields.get("event"), parsed))
        return found

    @property
    def chunk_documents(self) -> list[Any]:
        return [data for _, data in self.events if data != "[DONE]"]


class Wire:
    """One keep-alive connection."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._socket = socket.create_connection((parts.hostname, parts.port), timeout=20)
        self._in = self._socket.makefile("rb")

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self._in.close()
        self._socket.close()

    def send_raw(self, data: bytes) -> None:
        self._socket.sendall(data)

    def send(
        self,
        path: str,
        body: object = None,
        headers: tuple[tuple[str, str], ...] = BEARER,
        method: str | None = None,
    ) -> Heard:
        method = method or ("GET" if body is None else "POST")
        self.begin(path, body, headers, method)
        return self.hear(method)

    def begin(
        self,
        path: str,
        body: object,
        headers: tuple[tuple[str, str], ...] = BEARER,
        method: str = "POST",
    ) -> None:
        data = b""
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", "host: lab", f"content-length: {len(data)}"]
        lines += [f"{name}: {value}" for name, value in headers]
        self.send_raw("\r\n".join(lines).encode() + b"\r\n\r\n" + data)

    def hear(self, method: str = "POST") -> Heard:
        status, headers = self.head()
        found = dict(headers)
        if "transfer-encoding" in found:
            chunks, complete = self.chunks()
            return Heard(status, headers, chunks, complete)
        length = int(found["content-length"]) if method != "HEAD" else 0
        return Heard(status, headers, (self._in.read(length),))

    def line(self) -> bytes:
        return self._in.readline()

    def head(self) -> tuple[int, tuple[tuple[str, str], ...]]:
        status = int(self.line().split(b" ", 2)[1])
        headers = []
        while line := self.line().strip():
            name, _, value = line.decode("latin-1").partition(":")
            headers.append((name.lower(), value.strip()))
        return status, tuple(headers)

    def at_end(self) -> bool:
        try:
            return self._in.read(1) == b""
        except ConnectionResetError:
            return True

    def chunks(self) -> tuple[tuple[bytes, ...], bool]:
        chunks = []
        try:
            while size := self.line():
                chunk = self._in.read(int(size, 16))
                self.line()
                if not chunk:
                    return tuple(chunks), True
                chunks.append(chunk)
        except ConnectionResetError:
            pass
        return tuple(chunks), False


def ask(
    url: str, path: str, body: object = None, headers: tuple[tuple[str, str], ...] = BEARER
) -> Heard:
    """One request on a connection of its own."""
    with Wire(url) as wire:
        return wire.send(path, body, headers)

"""Headless Chromium on a loopback server that answers for every `.test` and `.example` host."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        host = self.headers.get("Host", "")
        if self.path != "/favicon.ico":
            self.server.asked.append((host.partition(":")[0], self.path))
        body = self.server.pages.get(self.path.lstrip("/"))
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((body or "").encode())

    def log_message(self, *_: object) -> None:
        pass

    def log_error(self, message: str, *_: object) -> None:
        # A TLS handshake ends here: the host that it was for cannot be known.
        self.server.asked.append(("(unreadable)", message))


@dataclass
class Browser:
    """One server with its pages, and a browser whose every request ends there."""

    port: int
    folder: Path
    asked: list[tuple[str, str]] = field(default_factory=list)

    def dump(self, name: str, *switches: str) -> tuple[str, list[str]]:
        """The document after loading, and the lines of the console."""
        done = self._run("--dump-dom", *switches, f"http://page.test/{name}")
        return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]

    def pdf(self, name: str) -> bytes:
        """The page as it is printed."""
        path = self.folder / "out.pdf"
        self._run(f"--print-to-pdf={path}", f"http://page.test/{name}")
        return path.read_bytes()

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        # What the browser itself wants from its maker ends nowhere.
        hosts = ("*.test", "*.example")
        rules = ",".join(
            [*(f"MAP {host} 127.0.0.1:{self.port}" for host in hosts), "MAP * ~NOTFOUND"]
        )
        return subprocess.run(
            [
                CHROMIUM,
                *_SWITCHES,
                f"--user-data-dir={self.folder / 'profile'}",
                f"--host-resolver-rules={rules}",
                *arguments,
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )


@contextmanager
def browser(pages: Mapping[str, str], folder: Path) -> Iterator[Browser]:
    """Serve the pages while the block runs."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.pages = pages
        server.asked = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Browser(server.server_port, folder, server.asked)
        finally:
            server.shutdown()
            thread.join()

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import report_results

from migrate_check.domain.exchange import Request, Side
from migrate_check.report.curl import curl_command

BODIES = {
    "compact": b'{"model":"m","messages":[{"role":"user","content":"hi"}]}',
    "apostrophe": b'{"q": "What\'s $HOME `id` \\\\ \\n !!"}',
    "delimiter": b'{"q":\n"it\'s"\n}\n',
    "unseen": '{"q": "a\u202eb\u200b\U000e0041 it\'s"}'.encode(),
    "not json": b'{"q": "it\'s broken',
    "at sign": b"@/etc/passwd",
    "binary": bytes(range(256)) * 9,
    "control": b'{"q": "\x1b[31m"}',
    "large": b'"' + b"x" * 300_000 + b'"',
    "heredoc word": b'[\n"it\'s"\n]\n',
    "empty": b"",
    "hostile": report_results.HOSTILE.encode("utf-8", "replace"),
}


class _Recorder(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.server.seen.append((self.command, self.path, self.headers, self.rfile.read(length)))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_GET = do_DELETE = do_POST

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server():
    with HTTPServer(("127.0.0.1", 0), _Recorder) as running:
        running.seen = []
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def run(server, tmp_path, request: Request, side: Side = Side.BASELINE):
    command = curl_command(request, side)
    syntax = subprocess.run(["bash", "-n"], input=command, text=True, capture_output=True)
    assert (syntax.returncode, syntax.stderr) == (0, ""), command
    environment = {
        "PATH": os.environ["PATH"],
        "NO_PROXY": "*",
        "BASELINE_API_KEY": "sk-base",
        "CANDIDATE_API_KEY": "sk-cand",
    }
    server.seen.clear()
    subprocess.run(
        ["bash"], input=command, text=True, cwd=tmp_path, env=environment, check=True, timeout=30
    )
    assert list(tmp_path.iterdir()) == []
    return server.seen[-1]


def address(server, path: str = "/v1/chat/completions") -> str:
    return f"http://127.0.0.1:{server.server_port}{path}"


needs_curl = pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("bash")), reason="curl or bash is not installed"
)


@needs_curl
@pytest.mark.parametrize("name", BODIES)
def test_the_pasted_command_sends_the_body_that_was_sent(server, tmp_path, name):
    body = BODIES[name]
    headers = (("Content-Type", "application/json"), ("X-Note", 'it\'s "quoted" $HOME'))
    method, path, sent, received = run(
        server, tmp_path, Request("POST", address(server), headers, body)
    )
    assert (method, path) == ("POST", "/v1/chat/completions")
    assert sent["X-Note"] == 'it\'s "quoted" $HOME'
    assert sent["Content-Type"] == "application/json"
    if name == "unseen":
        assert json.loads(received) == json.loads(body)
    else:
        assert received.removesuffix(b"\n") == body.removesuffix(b"\n")


@needs_curl
@pytest.mark.parametrize(
    ("headers", "name", "value"),
    [
        ((("authorization", "Bearer [redacted]"),), "authorization", "Bearer sk-cand"),
        ((("Authorization", "[redacted]"),), "authorization", "Bearer sk-cand"),
        ((("authorization", "Basic [redacted]"),), "authorization", "Basic sk-cand"),
        ((("x-api-key", "[redacted]"),), "x-api-key", "sk-cand"),
        ((("X-Empty", ""),), "x-empty", ""),
        ((("X-Two", "a\r\nX-Evil: b"),), "x-two", "aX-Evil: b"),
    ],
)
def test_headers_arrive_and_keys_come_from_the_environment(server, tmp_path, headers, name, value):
    _, _, sent, _ = run(
        server, tmp_path, Request("POST", address(server), headers, b"{}"), Side.CANDIDATE
    )
    assert sent[name] == value
    assert "X-Evil" not in sent


@needs_curl
def test_keys_in_the_query_come_from_the_environment(server, tmp_path):
    url = address(server, "/v1/m[1]?key=AIza-secret&alt=sse&api_key=other&q='; touch x; '")
    command = curl_command(Request("POST", url, (), b"{}"), Side.BASELINE)
    assert "AIza-secret" not in command
    _, path, _, _ = run(server, tmp_path, Request("POST", url, (), b"{}"))
    assert path.startswith("/v1/m[1]?key=sk-base&alt=sse&api_key=sk-base&q=")


@needs_curl
def test_other_methods(server, tmp_path):
    assert run(server, tmp_path, Request("GET", address(server), (), b""))[0] == "GET"
    assert run(server, tmp_path, Request("DELETE", address(server), (), b""))[0] == "DELETE"
    assert run(server, tmp_path, Request("POST", address(server), (), b""))[0] == "POST"
    assert "--head" in curl_command(Request("HEAD", address(server), (), b""), Side.BASELINE)


def test_no_secret_and_no_transport_header_is_printed():
    headers = (
        ("Host", "h"),
        ("Content-Length", "7"),
        ("Accept-Encoding", "gzip"),
        ("Cookie", "session=abc"),
        ("X-Auth-Token", "abc"),
        ("bad name", "x"),
    )
    command = curl_command(
        Request("POST", "https://me:pw@h/v1", headers, b'{"stream": true}'), Side.BASELINE
    )
    assert "abc" not in command
    assert "pw" not in command
    assert "$SECRET_X_AUTH_TOKEN" in command
    assert "--no-buffer" in command
    for absent in ("Host", "Content-Length", "Accept-Encoding", "bad name"):
        assert absent not in command


def test_only_streams_are_unbuffered():
    for body in (b'{"stream": false}', b"[]", b"not json"):
        request = Request("POST", "https://h/v1", (), body)
        assert "--no-buffer" not in curl_command(request, Side.BASELINE)

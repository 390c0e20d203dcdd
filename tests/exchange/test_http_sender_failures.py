from __future__ import annotations

import asyncio
import resource
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from migrate_check.domain.exchange import Exchange, FailureKind, TransportFailure
from migrate_check.domain.plan import Timeouts
from migrate_check.exchange.capture import KEPT_OF_TOO_LARGE
from migrate_check.exchange.http_sender import HttpSettings
from tests.exchange.wire import (
    HEAD,
    KEY,
    PATIENT,
    Script,
    Wire,
    call,
    exchange_with,
    serve,
)

CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
HASTY_READ = HttpSettings(timeouts=Timeouts(connect_s=20, read_s=0.2, total_s=40))
HASTY_TOTAL = HttpSettings(timeouts=Timeouts(connect_s=20, read_s=20, total_s=0.5))


def kind(exchange: Exchange) -> FailureKind | None:
    return None if exchange.failure is None else exchange.failure.kind


async def stay_silent(wire: Wire) -> None:
    await wire.request()
    await wire.until_closed()


async def close_at_once(wire: Wire) -> None:
    await wire.request()


async def reset_before_answer(wire: Wire) -> None:
    await wire.request()
    wire.reset()


async def reset_inside_body(wire: Wire) -> None:
    await wire.request()
    await wire.send(HEAD + b"Content-Length: 100\r\n\r\nhalf")
    wire.reset()


async def promise_too_much(wire: Wire) -> None:
    await wire.request()
    await wire.send(HEAD + b"Content-Length: 100\r\n\r\nhalf")


async def leave_chunks_open(wire: Wire) -> None:
    await wire.request()
    await wire.send(CHUNKED + b"4\r\nhalf\r\n")


async def stall_inside_body(wire: Wire) -> None:
    await promise_too_much(wire)
    await wire.until_closed()


async def speak_nonsense(wire: Wire) -> None:
    await wire.request()
    await wire.send(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")


async def break_chunk_size(wire: Wire) -> None:
    await wire.request()
    await wire.send(CHUNKED + b"4\r\nhalf\r\nzz\r\n")


async def send_endless_head(wire: Wire) -> None:
    await wire.request()
    await wire.send(HEAD)
    while True:
        await wire.send(b"X-More: " + b"x" * 8000 + b"\r\n")


async def stream_endlessly(wire: Wire) -> None:
    await wire.request()
    await wire.send(CHUNKED)
    while True:
        await wire.send_chunk(b": ping\n\n")
        await asyncio.sleep(0.001)


@pytest.mark.parametrize(
    ("script", "expected", "body", "settings"),
    [
        (stay_silent, FailureKind.TIMEOUT_READ, None, HASTY_READ),
        (stay_silent, FailureKind.TIMEOUT_TOTAL, None, HASTY_TOTAL),
        (close_at_once, FailureKind.RESET, None, None),
        (reset_before_answer, FailureKind.RESET, None, None),
        (promise_too_much, FailureKind.TRUNCATED, b"half", None),
        (leave_chunks_open, FailureKind.TRUNCATED, b"half", None),
        (stall_inside_body, FailureKind.TIMEOUT_READ, b"half", HASTY_READ),
        (stall_inside_body, FailureKind.TIMEOUT_TOTAL, b"half", HASTY_TOTAL),
        (speak_nonsense, FailureKind.PROTOCOL, None, None),
        (break_chunk_size, FailureKind.PROTOCOL, b"half", None),
        (send_endless_head, FailureKind.PROTOCOL, None, None),
    ],
)
def test_failure_keeps_what_came_before(
    script: Script, expected: FailureKind, body: bytes | None, settings: HttpSettings | None
) -> None:
    exchange = exchange_with(script, settings=settings)

    assert kind(exchange) is expected
    assert (exchange.response and exchange.response.body) == body
    assert exchange.end_ns is not None
    assert exchange.failure is not None
    assert "127.0.0.1:" in exchange.failure.detail
    assert "\n" not in exchange.failure.detail


def test_reset_inside_the_body_is_a_reset() -> None:
    exchange = exchange_with(reset_inside_body)

    assert kind(exchange) is FailureKind.RESET
    # The kernel may drop bytes that it had received before the reset, and the head with them.
    assert exchange.response is None or b"half".startswith(exchange.response.body)


def test_endless_stream_ends_and_its_beginning_is_kept() -> None:
    exchange = exchange_with(stream_endlessly, settings=HASTY_TOTAL)

    assert kind(exchange) is FailureKind.TIMEOUT_TOTAL
    assert exchange.response is not None
    assert exchange.response.body.startswith(b": ping\n\n: ping")
    assert len(exchange.response.chunks) > 2


def test_gigabyte_body_is_given_up_in_bounded_memory() -> None:
    megabyte = b"x" * (1 << 20)

    async def script(wire: Wire) -> None:
        await wire.request()
        await wire.send(HEAD + b"Content-Length: %d\r\n\r\n" % (1 << 30))
        for _ in range(1024):
            await wire.send(megabyte)

    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    exchange = exchange_with(script)
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib

    assert kind(exchange) is FailureKind.TOO_LARGE
    assert exchange.response is not None
    assert len(exchange.response.body) == KEPT_OF_TOO_LARGE
    assert sum(chunk.length for chunk in exchange.response.chunks) == KEPT_OF_TOO_LARGE
    assert grown_kib < 256 * 1024


def test_dead_port_is_refused() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        exchange = asyncio.run(call(f"http://127.0.0.1:{port}/"))

    assert kind(exchange) is FailureKind.CONNECT
    assert exchange.failure is not None
    assert exchange.failure.detail == f"no connection to 127.0.0.1:{port}: connection refused"
    assert exchange.end_ns is None


def test_handshake_without_answer_is_a_connect_timeout() -> None:
    async def run() -> Exchange:
        async with serve(Wire.until_closed) as server:
            settings = HttpSettings(timeouts=Timeouts(connect_s=0.2, read_s=20, total_s=40))
            return await call(f"https://127.0.0.1:{server.port}/", settings)

    assert kind(asyncio.run(run())) is FailureKind.TIMEOUT_CONNECT


def test_plain_http_on_a_tls_address_is_a_tls_failure() -> None:
    async def run() -> Exchange:
        async def script(wire: Wire) -> None:
            await wire.send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            await wire.until_closed()

        async with serve(script) as server:
            return await call(f"https://127.0.0.1:{server.port}/")

    exchange = asyncio.run(run())
    assert kind(exchange) is FailureKind.TLS


def test_unknown_host_name_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    exchange = asyncio.run(call("https://gateway.test/v1"))

    assert exchange.failure == TransportFailure(
        FailureKind.CONNECT, "the host name of gateway.test:443 is not known"
    )


def test_proxy_that_refuses_is_not_the_sides_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(wire: Wire) -> None:
        await wire.request()
        await wire.send(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")

    async def run() -> Exchange:
        async with serve(refuse) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
            monkeypatch.setenv("NO_PROXY", "")
            return await call(
                "https://gateway.test/v1", HttpSettings(timeouts=PATIENT, trust_env=True)
            )

    exchange = asyncio.run(run())

    assert exchange.failure == TransportFailure(
        FailureKind.CONNECT, "the proxy did not connect to gateway.test:443"
    )


def test_hanging_up_inside_the_handshake_is_a_tls_failure() -> None:
    async def run() -> Exchange:
        async with serve(Wire.something) as server:
            return await call(f"https://127.0.0.1:{server.port}/")

    exchange = asyncio.run(run())
    assert kind(exchange) is FailureKind.TLS


@pytest.mark.parametrize(
    "url",
    [
        "not a url",
        "http://",
        "ftp://127.0.0.1/",
        "http://[::1",
        "http://127.0.0.1:99999/",
        f"http://{'a' * 64}.invalid/",
    ],
)
def test_unusable_address_is_a_connect_failure(url: str) -> None:
    assert kind(asyncio.run(call(url))) is FailureKind.CONNECT


def test_illegal_header_value_is_not_quoted() -> None:
    async def script(wire: Wire) -> None:
        await wire.until_closed()

    exchange = exchange_with(script, headers=(("x-api-key", f"{KEY}\n"),))

    assert kind(exchange) is FailureKind.PROTOCOL
    assert KEY not in repr(exchange)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command makes the certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        f"-subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout {key} "
        f"-out {certificate}",
        shell=True,
        check=True,
        capture_output=True,
    )
    return certificate, key


async def answer_empty(wire: Wire) -> None:
    await wire.request()
    await wire.answer(b"{}")


async def call_tls(
    certificate: tuple[Path, Path], trusted: bool, script: Script = answer_empty
) -> Exchange:
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(*certificate)
    client_side = ssl.create_default_context(cafile=certificate[0]) if trusted else None
    async with serve(script, server_side) as server:
        return await call(server.url(), HttpSettings(timeouts=PATIENT, tls=client_side))


def test_unknown_certificate_is_a_tls_failure(certificate: tuple[Path, Path]) -> None:
    exchange = asyncio.run(call_tls(certificate, trusted=False))

    assert kind(exchange) is FailureKind.TLS
    assert exchange.failure is not None
    assert "self-signed certificate" in exchange.failure.detail


def test_handshake_is_not_part_of_the_measured_time(certificate: tuple[Path, Path]) -> None:
    exchange = asyncio.run(call_tls(certificate, trusted=True))

    assert kind(exchange) is None
    assert exchange.response is not None
    # Looks at the stepping clock: sent, head, chunk, end. Any other would be a later stamp.
    assert exchange.response.head_ns == 1_000_000


def test_connection_lost_inside_an_encrypted_body_is_not_a_tls_failure(
    certificate: tuple[Path, Path],
) -> None:
    async def vanish(wire: Wire) -> None:
        await promise_too_much(wire)
        wire.vanish()

    exchange = asyncio.run(call_tls(certificate, trusted=True, script=vanish))

    assert kind(exchange) is FailureKind.TRUNCATED
    assert exchange.response is not None
    assert exchange.response.body == b"half"

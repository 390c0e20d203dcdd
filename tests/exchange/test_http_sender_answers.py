from __future__ import annotations

import asyncio
import gzip

import pytest

from migrate_check import __version__
from migrate_check.domain.exchange import FailureKind, Side, header
from migrate_check.domain.ports import Outgoing
from migrate_check.exchange import capture
from migrate_check.exchange.http_sender import HttpSender, HttpSettings
from migrate_check.exchange.redaction import Redactor
from tests.exchange.wire import HEAD, KEY, PATIENT, SteppingClock, Wire, call, exchange_with, serve

CHUNKED = HEAD + b"Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_answer_is_kept_as_it_came() -> None:
    async def script(wire: Wire) -> None:
        await wire.request()
        await wire.send(
            b"HTTP/1.1 418 I'm a teapot\r\nX-B: 2\r\nx-a: 1\r\nX-A: 3\r\n"
            b"Content-Length: 4\r\n\r\n\xff\x00{}"
        )

    exchange = exchange_with(script)

    assert exchange.failure is None
    response = exchange.response
    assert response is not None
    assert (response.status, response.http_version) == (418, "HTTP/1.1")
    assert response.headers == (("X-B", "2"), ("x-a", "1"), ("X-A", "3"), ("Content-Length", "4"))
    assert response.body == b"\xff\x00{}"


def test_request_goes_out_as_given_with_the_defaults_of_the_sdks() -> None:
    seen = []

    async def script(wire: Wire) -> None:
        seen.append(await wire.request())
        await wire.answer(b"{}")

    headers = (("X-One", "1"), ("content-type", "application/json"), ("x-one", "é"))
    exchange = exchange_with(script, headers=headers, body=b'{"a":"\xc3\xa9"}')

    head, _, body = seen[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /v1/chat/completions HTTP/1.1"
    assert b"X-One: 1" in lines
    assert b"x-one: \xc3\xa9" in lines
    assert b"Accept-Encoding: gzip, deflate" in lines
    assert b"Connection: keep-alive" in lines
    assert f"User-Agent: migrate-check/{__version__}".encode() in lines
    assert body == exchange.request.body == b'{"a":"\xc3\xa9"}'
    assert header(exchange.request.headers, "content-length") == "10"
    assert header(exchange.request.headers, "x-one") == "1, Ã©"


def test_given_headers_replace_defaults() -> None:
    async def script(wire: Wire) -> None:
        await wire.answer(await wire.request())

    exchange = exchange_with(script, headers=(("user-agent", "mine"),))

    assert exchange.response is not None
    assert exchange.response.body.lower().count(b"user-agent") == 1


def test_every_network_chunk_has_its_own_time() -> None:
    clock = SteppingClock()
    pieces = [b"data: {}\n\n", b"da", b"ta: \xf0\x9f", b"\x98\x80\n\n"]

    async def script(wire: Wire) -> None:
        await wire.request()
        await wire.send(CHUNKED)
        for piece in pieces:
            looks = clock.looks
            await wire.send_chunk(piece)
            while clock.looks == looks:
                await asyncio.sleep(0)
        await wire.send(b"0\r\n\r\n")

    exchange = exchange_with(script, clock=clock)

    response = exchange.response
    assert response is not None
    assert response.body == b"".join(pieces)
    assert [chunk.length for chunk in response.chunks] == [len(piece) for piece in pieces]
    assert response.head_ns is not None
    assert exchange.end_ns is not None
    times = [response.head_ns, *(chunk.offset_ns for chunk in response.chunks), exchange.end_ns]
    assert times == sorted(set(times))
    assert times[0] > 0


def test_compressed_body_stays_compressed() -> None:
    packed = gzip.compress(b'{"ok": true}')

    async def script(wire: Wire) -> None:
        await wire.request()
        await wire.answer(packed, b"Content-Encoding: gzip\r\n")

    exchange = exchange_with(script)

    assert exchange.response is not None
    assert exchange.response.body == packed


def test_body_may_end_with_the_connection() -> None:
    async def script(wire: Wire) -> None:
        await wire.request()
        await wire.send(b"HTTP/1.0 200 OK\r\n\r\n{}")

    exchange = exchange_with(script)

    assert exchange.failure is None
    assert exchange.response is not None
    assert (exchange.response.http_version, exchange.response.body) == ("HTTP/1.0", b"{}")


def test_body_in_single_bytes_has_a_bounded_chunk_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture, "MAX_CHUNKS", 5)

    async def script(wire: Wire) -> None:
        await wire.request()
        await wire.send(CHUNKED + b"1\r\nx\r\n" * 1000 + b"0\r\n\r\n")

    response = exchange_with(script).response

    assert response is not None
    assert response.body == b"x" * 1000
    assert [chunk.length for chunk in response.chunks] == [1, 1, 1, 1, 996]


def test_many_requests_at_once_do_not_wait_for_each_other() -> None:
    everybody = 24

    async def run() -> None:
        here, all_here = [], asyncio.Event()

        async def script(wire: Wire) -> None:
            here.append(await wire.request())
            if len(here) == everybody:
                all_here.set()
            await all_here.wait()
            await wire.answer(b"{}")

        sender = HttpSender(HttpSettings(timeouts=PATIENT), Redactor({}), SteppingClock())
        async with serve(script) as server:
            sends = (
                sender.send(Side.BASELINE, Outgoing("POST", server.url(), (), b""))
                for _ in range(everybody)
            )
            exchanges = await asyncio.gather(*sends)
        await sender.close()
        assert [exchange.failure for exchange in exchanges] == [None] * everybody

    asyncio.run(run())


def test_redirect_is_an_answer() -> None:
    async def script(wire: Wire) -> None:
        await wire.request()
        await wire.send(
            b"HTTP/1.1 308 Permanent Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
        )

    exchange = exchange_with(script)

    assert exchange.response is not None
    assert exchange.response.status == 308
    assert exchange.failure is None


def test_http_error_is_not_sent_again() -> None:
    async def script(wire: Wire) -> None:
        await wire.request()
        await wire.send(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")

    async def run() -> int:
        async with serve(script) as server:
            exchange = await call(server.url())
            assert exchange.response is not None
            assert exchange.response.status == 503
            return server.connections

    assert asyncio.run(run()) == 1


def test_server_that_promises_to_keep_connections_and_closes_them_costs_no_request() -> None:
    requests = []

    async def script(wire: Wire) -> None:
        requests.append(await wire.request())
        await wire.answer(b"{}", b"Connection: keep-alive\r\n")

    async def run() -> None:
        settings = HttpSettings(timeouts=PATIENT)
        sender = HttpSender(settings, Redactor({}), SteppingClock())
        async with serve(script) as server:
            for number in range(40):
                exchange = await sender.send(
                    Side.CANDIDATE, Outgoing("POST", server.url(), (), b"%d" % number)
                )
                assert exchange.failure is None
        await sender.close()

    asyncio.run(run())
    assert [request.rpartition(b"\r\n")[2] for request in requests] == [
        b"%d" % number for number in range(40)
    ]


def test_environment_proxies_are_obeyed_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async def direct(wire: Wire) -> None:
        await wire.request()
        await wire.answer(b"direct")

    async def proxy(wire: Wire) -> None:
        await wire.request()
        await wire.answer(b"proxy")

    async def run() -> list[bytes]:
        async with serve(direct) as server, serve(proxy) as other:
            monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{other.port}")
            monkeypatch.delenv("NO_PROXY", raising=False)
            monkeypatch.delenv("no_proxy", raising=False)
            bodies = []
            for trust in (False, True):
                settings = HttpSettings(timeouts=PATIENT, trust_env=trust)
                exchange = await call(server.url(), settings)
                assert exchange.response is not None
                bodies.append(exchange.response.body)
            return bodies

    assert asyncio.run(run()) == [b"direct", b"proxy"]


def test_credentials_do_not_reach_the_exchange() -> None:
    async def script(wire: Wire) -> None:
        await wire.answer(await wire.request(), b"X-Echo: " + KEY.encode() + b"\r\n")

    exchange = exchange_with(script, headers=(("Authorization", f"Bearer {KEY}"),))

    assert KEY not in repr(exchange)
    assert header(exchange.request.headers, "authorization") == "[redacted]"
    assert exchange.response is not None
    assert header(exchange.response.headers, "x-echo") == "[redacted:baseline-key]"
    assert b"Bearer [redacted:baseline-key]" in exchange.response.body
    assert sum(chunk.length for chunk in exchange.response.chunks) == len(exchange.response.body)


async def _five_chunks(wire: Wire) -> None:
    await wire.request()
    await wire.send(CHUNKED)
    for number in range(5):
        await wire.send(b"1\r\n%d\r\n" % number)
    await wire.send(b"0\r\n\r\n")


def test_hanging_up_keeps_what_had_come_and_closes_the_connection() -> None:
    exchange = exchange_with(_five_chunks, hang_up_after=2)

    assert exchange.failure is not None
    assert exchange.failure.kind is FailureKind.CANCELLED
    assert exchange.failure.detail.startswith("closed on purpose while 127.0.0.1:")
    assert exchange.response is not None
    assert exchange.response.body == b"01"
    assert len(exchange.response.chunks) == 2


def test_answer_that_is_over_before_the_hang_up_is_whole() -> None:
    exchange = exchange_with(_five_chunks, hang_up_after=9)

    assert exchange.failure is None
    assert exchange.response is not None
    assert exchange.response.body == b"01234"


def test_nobody_hangs_up_on_an_error() -> None:
    async def script(wire: Wire) -> None:
        await wire.request()
        await wire.send(CHUNKED.replace(b"200 OK", b"400 Bad Request"))
        await wire.send(b"3\r\nbad\r\n0\r\n\r\n")

    exchange = exchange_with(script, hang_up_after=1)

    assert exchange.failure is None
    assert exchange.response is not None
    assert exchange.response.body == b"bad"

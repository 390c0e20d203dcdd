from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from lab_client import BEARER, CHAT, Heard, Wire, ask
from lab_probes import chat, hear_all, message, noon, said

from migrate_check.domain.errors import CannotRunError, UsageError
from migrate_check.lab.faults.catalogue import find_faults
from migrate_check.lab.gateway import Gateway, Misbehaviour
from migrate_check.lab.running import running_lab
from migrate_check.lab.serve import serve, serve_until_cancelled
from migrate_check.lab.server import LabServer
from migrate_check.lab.site import Lab, LabSettings
from migrate_check.lab.upstream import Upstream, UpstreamBroken
from migrate_check.lab.wire import LabRequest


@pytest.fixture(params=["provider", "gateway"])
def url(request: pytest.FixtureRequest, lab: Lab) -> Iterator[str]:
    yield lab.provider_url if request.param == "provider" else lab.gateway_url


def test_a_connection_serves_many_requests(url: str) -> None:
    with Wire(url) as wire:
        statuses = [
            wire.send(CHAT, chat()).status,
            wire.send(CHAT, chat(stream=True)).status,
            wire.send(CHAT, b"{").status,
            wire.send("/v1/models").status,
        ]
    assert statuses == [200, 200, 400, 200]


def test_connection_close_is_honoured(url: str) -> None:
    with Wire(url) as wire:
        assert wire.send("/v1/models", headers=(*BEARER, ("connection", "close"))).status == 200
        assert wire.at_end()


def test_each_event_is_a_chunk_of_its_own(url: str) -> None:
    heard = ask(url, CHAT, chat("Count from 1 to 5.", stream=True))
    assert all(chunk.startswith(b"data: ") for chunk in heard.chunks)
    assert all(chunk.endswith(b"\n\n") and chunk.count(b"\n\n") == 1 for chunk in heard.chunks)
    assert heard.header["content-type"] == "text/event-stream; charset=utf-8"


def test_a_large_body_comes_through(url: str) -> None:
    text = "é" * 2_000_000
    heard = ask(url, CHAT, chat(text, model="gpt-4o-mini"))
    assert heard.json["error"]["code"] == "context_length_exceeded"


def test_a_body_in_chunks_is_accepted(url: str) -> None:
    head = (
        f"POST {CHAT} HTTP/1.1\r\nhost: lab\r\nauthorization: {BEARER[0][1]}\r\n"
        "transfer-encoding: chunked\r\n\r\n"
    )
    with Wire(url) as wire:
        wire.send_raw(head.encode() + b'5\r\n{"a":\r\n1\r\n \r\n2\r\n1}\r\n0\r\n\r\n')
        assert wire.hear().json["error"]["message"] == "you must provide a model parameter"


def test_expect_100_continue_is_answered(url: str) -> None:
    with Wire(url) as wire:
        wire.send_raw(
            f"POST {CHAT} HTTP/1.1\r\nhost: lab\r\ncontent-length: 2\r\n"
            "expect: 100-continue\r\n\r\n".encode()
        )
        assert wire.line() == b"HTTP/1.1 100 \r\n"
        assert wire.line() == b"\r\n"
        wire.send_raw(b"{}")
        assert wire.hear().status == 401


def test_requests_sent_ahead_are_answered_in_order(url: str) -> None:
    with Wire(url) as wire:
        wire.begin("/v1/models", None, method="GET")
        wire.begin("/v1/nope", None, method="GET")
        assert [wire.hear("GET").status, wire.hear("GET").status] == [200, 404]


@pytest.mark.parametrize(
    "garbage",
    [
        b"hello\r\n\r\n",
        b"POST / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\nbad header\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nnot a size\r\n",
    ],
)
def test_malformed_http_gets_400_and_the_connection_ends(url: str, garbage: bytes) -> None:
    with Wire(url) as wire:
        wire.send_raw(garbage)
        assert wire.hear().status == 400
        assert wire.at_end()


def test_a_client_that_leaves_early_disturbs_nobody(url: str) -> None:
    for sent in (b"", b"POST /v1/chat", f"POST {CHAT} HTTP/1.1\r\nhost: a\r\n".encode()):
        with Wire(url) as wire:
            wire.send_raw(sent)
    assert ask(url, "/v1/models").status == 200


def test_head_has_no_body(url: str) -> None:
    with Wire(url) as wire:
        assert wire.send("/v1/models", method="HEAD").status == 404
        assert wire.send("/v1/models").status == 200


def test_the_faultless_gateway_only_adds_two_headers() -> None:
    with running_lab(pace=0, clock=noon) as lab:
        direct, proxied = hear_all(lab.provider_url), hear_all(lab.gateway_url)
    for name, heard in proxied.items():
        status, headers, body, complete = said(heard)
        assert heard.header["x-gateway-request-id"].startswith("gw-")
        assert ("via", "1.1 lab-gateway") in headers
        headers.remove(("via", "1.1 lab-gateway"))
        assert (status, headers, body, complete) == said(direct[name])
        assert len(heard.chunks) == len(direct[name].chunks)


def test_two_runs_with_one_seed_are_byte_equal() -> None:
    def everything(seed: int) -> list[object]:
        with running_lab(pace=0, clock=noon, seed=seed) as lab:
            return [hear_all(url) for url in (lab.provider_url, lab.gateway_url) for _ in "ab"]

    first = everything(3)
    assert everything(3) == first
    assert everything(4) != first


def test_repeats_differ_as_a_sampled_model_does_and_temperature_0_does_not(lab: Lab) -> None:
    def words(body: dict[str, object]) -> set[str]:
        heard = (ask(lab.provider_url, CHAT, body).json for _ in range(20))
        return {answer["choices"][0]["message"]["content"] for answer in heard}

    assert len(words(chat(temperature=1))) > 1
    assert len(words(chat(temperature=0))) == 1
    assert len(words(chat(temperature=1, seed=5))) == 1


def test_the_gateway_says_502_when_the_provider_is_gone() -> None:
    async def main() -> tuple[int, bytes]:
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            port = unused.getsockname()[1]
        answer = await Gateway(Upstream("127.0.0.1", port))(LabRequest("GET", "/", (), b""))
        assert isinstance(answer.body, bytes)
        return answer.status, answer.body

    status, body = asyncio.run(main())
    assert status == 502
    assert b"not reachable" in body


@pytest.mark.parametrize("answered", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-"])
def test_an_upstream_that_breaks_off_is_reported(answered: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answered)
        writer.close()
        await writer.wait_closed()

    async def main() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            with pytest.raises(UpstreamBroken, match=str(port)):
                await Upstream("127.0.0.1", port).send(LabRequest("GET", "/", (), b""))

    asyncio.run(main())


def test_a_stream_cut_by_the_provider_is_cut_for_the_client() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
        writer.write(b"transfer-encoding: chunked\r\n\r\n2\r\nhi\r\n")
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async def main() -> Heard:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            gateway = LabServer(Gateway(Upstream("127.0.0.1", port)))
            url = f"http://127.0.0.1:{await gateway.start()}"
            heard = await asyncio.to_thread(ask, url, "/")
            await gateway.stop()
        return heard

    heard = asyncio.run(main())
    assert (heard.status, heard.chunks, heard.complete) == (200, (b"hi",), False)


@pytest.mark.parametrize("faults", [(), ("oai-done-missing", "sse-crlf")])
def test_a_client_that_hangs_up_stops_the_provider(faults: tuple[str, ...]) -> None:
    async def main() -> None:
        hung_up = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
            with contextlib.suppress(ConnectionError):
                while not reader.at_eof():
                    writer.write(b'c\r\ndata: {"a":1\r\n3\r\n}\n\n\r\n')
                    await writer.drain()
                    await asyncio.sleep(0)
            hung_up.set()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            upstream = Upstream("127.0.0.1", server.sockets[0].getsockname()[1])
            gateway = LabServer(Gateway(upstream, Misbehaviour(find_faults(faults))))
            port = await gateway.start()

            def leave_after_the_head() -> None:
                with Wire(f"http://127.0.0.1:{port}") as wire:
                    wire.begin(CHAT, {})
                    wire.head()

            await asyncio.to_thread(leave_after_the_head)
            await asyncio.wait_for(hung_up.wait(), 20)
            await gateway.stop()

    asyncio.run(main())


def test_a_call_that_is_cancelled_closes_its_connection() -> None:
    async def main() -> bytes:
        ended = asyncio.get_running_loop().create_future()
        reached = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            reached.set()
            ended.set_result(await reader.read())
            writer.close()
            await writer.wait_closed()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            upstream = Upstream("127.0.0.1", server.sockets[0].getsockname()[1])
            call = asyncio.create_task(upstream.send(LabRequest("GET", "/", (), b"")))
            await reached.wait()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            rest = await ended
        assert isinstance(rest, bytes)
        return rest

    assert asyncio.run(main()) == b""


def test_a_taken_port_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with (
            pytest.raises(CannotRunError, match=rf"127\.0\.0\.1:{port}: cannot listen"),
            running_lab(gateway_port=port),
        ):
            pass
        with pytest.raises(CannotRunError, match="choose another port"):
            serve(LabSettings(provider_port=port), lambda lab: None)


def test_chosen_ports_are_used_again_after_shutdown() -> None:
    with running_lab(pace=0) as lab:
        ports = [urlsplit(url).port or 0 for url in (lab.provider_url, lab.gateway_url)]
        ask(lab.gateway_url, CHAT, chat(stream=True))
    with running_lab(pace=0, provider_port=ports[0], gateway_port=ports[1]) as again:
        assert (again.provider_url, again.gateway_url) == (lab.provider_url, lab.gateway_url)


def test_shutdown_breaks_open_streams_off() -> None:
    before = threading.active_count()
    with running_lab(pace=50) as lab:
        streaming = Wire(lab.gateway_url)
        streaming.begin(CHAT, chat("Count from 1 to 60.", stream=True))
        assert streaming.head()[0] == 200
        half = Wire(lab.gateway_url)
        half.send_raw(b"POST /v1/chat")
        idle = Wire(lab.provider_url)
    with streaming, half, idle:
        assert not streaming.chunks()[1]
        assert half.at_end()
        assert idle.at_end()
    assert threading.active_count() == before


def test_wrong_settings_are_refused() -> None:
    with pytest.raises(UsageError, match="fault rate 2 is not a share"):
        LabSettings(fault_rate=2)
    with pytest.raises(UsageError, match="pace -1 is below 0"):
        LabSettings(pace=-1)
    with pytest.raises(UsageError, match="not known"), running_lab(["nonsense"]):
        pass


def test_serve_tells_where_it_listens_and_runs_until_cancelled() -> None:
    opened: list[Lab] = []

    async def main() -> int:
        serving = asyncio.create_task(serve_until_cancelled(LabSettings(pace=0), opened.append))
        while not opened:
            await asyncio.sleep(0)
        heard = await asyncio.to_thread(
            ask,
            opened[0].gateway_url,
            "/v1/messages",
            message(),
            (("x-api-key", opened[0].key), ("anthropic-version", "2023-06-01")),
        )
        serving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await serving
        return heard.status

    assert asyncio.run(main()) == 200


def test_stopping_a_server_that_never_started_is_fine() -> None:
    async def app(request: LabRequest) -> object:
        raise AssertionError

    asyncio.run(LabServer(app).stop())  # type: ignore[arg-type]

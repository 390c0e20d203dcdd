from __future__ import annotations

import asyncio
import gzip
import os
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import vcr
from hypothesis import given
from hypothesis import strategies as st
from vcr.cassette import Cassette

from migrate_check.domain.errors import CassetteError
from migrate_check.domain.exchange import (
    Chunk,
    Exchange,
    FailureKind,
    Headers,
    Request,
    Response,
    Side,
    TransportFailure,
)
from migrate_check.domain.ports import Outgoing
from migrate_check.domain.scenario import Auth
from migrate_check.exchange.cassette import RecordingSender, ReplaySender, cassette_path
from migrate_check.exchange.cassette_format import (
    Mark,
    recorded_key,
    replayed_exchange,
    request_key,
    vcr_request,
    vcr_response,
)
from migrate_check.exchange.credentials import INVALID_KEY
from migrate_check.exchange.redaction import Redactor

KEY = "sk-cassette-0123456789"
REDACTOR = Redactor({"baseline-key": KEY})
URL = "https://host.test/v1/chat/completions?version=1"
VALID: Headers = (("Authorization", f"Bearer {KEY}"), ("Content-Type", "application/json"))
INVALID: Headers = (("Authorization", f"Bearer {INVALID_KEY}"), *VALID[1:])


def response(body: bytes = b'{"n":1}', headers: Headers = (), status: int = 200) -> Response:
    return Response(status, "HTTP/1.1", headers, body, (Chunk(5, len(body)),), 4)


class Answers:
    """An inner sender that gives these responses in turn."""

    def __init__(self, *answers: Response | TransportFailure) -> None:
        self._answers = list(answers)
        self.closed = False

    async def send(self, side: Side, outgoing: Outgoing) -> Exchange:
        answer = self._answers.pop(0)
        request = Request(outgoing.method, outgoing.url, outgoing.headers, outgoing.body)
        if isinstance(answer, Response):
            exchange = Exchange(request, answer, None, "2025-01-31T09:30:00.000Z", 9)
        else:
            exchange = Exchange(request, None, answer, "2025-01-31T09:30:00.000Z", 9)
        return REDACTOR.redact(exchange)

    async def close(self) -> None:
        self.closed = True


Call = tuple[Headers, bytes]


def record(
    folder: Path, calls: list[Call], *answers: Response | TransportFailure
) -> list[Exchange]:
    async def run() -> list[Exchange]:
        inner = Answers(*answers)
        sender = RecordingSender(inner, folder)
        exchanges = [
            await sender.send(Side.BASELINE, Outgoing("POST", URL, headers, body))
            for headers, body in calls
        ]
        await sender.close()
        assert inner.closed
        return exchanges

    return asyncio.run(run())


def replay(folder: Path, calls: list[Call], url: str = URL) -> list[Exchange]:
    async def run() -> list[Exchange]:
        sender = ReplaySender(folder, REDACTOR)
        exchanges = [
            await sender.send(Side.BASELINE, Outgoing("POST", url, headers, body))
            for headers, body in calls
        ]
        await sender.close()
        return exchanges

    return asyncio.run(run())


def timeless(exchange: Exchange) -> Exchange:
    answer = exchange.response and replace(exchange.response, chunks=(), head_ns=None)
    return replace(exchange, response=answer, end_ns=None)


def test_replay_equals_the_recording_but_for_time(tmp_path: Path) -> None:
    packed = gzip.compress(b"{}", mtime=1)
    answers = (
        response(
            b"data: \xe2\x80\xa8\x85 \xff\r\n\n",
            (("Content-Type", "text/event-stream"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")),
        ),
        response(packed, (("Content-Encoding", "gzip"),), status=429),
    )
    calls = [(VALID, b'{"a":1}'), (VALID, b'{"a":2}')]

    recorded = record(tmp_path, calls, *answers)

    assert replay(tmp_path, calls) == [timeless(exchange) for exchange in recorded]


def test_repeats_replay_in_their_order(tmp_path: Path) -> None:
    calls = [(VALID, b"{}"), (VALID, b'{"other":1}'), (VALID, b"{}")]
    record(tmp_path, calls, response(b"1"), response(b"other"), response(b"2"))

    exchanges = replay(tmp_path, [calls[1], calls[0], calls[0]])

    assert [exchange.response and exchange.response.body for exchange in exchanges] == [
        b"other",
        b"1",
        b"2",
    ]


def test_more_repeats_than_recorded_are_refused(tmp_path: Path) -> None:
    record(tmp_path, [(VALID, b"{}")] * 2, response(), response())

    with pytest.raises(CassetteError) as caught:
        replay(tmp_path, [(VALID, b"{}")] * 3)

    assert str(caught.value) == (
        f"{tmp_path / 'baseline.yaml'}: POST /v1/chat/completions?version=1 (valid credentials, "
        "2 bytes of body) was recorded 2 times and is asked for once more; lower --repeat, or "
        "record again with: migrate-check run --record"
    )


@pytest.mark.parametrize(
    ("headers", "body", "url"),
    [
        (VALID, b'{"changed":1}', URL),
        (VALID, b"{}", URL + "&more=1"),
        (INVALID, b"{}", URL),
        ((), b"{}", URL),
    ],
)
def test_what_was_not_recorded_is_refused(
    tmp_path: Path, headers: Headers, body: bytes, url: str
) -> None:
    record(tmp_path, [(VALID, b"{}")], response())

    with pytest.raises(CassetteError, match=r"baseline\.yaml: no recording of POST .*record again"):
        replay(tmp_path, [(headers, body)], url)


def test_host_may_have_moved(tmp_path: Path) -> None:
    record(tmp_path, [(VALID, b"{}")], response())

    moved = URL.replace("host.test", "localhost:8080")
    assert replay(tmp_path, [(VALID, b"{}")], moved)[0].request.url == URL


def test_kinds_of_credentials_do_not_mix(tmp_path: Path) -> None:
    calls = [(VALID, b"{}"), (INVALID, b"{}"), ((), b"{}")]
    statuses = [200, 401, 403]
    record(tmp_path, calls, *(response(status=status) for status in statuses))

    exchanges = replay(tmp_path, calls[::-1])

    assert [exchange.response and exchange.response.status for exchange in exchanges] == [
        403,
        401,
        200,
    ]


@pytest.mark.parametrize("kind", list(FailureKind))
def test_transport_failures_are_recorded(tmp_path: Path, kind: FailureKind) -> None:
    recorded = record(tmp_path, [(VALID, b"{}")], TransportFailure(kind, "host.test:443 failed"))

    assert replay(tmp_path, [(VALID, b"{}")]) == [timeless(recorded[0])]


def test_partial_answer_is_recorded_with_its_failure() -> None:
    failure = TransportFailure(FailureKind.TRUNCATED, "cut")
    exchange = Exchange(Request("POST", URL, (), b""), response(b"half"), failure, "2025", 9)

    assert replayed_exchange(
        vcr_request(exchange.request, Mark(Auth.MISSING)), vcr_response(exchange)
    ) == timeless(exchange)


def test_cassette_holds_no_secret(tmp_path: Path) -> None:
    leak = response(f'{{"you sent": "{KEY}"}}'.encode(), (("X-Echo", KEY),))
    record(tmp_path, [(VALID, f'{{"my key": "{KEY}"}}'.encode())], leak)

    text = cassette_path(tmp_path, Side.BASELINE).read_text()

    assert KEY not in text
    assert text.count("[redacted:baseline-key]") == 3


def test_plain_vcrpy_replays_the_file_through_httpx(tmp_path: Path) -> None:
    packed = gzip.compress(b'{"ok": true}')
    failure = TransportFailure(FailureKind.TIMEOUT_READ, "slow")
    answer = response(packed, (("Content-Encoding", "gzip"), ("X-A", "1")))
    record(tmp_path, [(VALID, b'{"a":1}'), (VALID, b'{"a":2}')], answer, failure)

    path = str(cassette_path(tmp_path, Side.BASELINE))
    match_on = ["method", "uri", "body"]
    with vcr.use_cassette(path, record_mode="none", match_on=match_on), httpx.Client() as client:
        replayed = client.post(URL, json={"a": 1})
        failed = client.post(URL, json={"a": 2})

    assert replayed.json() == {"ok": True}
    assert replayed.headers["x-a"] == "1"
    assert failed.status_code == 599


def test_cassette_of_plain_vcrpy_can_be_replayed(tmp_path: Path) -> None:
    cassette = Cassette(path=str(cassette_path(tmp_path, Side.BASELINE)))
    recorded = vcr.request.Request("POST", URL, None, {"Accept": "*/*"})
    cassette.append(
        recorded,
        {
            "status": {"code": 201, "message": "Created"},
            "headers": {"X-A": ["1"], "X-B": "2"},
            "body": {"string": b"plain"},
        },
    )
    cassette._save()

    (exchange,) = replay(tmp_path, [(VALID, b"")])

    assert exchange.response == Response(
        201, "HTTP/1.1", (("X-A", "1"), ("X-B", "2")), b"plain", (), None
    )
    assert exchange.failure is None


@pytest.mark.parametrize(
    ("found", "replaced"),
    [
        ("x-migrate-check-auth:\n      - valid", "x-migrate-check-auth:\n      - perhaps"),
        ("kind: reset", "kind: unheard-of"),
        ("code: 599", "code: none"),
    ],
)
def test_edited_cassette_is_refused(tmp_path: Path, found: str, replaced: str) -> None:
    failure = TransportFailure(FailureKind.RESET, "gone")
    record(tmp_path, [(VALID, b"{}"), (VALID, b"{}")], failure, response(status=599))
    path = cassette_path(tmp_path, Side.BASELINE)
    text = path.read_text()
    assert found in text
    path.write_text(text.replace(found, replaced))

    with pytest.raises(CassetteError, match="not a readable cassette"):
        replay(tmp_path, [(VALID, b"{}")])


@pytest.mark.parametrize(
    "content",
    [None, "", "not: [yaml", "version: 1\n", "interactions: 7\n", "\x00", "- request: 1\n"],
)
def test_unreadable_cassette_is_one_line_with_a_remedy(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        cassette_path(tmp_path, Side.BASELINE).write_text(content)

    with pytest.raises(CassetteError) as caught:
        replay(tmp_path, [(VALID, b"{}")])

    assert str(caught.value).startswith(f"{tmp_path / 'baseline.yaml'}: ")
    assert str(caught.value).endswith("record again with: migrate-check run --record")
    assert "\n" not in str(caught.value)


def test_recording_replaces_the_file_as_a_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(tmp_path, [(VALID, b"{}")], response(b"first"))

    def fail(source: str, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(CassetteError, match=r"cannot be written \(No space left on device\)"):
        record(tmp_path, [(VALID, b"{}")], response(b"second"))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["baseline.yaml", "candidate.yaml"]
    exchange = replay(tmp_path, [(VALID, b"{}")])[0]
    assert exchange.response is not None
    assert exchange.response.body == b"first"


def test_run_without_requests_leaves_an_older_recording(tmp_path: Path) -> None:
    record(tmp_path, [(VALID, b"{}")], response(b"first"))
    record(tmp_path, [])

    assert replay(tmp_path, [(VALID, b"{}")])[0].response is not None


def test_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CassetteError, match="cannot be written"):
        record(tmp_path / "file" / "folder", [(VALID, b"{}")], response())


HEADER_TEXT = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=10)


@given(
    body=st.binary(max_size=60) | st.text(max_size=30).map(str.encode),
    sent=st.binary(max_size=30) | st.text(max_size=30).map(str.encode),
    value=HEADER_TEXT,
)
def test_any_bytes_survive_the_file(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, sent: bytes, value: str
) -> None:
    folder = tmp_path_factory.mktemp("cassette")
    calls: list[Call] = [((("X-A", value),), sent)]

    recorded = record(folder, calls, response(body, (("X-B", value),)))

    assert replay(folder, calls) == [timeless(recorded[0])]


@given(
    body=st.binary(max_size=30), auth=st.sampled_from(Auth), take=st.sampled_from(("", "a/b+again"))
)
def test_key_of_a_request_survives_the_recording(body: bytes, auth: Auth, take: str) -> None:
    request = Request("POST", URL, (("X-A", "1"),), body)

    mark = Mark(auth, take)
    assert recorded_key(vcr_request(request, mark)) == request_key(request, mark)

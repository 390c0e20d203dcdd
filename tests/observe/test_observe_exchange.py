"""An exchange in provider-neutral terms: kinds of bodies, encodings, timing, totality."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.exchange import Chunk, Exchange, FailureKind, Headers, Side
from migrate_check.domain.observation import ApiError, BodyKind, ShapePath
from migrate_check.domain.scenario import Route
from migrate_check.observe import answer_of, observe_exchange
from tests.observe.answers import (
    COMPLETION,
    ERROR,
    JSON_TYPE,
    PLAIN,
    SSE_TYPE,
    STREAMED,
    chunk,
    chunks,
    completion,
    exchange,
    kinds,
    observe,
)

HELLO = chunks("Hel", "lo")


def test_a_json_answer() -> None:
    observed = observe(COMPLETION, headers=(*JSON_TYPE, ("X-A", "1"), ("x-a", "2")))
    assert observed.ok
    assert observed.anomalies == ()
    assert observed.body_kind is BodyKind.JSON
    assert observed.document == COMPLETION
    assert observed.events == ()
    assert observed.headers == {"content-type": "application/json", "x-a": "1, 2"}
    assert observed.reply is not None
    assert observed.reply.text == "Hello"
    assert observed.asked.model == "m-1"
    assert observed.variant == "json+text"
    assert (observed.status, observed.http_version) == (200, "HTTP/1.1")
    assert ShapePath("choices[].message.content", "string") in observed.shape


def test_a_streamed_answer() -> None:
    observed = observe([b": hi\n\n", *HELLO])
    assert observed.ok
    assert observed.anomalies == ()
    assert observed.body_kind is BodyKind.SSE
    assert observed.document is None
    assert len(observed.events) == 5
    assert observed.events[-1].data == "[DONE]"
    assert observed.framing == {"comment"}
    assert observed.body_text.startswith(": hi\n\ndata: {")
    assert observed.reply is not None
    assert observed.reply.text == "Hello"
    assert ShapePath("chunk.choices[].delta.content", "string") in observed.shape
    assert ShapePath("chunk.choices[].delta.role", "absent") in observed.shape


def test_event_names_shift_no_path() -> None:
    named = [b"event: message\n" + event for event in HELLO]
    assert observe(named).shape == observe(HELLO).shape
    start = b'data: {"type": "message_start", "message": {"id": "msg_1"}}\n\n'
    for events in ([start], [b"event: message_start\n" + start], [b"event: x\n" + start]):
        shape = observe(events, route=Route.ANTHROPIC_MESSAGES).shape
        assert ShapePath("message_start.message.id", "string") in shape
    untyped = [b"event: message_start\ndata: {}\n\n", b'data: {"a": 1}\n\n', b"data: 7\n\n"]
    assert observe(untyped, route=Route.ANTHROPIC_MESSAGES).shape == {
        ShapePath("chunk", "object"), ShapePath("chunk", "integer"), ShapePath("chunk.a", "integer")
    }  # fmt: skip


def test_no_response_at_all() -> None:
    unanswered = replace(exchange(COMPLETION, failure=FailureKind.CONNECT), response=None)
    observed = observe_exchange(unanswered, Route.OPENAI_CHAT, Side.BASELINE)
    assert not observed.ok
    assert (observed.status, observed.body_kind) == (None, BodyKind.NONE)
    assert observed.asked.model == "m-1"
    assert observed.variant == "failure"
    assert answer_of(unanswered, Route.OPENAI_CHAT) is None


def test_a_body_that_broke_off_proves_nothing() -> None:
    observed = observe(HELLO[:2], failure=FailureKind.RESET)
    assert observed.anomalies == ()
    assert not observed.ok
    assert observed.reply is not None
    assert observed.reply.text == "Hel"
    leaking = observe({"k": "AKIAABCDEFGHIJKLMNOP"}, status=500, failure=FailureKind.TRUNCATED)
    assert kinds(leaking) == {("leak-secret", "k")}


@pytest.mark.parametrize(
    ("body", "options", "kind", "expected"),
    [
        (b"", {}, BodyKind.EMPTY, {("body-empty", "body")}),
        (b" \n", {}, BodyKind.EMPTY, {("body-empty", "body")}),
        (b"", {"request": STREAMED}, BodyKind.EMPTY, {("stream-empty", "stream")}),
        ([b": hi\n\n"], {}, BodyKind.SSE, {("stream-empty", "stream")}),
        (b"hello", {}, BodyKind.TEXT, {("body-not-json", "body")}),
        (b"{oops", {}, BodyKind.TEXT, {("body-not-json", "body")}),
        (b"<!DOCTYPE html><p>", {}, BodyKind.HTML, {("body-not-json", "body")}),
        (b"\x00\x01", {}, BodyKind.BINARY, {("body-not-json", "body")}),
        (b"\xff\xfe\xfd", {}, BodyKind.BINARY, {("body-not-json", "body")}),
        (b'{"a": NaN}', {}, BodyKind.TEXT, {("body-not-json", "body")}),
        (COMPLETION, {"request": STREAMED}, BodyKind.JSON, {("stream-not-sse", "body")}),
        (b"oops", {"request": STREAMED}, BodyKind.TEXT, {("stream-not-sse", "body")}),
        (HELLO, {"request": PLAIN}, BodyKind.SSE, {("stream-unasked", "body")}),
        (HELLO, {"headers": JSON_TYPE}, BodyKind.SSE, {
            ("stream-content-type", "header content-type")
        }),
        (HELLO, {"headers": ()}, BodyKind.SSE, {("stream-content-type", "header content-type")}),
        ([*HELLO[:-1], b"data: [DONE]"], {}, BodyKind.SSE, {
            ("event-unterminated", "end of stream")
        }),
        ([*HELLO[:-1], b"\xe2\x80\xa8\n\n", HELLO[-1]], {}, BodyKind.SSE, {
            ("event-unknown", "line")
        }),
        ([b"oops\n\n", *HELLO], {}, BodyKind.SSE, {("event-unknown", "line")}),
        ([b"\xef\xbb\xbf", *HELLO], {}, BodyKind.SSE, set()),
        (b"502 Bad Gateway", {"status": 502}, BodyKind.TEXT, {("error-not-json", "body")}),
        (b"", {"status": 502}, BodyKind.EMPTY, {("error-not-json", "body")}),
        (HELLO, {"status": 502}, BodyKind.SSE, {("error-not-json", "body")}),
        (ERROR, {"status": 400}, BodyKind.JSON, set()),
    ],
)  # fmt: skip
def test_kinds_of_bodies(
    body: Any, options: Any, kind: BodyKind, expected: set[tuple[str, str]]
) -> None:
    observed = observe(body, **options)
    assert observed.body_kind is kind
    assert kinds(observed) == expected


@pytest.mark.parametrize(
    ("body", "envelope", "message"),
    [
        (b"<html><h1>502 Bad Gateway</h1>", "html", "<html><h1>502 Bad Gateway</h1>"),
        (b"upstream gone", "text", "upstream gone"),
        (b"", "empty", None),
        (HELLO, "text", b"".join(HELLO).decode()[:500]),
        ([b'data: {"error": {"message": "no"}}\n\n'], "openai", "no"),
        (ERROR, "openai", "no"),
    ],
)
def test_errors_of_any_body(body: Any, envelope: str, message: str | None) -> None:
    observed = observe(body, status=502)
    assert not observed.ok
    assert observed.reply is None
    assert isinstance(observed.error, ApiError)
    assert (observed.error.envelope, observed.error.message) == (envelope, message)
    assert observed.variant == "error-502"


# Encodings


def encoded(name: str, body: bytes, **options: Any) -> set[tuple[str, str]]:
    return kinds(observe(body, headers=(*JSON_TYPE, ("Content-Encoding", name)), **options))


PLAIN_BODY = b"%b" % observe(COMPLETION).body_text.encode()
RAW_DEFLATE = zlib.compressobj(wbits=-15)
RAW_BODY = RAW_DEFLATE.compress(PLAIN_BODY) + RAW_DEFLATE.flush()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("gzip", gzip.compress(PLAIN_BODY)),
        ("x-gzip", gzip.compress(PLAIN_BODY[:9]) + gzip.compress(PLAIN_BODY[9:])),
        ("deflate", zlib.compress(PLAIN_BODY)),
        ("deflate", RAW_BODY),
        ("identity", PLAIN_BODY),
        ("GZIP ", gzip.compress(PLAIN_BODY)),
    ],
)
def test_content_encodings(name: str, body: bytes) -> None:
    observed = observe(body, headers=(*JSON_TYPE, ("Content-Encoding", name)))
    assert observed.anomalies == ()
    assert observed.document == COMPLETION


BROKEN = ("content-encoding-broken", "header content-encoding")


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_a_declared_encoding_that_the_bytes_do_not_have(name: str) -> None:
    assert encoded(name, PLAIN_BODY) == {BROKEN}


def test_an_encoding_that_breaks_off() -> None:
    observed = encoded("gzip", gzip.compress(PLAIN_BODY)[:-9])
    assert BROKEN in observed


def test_an_empty_body_needs_no_encoding() -> None:
    assert encoded("gzip", b"", status=500) == {("error-not-json", "body")}


def test_bytes_that_are_no_utf8() -> None:
    body = PLAIN_BODY.replace(b"Hello", b"H\xe9llo")
    observed = observe(body)
    # Strict parsers refuse the whole body, whatever a lenient client makes of it.
    assert kinds(observed) == {("body-invalid-utf8", "body")}
    stream = b"".join(HELLO).replace(b"Hel", b"H\xe9l")
    assert kinds(observe([stream])) == {("body-invalid-utf8", "body")}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ((("Content-Length", str(len(PLAIN_BODY))),), set()),
        ((("Content-Length", "7"),), {("content-length-wrong", "header content-length")}),
        ((("Content-Length", "7"), ("Transfer-Encoding", "chunked")), set()),
        ((("Content-Length", "x"),), set()),
    ],
)
def test_content_length(headers: Headers, expected: set[tuple[str, str]]) -> None:
    assert kinds(observe(COMPLETION, headers=(*JSON_TYPE, *headers))) == expected


def test_redaction_may_change_the_length() -> None:
    headers = (*JSON_TYPE, ("Content-Length", "7"))
    assert kinds(observe(completion("[redacted:e-mail]"), headers=headers)) == set()


BAD = "\ufffd"


@pytest.mark.parametrize(
    ("body", "options", "expected"),
    [
        (completion("Gr" + BAD + "n"), {}, {("body-replacement-character", "text")}),
        (chunks("Gr", BAD), {}, {("body-replacement-character", "text")}),
        (chunks("Gr", BAD, finish="length"), {}, set()),
        (completion("Gr" + BAD), {"request": {"messages": "say " + BAD}}, set()),
        (completion("Gr" + BAD), {"request": ("say " + BAD).encode()}, set()),
        (completion("fine", note=BAD), {}, set()),
        (COMPLETION, {"request": b"\xff"}, set()),
        ([chunk({"role": "assistant", "reasoning": BAD}), *HELLO[2:]], {}, {
            ("body-replacement-character", "reasoning")
        }),
    ],
)  # fmt: skip
def test_replacement_characters(body: Any, options: Any, expected: set[tuple[str, str]]) -> None:
    assert kinds(observe(body, **options)) == expected


def test_replacement_characters_in_arguments() -> None:
    function = {"name": "f", "arguments": '{"a": "' + BAD + '"}'}
    message = {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
    }
    choices = [{"index": 0, "message": message, "finish_reason": "tool_calls"}]
    request = {**PLAIN, "tools": [{"type": "function", "function": {"name": "f"}}]}
    observed = observe({**COMPLETION, "choices": choices}, request=request)
    assert kinds(observed) == {("body-replacement-character", "tool arguments")}


# Timing

MS = 1_000_000


def cut(body: bytes, *positions: int) -> tuple[Chunk, ...]:
    """Chunks that arrive 10 ms apart."""
    bounds = pairwise([0, *positions, len(body)])
    return tuple(Chunk((at + 1) * 10 * MS, end - start) for at, (start, end) in enumerate(bounds))


def test_content_is_timed_by_the_chunk_that_completes_it() -> None:
    sizes = [len(event) for event in HELLO]
    first_end = sum(sizes[:2])
    # The first content event lacks its last byte until the third chunk comes.
    arrivals = cut(b"".join(HELLO), sizes[0], first_end - 1)
    observed = observe(HELLO, arrivals=arrivals)
    assert [event.offset_ns for event in observed.events] == [10 * MS, *[30 * MS] * 4]
    assert observed.timing.head_s == 0.005
    assert observed.timing.ttft_s == 0.03
    assert observed.timing.e2e_s == 0.09
    assert observed.timing.content_offsets_s == (0.03,)


def test_a_compressed_stream_is_timed_too() -> None:
    packer = zlib.compressobj(wbits=31)
    pieces = [packer.compress(event) + packer.flush(zlib.Z_SYNC_FLUSH) for event in HELLO]
    pieces[-1] += packer.flush()
    arrivals = tuple(Chunk((at + 1) * 10 * MS, len(piece)) for at, piece in enumerate(pieces))
    headers = (*SSE_TYPE, ("Content-Encoding", "gzip"))
    observed = observe(pieces, headers=headers, arrivals=arrivals)
    assert observed.anomalies == ()
    assert observed.timing.content_offsets_s == (0.02, 0.03)


def test_without_arrivals_nothing_is_timed() -> None:
    timing = observe(HELLO).timing
    assert (timing.head_s, timing.ttft_s, timing.e2e_s) == (None, None, None)
    assert timing.content_offsets_s == ()


def test_an_unstreamed_answer_has_no_first_token() -> None:
    arrivals = (Chunk(10 * MS, len(PLAIN_BODY)),)
    timing = observe(COMPLETION, arrivals=arrivals).timing
    assert (timing.ttft_s, timing.e2e_s) == (None, 0.09)
    unmeasured = replace(exchange(COMPLETION, arrivals=arrivals), end_ns=None)
    assert observe_exchange(unmeasured, Route.OPENAI_CHAT, Side.BASELINE).timing.e2e_s is None


def test_arrivals_that_do_not_cover_the_body_are_borne() -> None:
    observed = observe(HELLO, arrivals=(Chunk(10 * MS, 3),))
    assert {event.offset_ns for event in observed.events} == {10 * MS}


# The answer for the next turn


def answer(body: Any, **options: Any) -> Any:
    return answer_of(exchange(body, **options), Route.OPENAI_CHAT)


def test_the_answer_is_the_document_or_the_events() -> None:
    assert answer(COMPLETION) == COMPLETION
    assert [event.data for event in answer(HELLO)][-1] == "[DONE]"


@pytest.mark.parametrize(
    ("body", "options"),
    [
        (COMPLETION, {"status": 500}),
        (COMPLETION, {"failure": FailureKind.RESET}),
        (ERROR, {}),
        (b"oops", {}),
        ([b": hi\n\n"], {}),
        ([*HELLO[:2], b'data: {"error": {"message": "no"}}\n\n'], {}),
    ],
)
def test_a_failed_answer_is_none(body: Any, options: Any) -> None:
    assert answer(body, **options) is None


# Totality

BODIES = st.one_of(
    st.binary(max_size=40),
    st.lists(
        st.sampled_from(
            [
                *HELLO,
                b"data: ",
                b"\n\n",
                b"\r\n",
                b"{",
                b"}",
                b"[",
                b"null",
                b'"\\ud83d"',
                b"\xff",
                b"event: error\n",
                b"data: {}\n\n",
                b'data: {"choices":[{"delta":0}]}\n\n',
                b"<html>",
            ]
        ),
        max_size=8,
    ).map(b"".join),
    st.just(b"[" * 5000 + b"]" * 5000),
    st.just(b'{"a":' * 900 + b"1" + b"}" * 900),
)
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(["Content-Type", "content-encoding", "content-length", "x-a"]),
        st.sampled_from(["text/event-stream", "gzip", "deflate", "br", "5", "", "é", "sk-"]),
    ),
    max_size=4,
).map(tuple)


@given(
    BODIES,
    HEADERS,
    st.sampled_from([100, 200, 204, 302, 400, 500]),
    st.lists(st.integers(0, 50), max_size=4),
    st.sampled_from(list(Route)),
)
def test_any_exchange_is_observed(
    body: bytes, headers: Headers, status: int, lengths: list[int], route: Route
) -> None:
    arrivals = tuple(Chunk(at, length) for at, length in enumerate(lengths))
    made: Exchange = exchange(body, status=status, headers=headers, arrivals=arrivals)
    observed = observe_exchange(made, route, Side.CANDIDATE)
    assert observed == observe_exchange(made, route, Side.CANDIDATE)
    assert (observed.error is not None) or 200 <= status < 300
    places = [(kind, location) for kind, location, _ in observed.anomalies]
    assert len(places) == len(set(places))
    given_back = answer_of(made, route)
    assert given_back is None or observed.ok

"""Server-sent events: the grammar, and that it does not matter how the network cut the bytes."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from migrate_check.dialects.server_sent_events import ServerSentEvent, ServerSentEventParser


def parse(*chunks: bytes) -> tuple[list[ServerSentEvent], ServerSentEventParser]:
    parser = ServerSentEventParser()
    events = [event for chunk in chunks for event in parser.feed(chunk)]
    return events + parser.close(), parser


def data_of(*chunks: bytes) -> list[str]:
    return [event.data for event in parse(*chunks)[0]]


@pytest.mark.parametrize(
    ("stream", "data", "framing"),
    [
        (b"data: a\n\ndata: b\n\n", ["a", "b"], set()),
        (b"data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"], {"crlf"}),
        (b"data: a\r\rdata: b\r\r", ["a", "b"], {"cr"}),
        (b"data: a\r\n\ndata: b\n\r\n", ["a", "b"], {"crlf"}),
        (b"data:a\n\n", ["a"], {"no-space"}),
        (b"data:  a\n\n", [" a"], set()),
        (b"data\n\n", [""], set()),
        (b"data:\n\n", [""], set()),
        (b"data: a\ndata: b\n\n", ["a\nb"], {"multiline-data"}),
        (b": keep-alive\n\ndata: a\n\n", ["a"], {"comment"}),
        (b"\xef\xbb\xbfdata: a\n\n", ["a"], {"bom"}),
        (b"id: 7\nretry: 10\ndata: a\n\n", ["a"], {"id-field", "retry-field"}),
        (b"data: a\n\n\ndata: b\n\n", ["a", "b"], {"extra-blank-line"}),
        (b"\ndata: a\n\n", ["a"], {"extra-blank-line"}),
        (b"id: 7\n\ndata: a\n\n", ["a"], {"id-field"}),
        ("data: x\u2028y\u0085z\x0bw\x0c\n\n".encode(), ["x\u2028y\u0085z\x0bw\x0c"], set()),
        (b"data: \xff\n\n", ["\ufffd"], set()),
        (b"", [], set()),
    ],
)
def test_grammar(stream: bytes, data: list[str], framing: set[str]) -> None:
    events, parser = parse(stream)
    assert [event.data for event in events] == data
    assert parser.framing == framing
    assert not parser.unterminated


def test_event_names_do_not_carry_over() -> None:
    events, parser = parse(b"event: ping\ndata: a\n\ndata: b\n\nevent:\ndata: c\n\n")
    assert [event.name for event in events] == ["ping", None, None]
    assert parser.framing == {"event-field"}


def test_named_event_without_data_is_kept() -> None:
    assert parse(b"event: ping\n\n")[0] == [ServerSentEvent("ping", "", 13)]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r", b"\r\n"])
def test_event_without_blank_line_is_kept_and_reported(end: bytes) -> None:
    events, parser = parse(b"data: a\n\ndata: b" + end)
    assert [event.data for event in events] == ["a", "b"]
    assert parser.unterminated


def test_comment_at_the_end_leaves_nothing_open() -> None:
    events, parser = parse(b"data: a\n\n: bye")
    assert len(events) == 1
    assert not parser.unterminated
    assert parser.comments == ["bye"]


def test_lines_that_are_no_fields_are_kept_apart() -> None:
    events, parser = parse(b'data: a\n\n{"error": 1}\n data: b\n\n')
    assert [event.data for event in events] == ["a"]
    assert parser.foreign_lines == ['{"error": 1}', " data: b"]


@pytest.mark.parametrize(
    ("stream", "ends"),
    [
        (b"data: a\n\ndata: b\n\n", [9, 18]),
        (b"data: a\r\n\r\ndata: b\r\n\r\n", [11, 22]),
        (b"data: a\r\rdata: b", [9, 16]),
        (b"\xef\xbb\xbfdata: a\n\n", [12]),
        (b"data: a\n\r", [9]),
    ],
)
def test_end_is_the_byte_that_completes_the_event(stream: bytes, ends: list[int]) -> None:
    assert [event.end for event in parse(stream)[0]] == ends


def test_events_come_as_soon_as_they_are_complete() -> None:
    parser = ServerSentEventParser()
    assert parser.feed(b"data: a") == []
    assert parser.feed(b"bc\n") == []
    assert [event.data for event in parser.feed(b"\n")] == ["abc"]


def test_crlf_cut_in_two_is_one_line_end() -> None:
    events, parser = parse(b"data: a\r", b"\ndata: b\r", b"\n\r", b"\n")
    assert [event.data for event in events] == ["a\nb"]
    assert parser.framing == {"crlf", "multiline-data"}


def test_characters_may_be_cut_anywhere() -> None:
    stream = "data: 你好👋\n\n".encode()
    for position in range(len(stream)):
        assert data_of(stream[:position], stream[position:]) == ["你好👋"]


PIECES = st.lists(
    st.sampled_from(
        [
            b" ",
            b"\n",
            b"\r",
            b":",
            b"x",
            b"\xff",
            b"\x00",
            "é\u2028\ufeff".encode(),
            b"\xef\xbb\xbf",
            *b"data: data event: id retry: [DONE]".split(b" "),
        ]
    ),
    max_size=40,
).map(b"".join)
STREAMS = st.one_of(PIECES, st.binary(max_size=60))


@given(STREAMS, st.lists(st.integers(0, 200), max_size=12))
@example(b"data: a\r\n\r\n", [8])
def test_result_does_not_depend_on_the_cuts(stream: bytes, cuts: list[int]) -> None:
    bounds = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    chunks = [stream[start:end] for start, end in pairwise(bounds)]
    whole, parser = parse(stream)
    cut_up, cut_parser = parse(*chunks)
    assert cut_up == whole
    assert cut_parser.framing == parser.framing
    assert cut_parser.unterminated == parser.unterminated
    assert cut_parser.comments == parser.comments
    assert cut_parser.foreign_lines == parser.foreign_lines


def by_the_standard(stream: bytes) -> list[tuple[str | None, str]]:
    """The standard's algorithm on the whole text, in its own order of steps."""
    text = stream.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = re.split("\r\n|\n|\r", text)
    if lines[-1] == "":
        lines.pop()
    found: list[tuple[str | None, str]] = []
    data: list[str] = []
    name = ""
    for line in [*lines, ""]:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if line == "":
            if data or name:
                found.append((name or None, "\n".join(data)))
            data, name = [], ""
        elif field == "data":
            data.append(value)
        elif field == "event":
            name = value
    return found


@given(STREAMS)
def test_agrees_with_the_standard(stream: bytes) -> None:
    assert [(event.name, event.data) for event in parse(stream)[0]] == by_the_standard(stream)


@given(STREAMS)
def test_ends_ascend_within_the_stream(stream: bytes) -> None:
    ends = [event.end for event in parse(stream)[0]]
    assert ends == sorted(ends)
    assert all(0 < end <= len(stream) for end in ends)

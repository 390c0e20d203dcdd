from __future__ import annotations

import gzip
import json

import pytest
import report_wire
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.exchange import FailureKind, Response, TransportFailure
from migrate_check.report.excerpt import LIMIT, excerpt
from migrate_check.report.locate import locate, printed, segments
from migrate_check.report.text import visible


def of(body: bytes, location: str, *headers: tuple[str, str]):
    response = Response(200, "HTTP/1.1", headers, body, (), None)
    return excerpt(report_wire.exchange("openai-chat", "baseline", b"", response), location)


def marked(found) -> list[str]:
    return [line.text.strip() for line in found.lines if line.marked]


def test_a_json_answer_is_indented_and_its_place_is_marked():
    found = of(report_wire.completion(usage=True), "choices[].message.refusal")
    assert found.kind == "JSON"
    assert marked(found) == ['"refusal": null']
    assert (found.before, found.after) == (0, 0)


def test_a_whole_subtree_is_marked():
    found = of(report_wire.completion(usage=True), "usage")
    assert marked(found)[0] == '"usage": {'
    assert len(marked(found)) == 5


def test_what_is_missing_is_not_marked_but_its_surroundings_are_shown():
    body = json.dumps({"pad": ["x" * 90] * 200, "choices": [{"message": {"role": "a"}}]}).encode()
    found = of(body, "choices[].message.content")
    assert marked(found) == []
    assert any('"role": "a"' in line.text for line in found.lines)
    assert found.before > 10_000


def test_the_event_that_has_the_place_is_marked():
    body = report_wire.stream(done=True, role=True, text="word " * 500)
    found = of(body, "chunk.choices[].finish_reason")
    assert found.kind == "503 server-sent events"
    assert len(marked(found)) == 1
    assert '"finish_reason": "stop"' in marked(found)[0]
    assert found.before > 20_000


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_named_events_with_any_line_ending(end):
    events = [
        ("message_start", {"type": "message_start", "message": {"usage": {"input_tokens": 1}}}),
        ("message_delta", {"type": "message_delta", "usage": {"output_tokens": 5}}),
        ("message_stop", {"type": "message_stop"}),
    ]
    text = "".join(f"event: {name}{end}data: {json.dumps(data)}{end}{end}" for name, data in events)
    assert '"output_tokens": 5' in marked(of(text.encode(), "message_delta.usage.output_tokens"))[1]
    assert marked(of(text.encode(), "message_stop"))[0] == "event: message_stop"
    unnamed = "".join(f"data: {json.dumps(data)}{end}{end}" for _, data in events)
    assert '"output_tokens"' in marked(of(unnamed.encode(), "message_delta.usage"))[0]


def test_the_end_of_a_stream_is_shown_where_its_end_marker_is_the_matter():
    words = "word " * 500
    present = of(report_wire.stream(done=True, role=True, text=words), "[DONE]")
    absent = of(report_wire.stream(done=False, role=True, text=words), "[DONE]")
    assert marked(present) == ["data: [DONE]"]
    assert marked(absent) == []
    assert "finish_reason" in absent.lines[-1].text
    assert absent.after == 0


def test_headers_and_status():
    head = of(b"{}", "header Retry-After", ("retry-after", "1"), ("x", "y"))
    assert head.kind == "response head"
    assert marked(head) == ["retry-after: 1"]
    assert marked(of(b"{}", "status")) == ["HTTP/1.1 200"]
    assert marked(of(b"{}", "header absent", ("x", "y"))) == []


def test_compressed_answers_are_read_and_bombs_are_not_unpacked_whole():
    body = gzip.compress(b'{"a": 1}')
    assert marked(of(body, "a", ("Content-Encoding", "gzip"))) == ['"a": 1']
    bomb = gzip.compress(b"x" * 50_000_000)
    found = of(bomb, "", ("Content-Encoding", "gzip"))
    assert found.kind == "text"
    assert 0 < found.after < 5_000_000


@pytest.mark.parametrize(("coding", "body"), [("br", b"abc"), ("gzip", b"no gzip")])
def test_what_cannot_be_read_is_said(coding, body):
    found = of(body, "a", ("Content-Encoding", coding))
    assert found.kind == f"{len(body)} bytes, {coding} encoded, not shown"
    assert found.lines == ()


def test_no_answer_and_empty_answer():
    failure = TransportFailure(FailureKind.RESET, "peer")
    nothing = report_wire.exchange("openai-chat", "baseline", b"", None, failure)
    assert excerpt(nothing, "a").kind == "no answer"
    assert of(b"", "a").kind == "empty body"


@given(st.binary(max_size=4_000), st.text(max_size=30))
def test_any_body_gives_a_short_excerpt(body, location):
    found = of(body, location)
    assert sum(len(visible(line.text)) + 1 for line in found.lines) <= LIMIT + 1_000


@given(st.text(max_size=3_000), st.sampled_from(["data: ", ": ", "event: ", "data: {}\n\n"]))
def test_any_stream_gives_a_short_excerpt(text, start):
    found = of((start + text).encode("utf-8", "replace"), "choices[].delta")
    assert sum(len(visible(line.text)) + 1 for line in found.lines) <= LIMIT + 1_000


def test_one_endless_line_is_cut_and_counted():
    found = of(b"x" * 100_000, "")
    assert len(found.lines[0].text) < 600
    assert found.after == 100_000 - 500


def test_deep_documents_do_no_harm():
    found = of(b"[" * 900 + b"]" * 900, "a.b")
    assert found.kind == "JSON"
    assert of(b"[" * 100_000, "a.b").kind == "text"


def test_steps_of_a_location():
    assert segments("choices[].delta.role") == ("choices", "[]", "delta", "role")
    assert segments("a[0].b") == ("a", "[]", "b")
    assert segments("") == ()


def test_the_first_element_that_has_the_place_is_found():
    document = {"choices": [{"a": 1}, {"b": {"c": 2}}]}
    assert locate(document, segments("choices[].b.c")).place == ("choices", 1, "b", "c")
    assert locate(document, segments("choices[].b.d")).matched == 3
    assert not locate(document, segments("choices[].b.d")).whole
    assert not locate(document, ()).whole


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=20,
    )
)
def test_the_printed_lines_are_the_document(document):
    text = "\n".join(line for _, line in printed(document))
    assert json.loads(text) == document

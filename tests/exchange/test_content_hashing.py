from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.exchange import Chunk, Exchange, Headers, Request, Response, Side
from migrate_check.domain.json_value import Json
from migrate_check.domain.plan import ExchangePair, Trial
from migrate_check.domain.scenario import NextTurn
from migrate_check.exchange.content_hashing import ContentHasher
from tests.exchange.plans import ListSink, case

SECRET = "the patient's name is Ada, and the rest of this text is long"


def hashed(
    asked: Json,
    body: bytes,
    headers: Headers = (),
    status: int = 200,
    chunks: tuple[Chunk, ...] = (),
) -> Exchange:
    request = Request("POST", "https://host/v1", (), json.dumps(asked).encode())
    response = Response(status, "HTTP/1.1", headers, body, chunks or (Chunk(1, len(body)),), 1)
    exchange = Exchange(request, response, None, "2025", 2)
    sink = ListSink()
    pair = ExchangePair(Trial(case(), 1, False, Side.BASELINE), 0, exchange, exchange)
    ContentHasher(sink, b"key").add(pair)
    assert sink.pairs[0].baseline == sink.pairs[0].candidate
    return sink.pairs[0].baseline


def test_messages_of_the_request_and_of_the_answer_become_hashes() -> None:
    asked: Json = {
        "model": "m",
        "system": SECRET,
        "messages": [
            {"role": "user", "content": SECRET},
            {"role": "user", "content": [{"type": "text", "text": SECRET}]},
        ],
        "tools": [{"name": "f", "parameters": {"properties": {"text": {"type": "string"}}}}],
    }
    answer = {"choices": [{"message": {"role": "assistant", "content": SECRET}}], "usage": {"n": 1}}

    exchange = hashed(asked, json.dumps(answer, indent=1).encode())

    assert SECRET not in repr(exchange)
    sent = json.loads(exchange.request.body)
    texts = [
        sent["system"],
        sent["messages"][0]["content"],
        sent["messages"][1]["content"][0]["text"],
    ]
    assert len(set(texts)) == 1
    assert texts[0].startswith("sha256:")
    assert len(texts[0]) == len(SECRET)
    assert (sent["model"], sent["tools"]) == ("m", asked["tools"])  # type: ignore[index,call-overload]
    assert exchange.response is not None
    said = json.loads(exchange.response.body)
    assert said["choices"][0]["message"] == {"role": "assistant", "content": texts[0]}
    assert said["usage"] == {"n": 1}


def test_stream_keeps_its_events_and_the_length_of_its_text() -> None:
    pieces = ["Ada", " is", " ill", "", ' \u00e9"\n']
    events = [{"choices": [{"delta": {"content": piece}}]} for piece in pieces]
    lines = [b"data: " + json.dumps(event).encode() + b"\n\n" for event in events]
    body = b"".join(lines) + b"data: [DONE]\n\n"
    chunks = tuple(Chunk(at, len(line)) for at, line in enumerate([*lines, b"data: [DONE]\n\n"]))

    response = hashed({}, body, chunks=chunks).response

    assert response is not None
    got = response.body.split(b"\n\n")
    assert got[-2:] == [b"data: [DONE]", b""]
    texts = [json.loads(line[6:])["choices"][0]["delta"]["content"] for line in got[:-2]]
    assert [len(text) for text in texts] == [len(piece) for piece in pieces]
    assert not set(texts) & set(pieces) - {""}
    lengths = [chunk.length for chunk in response.chunks]
    assert lengths == [len(line) + 2 for line in got[:-1]]


def test_equal_texts_have_equal_hashes_only_within_a_run() -> None:
    def add(key: bytes | None) -> bytes:
        sink = ListSink()
        request = Request("POST", "", (), b'{"content": "yes", "text": "yes"}')
        exchange = Exchange(request, None, None, "2025", None)
        pair = ExchangePair(Trial(case(), 1, False, Side.BASELINE), 0, exchange, exchange)
        ContentHasher(sink, key).add(pair)
        return sink.pairs[0].baseline.request.body

    document = json.loads(add(None))
    assert document["content"] == document["text"] != "yes"
    assert add(b"one") != add(b"two")


def test_compressed_answer_is_hashed_inside() -> None:
    packed = gzip.compress(json.dumps({"content": SECRET}).encode())

    response = hashed({}, packed, (("Content-Encoding", "gzip"),)).response

    assert response is not None
    assert SECRET.encode() not in gzip.decompress(response.body)
    assert sum(chunk.length for chunk in response.chunks) == len(response.body)


@pytest.mark.parametrize("end", [b"\\", b"\\u00", b"\\x"])
def test_text_that_broke_off_is_hashed_too(end: bytes) -> None:
    response = hashed({}, b'{"content": "' + SECRET.encode() + end).response

    assert response is not None
    assert b"Ada" not in response.body


def test_errors_stay_readable() -> None:
    body = b'{"error": {"message": "bad", "content": "why"}}'

    response = hashed({}, body, status=400).response

    assert response is not None
    assert response.body == body


def test_case_of_the_pair_holds_no_content() -> None:
    sink = ListSink()
    exchange = Exchange(Request("POST", "", (), b""), None, None, "2025", None)
    full = case(
        body={"model": "${model}", "messages": [{"content": SECRET}]},
        turns=(NextTurn({"tool": SECRET}, None), NextTurn(None, SECRET)),
    )
    trial = Trial(full, 1, False, Side.BASELINE)
    hasher = ContentHasher(sink)
    hasher.add(ExchangePair(trial, 0, exchange, exchange))
    raw = replace(full, body=None, raw_body=SECRET, turns=())
    hasher.add(ExchangePair(replace(trial, case=raw), 0, exchange, exchange))

    assert SECRET not in repr(sink.pairs)
    assert sink.pairs[0].trial.case.case_id == full.case_id
    assert sink.pairs[0].trial.case.body == {
        "model": "${model}",
        "messages": [{"content": sink.pairs[1].trial.case.raw_body}],
    }


@pytest.mark.parametrize("ascii_only", [True, False])
@given(text=st.text(min_size=1, max_size=40))
def test_any_text_becomes_one_of_its_length(ascii_only: bool, text: str) -> None:
    body = json.dumps({"content": text, "kept": text}, ensure_ascii=ascii_only)

    response = hashed({}, body.encode("utf-8", "surrogatepass")).response

    assert response is not None
    document = json.loads(response.body.decode("utf-8", "surrogatepass"))
    assert len(document["content"]) == len(text)
    assert document["kept"] == text

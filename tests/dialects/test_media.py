"""Images and sounds: what their bytes are, and whether they are what was asked for."""

from __future__ import annotations

import base64
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_check.dialects.audio_speech import AudioSpeech
from migrate_check.dialects.audio_transcription import AudioTranscription
from migrate_check.dialects.dialect import Dialect, Parsed
from migrate_check.dialects.images import Images
from migrate_check.dialects.media_bytes import format_of, size_of
from migrate_check.dialects.media_urls import host_of, local_host
from migrate_check.domain.observation import Media, StreamEvent, Usage

IMAGES, SPEECH, HEARING = Images(), AudioSpeech(), AudioTranscription()
URL = "https://api.example/v1/images/generations"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 4, 2)
JPEG = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08" + struct.pack(">HH", 2, 4) + b"\x01\x01\x11\0"
GIF = b"GIF89a" + struct.pack("<HH", 4, 2)
WAV = b"RIFF\0\0\0\0WAVEfmt "
MP3 = b"\xff\xf3\x84\xc4" + bytes(60)


def event(document: Any, data: str = "") -> StreamEvent:
    return StreamEvent(None, data or str(document), document, None)


def kinds(parsed: Parsed) -> dict[str, str]:
    return {anomaly.kind.value: anomaly.location for anomaly in parsed.anomalies}


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    ("data", "name", "size"),
    [
        (PNG, "png", (4, 2)),
        (PNG[:20], "png", None),
        (JPEG, "jpeg", (4, 2)),
        (b"\xff\xd8\xff\xd8" + JPEG[2:], "jpeg", (4, 2)),
        (JPEG[:10], "jpeg", None),
        (b"\xff\xd8\xff\x00notmarkers", "jpeg", None),
        (GIF, "gif", (4, 2)),
        (b"GIF87a", "gif", None),
        (b"RIFF\0\0\0\0WEBPVP8L", "webp", None),
        (WAV, "wav", None),
        (b"RIFF\0\0\0\0AVI ", None, None),
        (b"fLaC\0", "flac", None),
        (b"ID3\x03", "mp3", None),
        (MP3, "mp3", None),
        (b"\xff\xf1\x58\x40", "aac", None),
        (b"OggS" + bytes(24) + b"OpusHead", "opus", None),
        (b"OggS" + bytes(24) + b"\x01vorbis", None, None),
        (b"", None, None),
        (b"{}", None, None),
    ],
)
def test_what_bytes_are(data: bytes, name: str | None, size: tuple[int, int] | None) -> None:
    assert (format_of(data), size_of(data)) == (name, size)


@given(st.binary(max_size=80), st.sampled_from([b"", PNG[:8], JPEG[:6], GIF[:6], b"RIFF", b"OggS"]))
def test_any_bytes_may_come(data: bytes, start: bytes) -> None:
    format_of(start + data)
    size_of(start + data)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://localhost:3000/a", "localhost:3000"),
        ("http://127.0.0.1/a", "127.0.0.1"),
        ("https://10.0.0.7/a", "10.0.0.7"),
        ("http://[::1]:8/a", "[::1]:8"),
        ("https://files.lan/a", "files.lan"),
        ("https://8.8.8.8/a", None),
        ("https://cdn.example/a", None),
        ("https://[/a", None),
    ],
)
def test_where_a_url_leads(url: str, found: str | None) -> None:
    assert local_host(url, "api.example") == found


def test_the_asked_host_itself_can_be_reached() -> None:
    assert local_host("http://localhost:4000/a", "localhost:4000") is None
    assert host_of("http://u:p@Localhost:4000/v1") == "localhost:4000"
    assert host_of("http://[") == ""


def images(data: Any, request: Any = None, **fields: Any) -> Parsed:
    asked = IMAGES.asked({"prompt": "x", **(request or {})}, URL)
    return IMAGES.parse_document({"created": 1, "data": data, **fields}, 200, asked)


def test_an_image_in_base64() -> None:
    usage = {"input_tokens": 3, "output_tokens": 9, "total_tokens": 12}
    parsed = images([{"b64_json": packed(PNG)}], {"size": "4x2"}, usage=usage)
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.media == (Media("base64", "png", len(PNG), (4, 2), None),)
    assert parsed.reply.usage == Usage(3, 9, 12, None, None, None)


def test_an_image_behind_a_url() -> None:
    parsed = images([{"url": "https://cdn.example/1.png"}], {"response_format": "url"})
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert parsed.reply.media[0].carrier == "url"


@pytest.mark.parametrize(
    ("data", "request_", "found"),
    [
        ([], {}, {"media-missing": "data[]"}),
        ([{}], {}, {"media-missing": "data[]"}),
        ([{"b64_json": "?"}], {}, {"media-unreadable": "data[].b64_json"}),
        ([{"b64_json": packed(b"text")}], {}, {"media-unreadable": "data[].b64_json"}),
        ([{"b64_json": 7}], {}, {"field-wrong-type": "data[].b64_json", "media-missing": "data[]"}),
        (
            [{"b64_json": packed(PNG)}],
            {"size": "2x2", "output_format": "jpeg", "n": 2, "response_format": "url"},
            {
                "media-size-wrong": "data[].b64_json",
                "media-format-wrong": "data[].b64_json",
                "media-count-wrong": "data",
                "media-carrier-wrong": "data[]",
            },
        ),
        ([{"url": "http://localhost/1"}], {}, {"media-url-local": "data[].url"}),
        ([{"url": "http://cdn.example/1"}], {}, {"media-url-plain": "data[].url"}),
        ([{"url": "/1.png"}], {}, {"media-url-local": "data[].url"}),
        ([{"url": "data:image/png;base64,AA"}], {}, {}),
        (None, {}, {"field-wrong-type": "data"}),
    ],
)
def test_what_is_wrong_with_images(data: Any, request_: Any, found: dict[str, str]) -> None:
    assert kinds(images(data, request_)) == found


@pytest.mark.parametrize(
    ("usage", "found"),
    [
        (
            {"input_tokens": 3, "output_tokens": 0, "total_tokens": 3},
            {"usage-zero": "usage.output_tokens"},
        ),
        (
            {"input_tokens": 3, "output_tokens": 4, "total_tokens": 9},
            {"usage-total-wrong": "usage.total_tokens"},
        ),
        (
            {"input_tokens": 3, "output_tokens": 4},
            {"field-required-missing": "usage.total_tokens"},
        ),
        (None, {}),
    ],
)
def test_counts_of_an_image(usage: Any, found: dict[str, str]) -> None:
    assert kinds(images([{"b64_json": packed(PNG)}], usage=usage)) == found


@pytest.mark.parametrize(
    "document",
    [{"object": "chat.completion"}, {"choices": []}, {"candidates": []}, {"predictions": []}],
)
def test_other_objects_are_no_images(document: dict[str, Any]) -> None:
    assert kinds(IMAGES.parse_document(document, 200, IMAGES.asked({}))) == {
        "object-foreign": "body"
    }


def test_a_stream_of_images_ends_with_the_finished_one() -> None:
    preview = event({"type": "image_generation.partial_image", "b64_json": packed(PNG)})
    usage = {"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}
    done = {"type": "image_generation.completed", "b64_json": packed(PNG), "usage": usage}
    parsed = IMAGES.parse_stream((preview, event(done)), IMAGES.asked({"stream": True}))
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert (parsed.content_events, parsed.reply.media[0].format) == ((1,), "png")
    without = IMAGES.parse_stream((event({**done, "usage": None}),), IMAGES.asked({}))
    assert without.reply is not None
    assert without.reply.usage is None
    cut = IMAGES.parse_stream((preview,), IMAGES.asked({}))
    assert kinds(cut) == {"stream-terminal-missing": "end of stream"}


ERROR = {"error": {"message": "no", "type": "t", "param": None, "code": None}}


@pytest.mark.parametrize("dialect", [IMAGES, SPEECH, HEARING])
def test_an_error_ends_a_stream(dialect: Dialect) -> None:
    parsed = dialect.parse_stream((event(ERROR),), dialect.asked({}))
    assert parsed.error is not None
    assert parsed.error.in_stream
    assert kinds(parsed) == {"stream-error-event": "stream"}


@pytest.mark.parametrize("dialect", [IMAGES, SPEECH, HEARING])
def test_errors_are_those_of_openai(dialect: Dialect) -> None:
    parsed = dialect.parse_document(ERROR, 400, dialect.asked({}))
    assert parsed.error is not None
    assert parsed.error.envelope == "openai"


def sound(data: bytes, wanted: str | None = None) -> Parsed:
    return SPEECH.parse_bytes(data, "audio/mpeg", SPEECH.asked({"response_format": wanted}))


@pytest.mark.parametrize(
    ("data", "wanted", "found"),
    [
        (MP3, None, {}),
        (WAV, "wav", {}),
        (b"\x01\x80\x02\x00" * 9, "pcm", {}),
        (WAV, "mp3", {"media-format-wrong": "body"}),
        (WAV, "pcm", {"media-format-wrong": "body"}),
        (b"AAAA", "pcm", {"media-unreadable": "body"}),
        (PNG, "mp3", {"media-unreadable": "body"}),
        (b"", "mp3", {"media-missing": "body"}),
    ],
)
def test_speech_is_of_the_format_asked_for(
    data: bytes, wanted: str | None, found: dict[str, str]
) -> None:
    parsed = sound(data, wanted)
    assert kinds(parsed) == found
    assert parsed.reply is not None
    assert parsed.reply.media[0].bytes == len(data)


def test_json_is_no_speech() -> None:
    parsed = SPEECH.parse_document({"audio": "AAAA"}, 200, SPEECH.asked({}))
    assert kinds(parsed) == {"media-unreadable": "body"}
    assert parsed.reply is None


def test_speech_as_events() -> None:
    asked = SPEECH.asked({"stream_format": "sse"})
    assert asked.stream
    delta = event({"type": "speech.audio.delta", "audio": packed(MP3)})
    done = event({"type": "speech.audio.done", "usage": {"input_tokens": 1, "total_tokens": 2}})
    parsed = SPEECH.parse_stream((delta, done), asked)
    assert parsed.anomalies == ()
    assert parsed.content_events == (0,)
    cut = SPEECH.parse_stream((event({"type": "speech.audio.delta"}), event({})), asked)
    assert kinds(cut) == {
        "media-unreadable": "audio",
        "stream-terminal-missing": "end of stream",
        "media-missing": "body",
    }


SRT = b"1\n00:00:00,000 --> 00:00:01,000\nHello.\n"


def written(data: bytes, wanted: str | None) -> Parsed:
    return HEARING.parse_bytes(data, "text/plain", HEARING.asked({"response_format": wanted}))


@pytest.mark.parametrize(
    ("data", "wanted", "found"),
    [
        (b"Hello.", "text", {}),
        (SRT, "srt", {}),
        (b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello.", "vtt", {}),
        (b"Hello.", "srt", {"transcript-form-wrong": "body"}),
        (SRT, "vtt", {"transcript-form-wrong": "body"}),
    ],
)
def test_transcripts_as_text(data: bytes, wanted: str, found: dict[str, str]) -> None:
    parsed = written(data, wanted)
    assert kinds(parsed) == found
    assert parsed.reply is not None
    assert "Hello." in parsed.reply.text


def test_text_is_nothing_where_json_was_asked_for() -> None:
    assert written(b"Hello.", "json").reply is None
    assert written(b"Hello.", None).reply is None


VERBOSE = {
    "text": "Hello.",
    "segments": [{"start": 0, "end": 1.5, "text": "Hello."}],
    "words": [{"word": "Hello", "start": 0, "end": 1.5}],
}


@pytest.mark.parametrize(
    ("document", "request_", "found"),
    [
        ({"text": "Hello."}, {}, {}),
        (VERBOSE, {"response_format": "verbose_json"}, {}),
        (VERBOSE, {"response_format": "vtt"}, {"transcript-form-wrong": "body"}),
        (
            {"text": "Hello."},
            {"response_format": "verbose_json", "timestamp_granularities": ["word"]},
            {"transcript-times-missing": "words"},
        ),
        (
            {"text": "Hello.", "segments": [{"start": 0, "end": 1}]},
            {"response_format": "verbose_json"},
            {"field-required-missing": "segments[].text"},
        ),
        ({}, {}, {"field-required-missing": "text"}),
    ],
)
def test_transcripts_as_json(document: Any, request_: Any, found: dict[str, str]) -> None:
    assert kinds(HEARING.parse_document(document, 200, HEARING.asked(request_))) == found


def test_the_tokens_of_a_transcript() -> None:
    usage = {"type": "tokens", "input_tokens": 5, "output_tokens": 2, "total_tokens": 7}
    parsed = HEARING.parse_document({"text": "Hi", "usage": usage}, 200, HEARING.asked({}))
    assert parsed.reply is not None
    assert parsed.reply.usage == Usage(5, 2, 7, None, None, None)


def test_a_transcript_that_reads_as_json() -> None:
    parsed = HEARING.parse_document(42, 200, HEARING.asked({"response_format": "text"}))
    assert parsed.reply is not None
    assert parsed.reply.text == "42"


def test_a_transcript_as_events() -> None:
    asked = HEARING.asked({"stream": "true"})
    assert asked.stream
    pieces = [event({"type": "transcript.text.delta", "delta": text}) for text in ("He", "llo")]
    done = event({"type": "transcript.text.done", "text": "Hello"})
    parsed = HEARING.parse_stream((*pieces, event({}), done), asked)
    assert parsed.anomalies == ()
    assert parsed.reply is not None
    assert (parsed.reply.text, parsed.content_events) == ("Hello", (0, 1))
    cut = HEARING.parse_stream(tuple(pieces), asked)
    assert cut.reply is not None
    assert cut.reply.text == "Hello"
    assert kinds(cut) == {"stream-terminal-missing": "end of stream"}

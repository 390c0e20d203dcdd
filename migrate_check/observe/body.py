"""What the body turned out to be: content encoding and UTF-8 undone, kind and contents known."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from itertools import accumulate

from migrate_check.dialects.json_text import parse_json
from migrate_check.dialects.server_sent_events import ServerSentEvent, ServerSentEventParser
from migrate_check.domain.exchange import Chunk, Response
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import BodyKind

_SSE_LINE = re.compile(r"\s*(?:data|event|id|retry)?:|(?:data|event)(?:\r|\n)")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
# Raw samples may begin with any byte, a colon included.
_MEDIA = ("audio/", "image/", "application/octet-stream")
_NO_FRAMING: frozenset[str] = frozenset()
# zlib's window sizes: a gzip header, a zlib header, and none (what many servers call deflate).
_GZIP, _ZLIB, _RAW = 31, 15, -15
# Bytes from one network chunk: hostile data must not fill the memory.
_MAX_DECODED = 64 * 1024 * 1024
_WINDOWS = {"gzip": (_GZIP,), "x-gzip": (_GZIP,), "deflate": (_ZLIB, _RAW)}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Bytes with the content encoding undone."""

    data: bytes
    ends: tuple[int, ...]
    """Decoded length after each network chunk, ascending."""
    problem: str | None
    """Why the declared encoding is broken, else None."""


@dataclass(frozen=True, slots=True)
class Body:
    """A read body."""

    kind: BodyKind
    data: bytes
    """With the content encoding undone."""
    text: str
    document: Json
    events: tuple[ServerSentEvent, ...]
    documents: tuple[Json, ...]
    """Parsed data per event; None where it is not JSON."""
    framing: frozenset[str]
    comments: tuple[str, ...]
    foreign_lines: tuple[str, ...]
    unterminated: bool
    valid_utf8: bool
    ends: tuple[int, ...]
    encoding_problem: str | None


def read_body(response: Response, headers: dict[str, str]) -> Body:
    """The body of a response. `headers` are its headers by lower-case name. Never raises."""
    decoded = decode_content(response, headers.get("content-encoding", ""))
    text, valid = _to_text(decoded.data)
    kind, document = _sniff(text, valid, headers.get("content-type", ""))
    body = Body(
        kind=kind,
        data=decoded.data,
        text=text,
        document=document,
        events=(),
        documents=(),
        framing=_NO_FRAMING,
        comments=(),
        foreign_lines=(),
        unterminated=False,
        valid_utf8=valid,
        ends=decoded.ends,
        encoding_problem=decoded.problem,
    )
    return _with_events(body, decoded.data) if kind is BodyKind.SSE else body


def _with_events(body: Body, data: bytes) -> Body:
    parser = ServerSentEventParser()
    events = tuple(parser.feed(data) + parser.close())
    return Body(
        kind=body.kind,
        data=data,
        text=body.text,
        document=None,
        events=events,
        documents=tuple(_document(event.data) for event in events),
        framing=frozenset(parser.framing),
        comments=tuple(parser.comments),
        foreign_lines=tuple(parser.foreign_lines),
        unterminated=parser.unterminated,
        valid_utf8=body.valid_utf8,
        ends=body.ends,
        encoding_problem=body.encoding_problem,
    )


def _document(data: str) -> Json:
    if data == "[DONE]":
        return None
    try:
        return parse_json(data)
    except ValueError:
        return None


def _to_text(data: bytes) -> tuple[str, bool]:
    try:
        return data.decode("utf-8"), True
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace"), False


def _sniff(text: str, valid: bool, content_type: str) -> tuple[BodyKind, Json]:
    """The kind by the bytes; the content type only settles what they leave open."""
    start = text.removeprefix("\ufeff").lstrip()
    if not start:
        return BodyKind.EMPTY, None
    if start[0] in '{["0123456789-tfn':
        try:
            return BodyKind.JSON, parse_json(text)
        except ValueError:
            pass
    return _kind_of_text(start, text, valid, content_type), None


def _kind_of_text(start: str, text: str, valid: bool, content_type: str) -> BodyKind:
    if content_type.startswith(_MEDIA) and (not valid or "\0" in text):
        return BodyKind.BINARY
    if _SSE_LINE.match(start):
        return BodyKind.SSE
    if _HTML.match(start):
        return BodyKind.HTML
    if "\0" in text or (not valid and text.count("\ufffd") * 10 > len(text)):
        return BodyKind.BINARY
    if "event-stream" in content_type and re.search(r"^data:", text, re.MULTILINE):
        return BodyKind.SSE
    return BodyKind.TEXT


def decode_content(response: Response, encoding: str) -> Decoded:
    """Undo gzip and deflate; what cannot be undone is passed on as it is, with the reason."""
    name = encoding.strip().lower()
    ends = tuple(accumulate(chunk.length for chunk in response.chunks))
    plain = Decoded(response.body, ends, None)
    if name in ("", "identity") or not response.body:
        return plain
    windows = _WINDOWS.get(name)
    if windows is None:
        return Decoded(response.body, ends, f'cannot undo "{name}", which was not asked for')
    for window in windows:
        decoded = _inflate(response.body, response.chunks, window)
        if decoded is not None:
            return decoded
    return Decoded(response.body, ends, f'declared "{name}", and the bytes are not')


def _inflate(body: bytes, chunks: tuple[Chunk, ...], window: int) -> Decoded | None:
    """Chunk by chunk, to know when each decoded byte was there. None when it does not decode."""
    inflater = zlib.decompressobj(window)
    lengths = [chunk.length for chunk in chunks] or [len(body)]
    pieces: list[bytes] = []
    position = 0
    try:
        for length in lengths:
            raw = body[position : position + length]
            position += length
            piece = inflater.decompress(raw, _MAX_DECODED)
            # gzip members may follow each other; each is decoded by itself.
            while inflater.eof and inflater.unused_data:
                raw, inflater = inflater.unused_data, zlib.decompressobj(window)
                piece += inflater.decompress(raw, _MAX_DECODED)
            pieces.append(piece)
    except zlib.error:
        return None
    cut = None if inflater.eof else "ends inside the compressed data"
    return Decoded(b"".join(pieces), tuple(accumulate(map(len, pieces))) if chunks else (), cut)

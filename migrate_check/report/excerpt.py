"""The part of an answer that shows a finding: the lines around its location, and no more."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from migrate_check.domain.exchange import Exchange, Response, header
from migrate_check.domain.json_value import Json
from migrate_check.report.locate import Match, locate, printed, segments
from migrate_check.report.text import MARK_COST, UNSEEN, cut, plural

END = "[DONE]"
LIMIT = 2_000
"""Characters of one excerpt."""
_LINE_LIMIT = 500
_DECODED_LIMIT = 4_000_000
"""Bytes; a compressed body can be a bomb."""
_NOTHING = Match((), 0, False)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an excerpt."""

    text: str
    marked: bool
    """It is at the finding's location."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What one side answered, as far as it is shown."""

    kind: str
    """What is shown, in a few words: `JSON`, `14 server-sent events`, `no answer`."""
    lines: tuple[Line, ...]
    before: int
    """Characters left out before the first line."""
    after: int
    """Characters left out after the last line, and inside of shortened lines."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """All lines, before the cut."""

    kind: str
    lines: Sequence[tuple[str, bool]]
    centre: int


def excerpt(exchange: Exchange, location: str) -> Excerpt:
    """The lines around `location` where it can be found, else the head of the answer."""
    response = exchange.response
    if response is None:
        return Excerpt("no answer", (), 0, 0)
    if location.startswith("header ") or location == "status":
        return _cut(_headers(response, location.removeprefix("header ").lower()))
    body = _decoded(response)
    if body is None:
        coding = header(response.headers, "content-encoding")
        return Excerpt(f"{len(response.body):,} bytes, {coding} encoded, not shown", (), 0, 0)
    if not body:
        return Excerpt("empty body", (), 0, 0)
    text = body.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return _cut(_whole(text, location))


def _headers(response: Response, wanted: str) -> _Whole:
    lines = [(f"{response.http_version} {response.status}", wanted == "status")]
    lines += [(f"{name}: {value}", name.lower() == wanted) for name, value in response.headers]
    return _Whole("response head", lines, _first_marked(lines))


def _decoded(response: Response) -> bytes | None:
    """The body without its content encoding; None when it cannot be undone here."""
    coding = (header(response.headers, "content-encoding") or "identity").lower()
    if coding == "identity":
        return response.body
    if coding not in ("gzip", "deflate"):
        return None
    try:
        # 32 added to the window size: zlib tells gzip from deflate by itself.
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(response.body, _DECODED_LIMIT)
    except zlib.error:
        return None


def _whole(text: str, location: str) -> _Whole:
    try:
        document: Json = json.loads(text)
    except (ValueError, RecursionError):
        if re.search(r"^(data|event|id|retry)?:", text, re.MULTILINE):
            return _events(text, location)
        return _Whole("text", [(line, False) for line in text.split("\n")], 0)
    return _document(document, segments(location))


def _document(document: Json, path: Sequence[str]) -> _Whole:
    found = _best(document, path)
    # A value of several lines is marked whole; nothing is marked where the place is missing.
    lines = [
        (text, found.whole and place[: len(found.place)] == found.place)
        for place, text in printed(document)
    ]
    places = [place for place, _ in printed(document)]
    return _Whole("JSON", lines, places.index(found.place))


def _best(document: Json, path: Sequence[str]) -> Match:
    """With or without the first step, which may be an event's name or `chunk`."""
    return max(locate(document, path), locate(document, path[1:]), key=lambda one: one.matched)


def _events(text: str, location: str) -> _Whole:
    events = [block.split("\n") for block in re.split(r"\n{2,}", text) if block]
    matches = [_event_match(lines, location) for lines in events]
    best = max(matches, key=lambda one: one.matched)
    chosen = matches.index(best) if best.matched else -1
    lines: list[tuple[str, bool]] = []
    for index, event in enumerate(events):
        lines += [(line, index == chosen and best.whole) for line in event]
        lines.append(("", False))
    # An end marker that is missing is seen at the end.
    shown = chosen if chosen >= 0 or location != END else len(events) - 1
    centre = sum(len(event) + 1 for event in events[: max(shown, 0)])
    count = sum(any(line.startswith("data") for line in event) for event in events)
    return _Whole(plural(count, "server-sent event"), lines[:-1], centre)


def _event_match(lines: Sequence[str], location: str) -> Match:
    data = "\n".join(line.partition(":")[2] for line in lines if line.startswith("data:"))
    name = next((line[6:].strip() for line in lines if line.startswith("event:")), None)
    path = segments(location)
    if location in (END, name):
        whole = name == location or data.strip() == END
        return Match((), len(path), True) if whole else _NOTHING
    try:
        document: Json = json.loads(data)
    except (ValueError, RecursionError):
        return _NOTHING
    if isinstance(document, dict) and name is None:
        name = str(document.get("type"))
    if path[:1] == (name,):
        inner = locate(document, path[1:])
        return Match(inner.place, inner.matched + 1, inner.matched + 1 == len(path))
    return locate(document, path[1:] if path[:1] == ("chunk",) else path)


def _first_marked(lines: Sequence[tuple[str, bool]]) -> int:
    return next((index for index, (_, marked) in enumerate(lines) if marked), 0)


def _cut(whole: _Whole) -> Excerpt:
    """Grow from the centre, one line down and one up in turn, until the limit is reached."""
    texts = [cut(text, _LINE_LIMIT) for text, _ in whole.lines]
    first = last = min(whole.centre, len(texts) - 1)
    room = LIMIT - _cost(texts[first][0])
    grew = True
    while grew:
        grew = False
        if last + 1 < len(texts) and (price := _cost(texts[last + 1][0])) <= room:
            last, room, grew = last + 1, room - price, True
        if first > 0 and (price := _cost(texts[first - 1][0])) <= room:
            first, room, grew = first - 1, room - price, True
    inside = sum(left_out for _, left_out in texts[first : last + 1])
    return Excerpt(
        kind=whole.kind,
        lines=tuple(
            Line(text + (" …" if left_out else ""), marked)
            for (text, left_out), (_, marked) in zip(
                texts[first : last + 1], whole.lines[first : last + 1], strict=True
            )
        ),
        before=_length(whole.lines[:first]),
        after=_length(whole.lines[last + 1 :]) + inside,
    )


def _cost(text: str) -> int:
    return 1 + len(text) + (MARK_COST - 1) * len(UNSEEN.findall(text))


def _length(lines: Sequence[tuple[str, bool]]) -> int:
    return sum(len(text) + 1 for text, _ in lines)

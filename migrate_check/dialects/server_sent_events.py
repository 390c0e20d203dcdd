"""Server-sent events from bytes, by the WHATWG event-stream grammar.

Lines end at LF, CR or CRLF and nowhere else: U+2028 and U+0085 are ordinary characters, and UTF-8
may be cut anywhere. Two things differ from a browser, because SDKs differ there: an event that no
blank line closes is kept (`unterminated` tells), and so is a named event without data.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"\r\n|\n|\r")
_FIELD_HABITS = {b"event": "event-field", b"id": "id-field", b"retry": "retry-field"}


class ServerSentEvent(NamedTuple):
    """One event as dispatched."""

    name: str | None
    """Value of the last `event` field, else None."""
    data: str
    """Data lines joined by LF, bad UTF-8 as U+FFFD."""
    end: int
    """Bytes of the stream up to and including the line end that completed the event."""


class ServerSentEventParser:
    """Incremental parser. The events and `framing` do not depend on how the bytes were cut."""

    __slots__ = (
        "_data",
        "_in_block",
        "_name",
        "_position",
        "_tail",
        "comments",
        "foreign_lines",
        "framing",
        "unterminated",
    )

    def __init__(self) -> None:
        self.framing: set[str] = set()
        """Legal habits seen, in the words of `Observation.framing`."""
        self.unterminated = False
        """After `close`: the bytes ended inside an event."""
        self.comments: list[str] = []
        """Text of comment lines, without the colon."""
        self.foreign_lines: list[str] = []
        """Lines that are no field of the grammar; clients skip them."""
        self._tail = bytearray()
        self._position = 0
        self._name: bytes | None = None
        self._data: list[bytes] = []
        self._in_block = False

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """Events that these bytes complete."""
        tail = self._tail
        tail += chunk
        if b"\n" not in chunk and b"\r" not in tail:
            # A long line in many pieces: nothing to split yet.
            return []
        buffer = bytes(tail)
        if b"\r" in buffer:
            return self._feed_mixed(buffer)
        *lines, rest = buffer.split(b"\n")
        self._tail = bytearray(rest)
        events: list[ServerSentEvent] = []
        for line in lines:
            self._take(line, 1, events)
        return events

    def close(self) -> list[ServerSentEvent]:
        """The end of bytes: at most two events, the last of them perhaps unterminated."""
        events: list[ServerSentEvent] = []
        tail, self._tail = bytes(self._tail), bytearray()
        if tail.endswith(b"\r"):
            self.framing.add("cr")
            self._take(tail[:-1], 1, events)
        elif tail:
            self._take(tail, 0, events)
        self.unterminated = bool(self._data) or self._name is not None
        if self.unterminated:
            self._dispatch(events)
        return events

    def _feed_mixed(self, buffer: bytes) -> list[ServerSentEvent]:
        """As `feed`, with carriage returns about."""
        events: list[ServerSentEvent] = []
        start = 0
        for match in _LINE_END.finditer(buffer):
            # Only the next byte tells whether a final CR is half of a CRLF.
            if match.end() == len(buffer) and match[0] == b"\r":
                break
            if match[0] != b"\n":
                self.framing.add("crlf" if match[0] == b"\r\n" else "cr")
            self._take(buffer[start : match.start()], len(match[0]), events)
            start = match.end()
        self._tail = bytearray(buffer[start:])
        return events

    def _take(self, line: bytes, end_length: int, events: list[ServerSentEvent]) -> None:
        """One line without its end."""
        if not self._position and line.startswith(_BOM):
            self.framing.add("bom")
            self._position = len(_BOM)
            line = line[len(_BOM) :]
        self._position += len(line) + end_length
        if line.startswith(b"data: "):
            self._in_block = True
            self._data.append(line[6:])
        elif line:
            self._in_block = True
            self._take_field(line)
        else:
            self._dispatch(events)

    def _take_field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        if value.startswith(b" "):
            value = value[1:]
        elif value and name in (b"data", b"event"):
            self.framing.add("no-space")
        if name == b"data":
            self._data.append(value)
        elif name == b"event":
            self._name = value or None
            self.framing.add("event-field")
        elif name in _FIELD_HABITS:
            self.framing.add(_FIELD_HABITS[name])
        elif not name:
            self.framing.add("comment")
            self.comments.append(value.decode("utf-8", "replace"))
        else:
            self.foreign_lines.append(line.decode("utf-8", "replace"))

    def _dispatch(self, events: list[ServerSentEvent]) -> None:
        """A blank line, or the end of bytes."""
        data, name = self._data, self._name
        if data or name is not None:
            if len(data) > 1:
                self.framing.add("multiline-data")
            text = b"\n".join(data).decode("utf-8", "replace")
            label = name.decode("utf-8", "replace") if name is not None else None
            events.append(ServerSentEvent(label, text, self._position))
            self._data = []
            self._name = None
        elif not self._in_block:
            self.framing.add("extra-blank-line")
        self._in_block = False

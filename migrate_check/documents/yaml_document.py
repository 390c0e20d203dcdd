"""YAML text to JSON values, with the place of every key.

Only the part of YAML that means the same as JSON is read: mappings with text keys, lists, text,
JSON numbers, `true`, `false` and `null`. So `yes`, `1:30` and `2024-01-01` are text, as a request
body needs them. Anchors and aliases work within one file; tags and merge keys do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

import yaml

from migrate_check.documents.document import Document, KeyPath
from migrate_check.domain.errors import UsageError
from migrate_check.domain.json_value import Json

MAX_BYTES = 1_000_000
MAX_DEPTH = 60
MAX_NODES = 50_000
"""Nodes after aliases are expanded: a small file must not grow into a large one."""

_Loader: TypeAlias = "yaml.SafeLoader | yaml.CSafeLoader"
_QUICK: type[_Loader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, Json] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}


def read_yaml(
    text: str | bytes, source: str, error: type[UsageError], *, quick: bool = False
) -> Document:
    """One YAML document as JSON values. Raises `error` with `source:line` for anything else.

    `quick` takes LibYAML where it is there: ten times as fast, with poorer words for mistakes, so
    it is for files of our own.
    """
    content = _decode(text, source, error)
    reader = _Reader(content, source, error, _QUICK if quick else yaml.SafeLoader)
    try:
        value = reader.document()
    except yaml.YAMLError as problem:
        raise _syntax_error(problem, content, source, error) from None
    except (ValueError, OverflowError):
        # PyYAML's own number and escape conversions, such as "\UFFFFFFFF".
        raise error(f"{source}: a number or escape sequence is out of range") from None
    return Document(value=value, source=source, places=reader.places, error=error)


def _decode(text: str | bytes, source: str, error: type[UsageError]) -> str:
    if len(text) > MAX_BYTES:
        raise error(f"{source}: larger than {MAX_BYTES:,} bytes; split it into several files")
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = text[: problem.start].count(b"\n") + 1
        raise error(f"{source}:{line}: not UTF-8 text; save the file as UTF-8") from None


def _syntax_error(
    problem: yaml.YAMLError, content: str, source: str, error: type[UsageError]
) -> UsageError:
    mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
    if mark is None:
        line = content[: getattr(problem, "position", 0)].count("\n") + 1
        return error(f"{source}:{line}: a control character is not allowed; remove it")
    lines = content.splitlines()
    line_text = lines[mark.line] if mark.line < len(lines) else ""
    said = str(getattr(problem, "problem", None) or getattr(problem, "context", None))
    return error(f"{source}:{mark.line + 1}: not valid YAML: {said}{_remedy(said, line_text)}")


def _remedy(said: str, line_text: str) -> str:
    if "\\t" in said or line_text.startswith("\t"):
        return "; indent with spaces, not tabs"
    if re.search(r"[{\[]", line_text):
        return "; inside {…} and […] put texts in quotes"
    return ""


class _Reader:
    """Builds values from parser events. The parser does not recurse; depth is limited here."""

    def __init__(
        self, content: str, source: str, error: type[UsageError], loader: type[_Loader]
    ) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(content, Loader=loader)
        self._source = source
        self._error = error
        self._anchors: dict[str, tuple[Json, int]] = {}
        self._nodes = 0
        self.places: dict[KeyPath, str] = {}

    def document(self) -> Json:
        """The value of the only document; None for an empty file."""
        next(self._events)
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return None
        value = self._value(next(self._events), ())
        next(self._events)
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise self._fail(event, "a second document starts here; use one file for each")
        return value

    def _fail(self, event: yaml.Event, message: str) -> UsageError:
        return self._error(f"{self._place(event)}: {message}")

    def _place(self, event: yaml.Event) -> str:
        mark = event.start_mark
        assert mark is not None
        return f"{self._source}:{mark.line + 1}"

    def _value(self, event: yaml.Event, path: KeyPath) -> Json:
        self.places.setdefault(path, self._place(event))
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        self._refuse(event, path)
        before = self._nodes
        self._count(event, 1)
        value = self._node(event, path)
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self._anchors[event.anchor] = (value, self._nodes - before)
        return value

    def _refuse(self, event: yaml.Event, path: KeyPath) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise self._fail(event, f"the YAML tag {tag!r} is not allowed; remove it")
        if len(path) > MAX_DEPTH:
            raise self._fail(event, f"nested deeper than {MAX_DEPTH} levels")

    def _count(self, event: yaml.Event, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise self._fail(event, f"more than {MAX_NODES:,} values after aliases are expanded")

    def _alias(self, event: yaml.AliasEvent) -> Json:
        known = self._anchors.get(event.anchor or "")
        if known is None:
            raise self._fail(event, f"the alias *{event.anchor} has no finished anchor before it")
        value, nodes = known
        self._count(event, nodes)
        return value

    def _node(self, event: yaml.Event, path: KeyPath) -> Json:
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        assert isinstance(event, yaml.ScalarEvent)
        return self._scalar(event)

    def _mapping(self, path: KeyPath) -> dict[str, Json]:
        values: dict[str, Json] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event)
            if key in values:
                first = self.places[(*path, key)].rpartition(":")[2]
                raise self._fail(event, f"key {key!r} is given twice, first on line {first}")
            self.places[(*path, key)] = self._place(event)
            values[key] = self._value(next(self._events), (*path, key))
        return values

    def _key(self, event: yaml.Event) -> str:
        if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and not event.style:
            raise self._fail(event, "merge keys (<<) are not supported; repeat the keys")
        self._refuse(event, ())
        key = self._scalar(event) if isinstance(event, yaml.ScalarEvent) else None
        if not isinstance(key, str):
            raise self._fail(event, "a key must be text; put it in quotes")
        return key

    def _sequence(self, path: KeyPath) -> list[Json]:
        values: list[Json] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            values.append(self._value(event, (*path, len(values))))
        return values

    def _scalar(self, event: yaml.ScalarEvent) -> Json:
        text: str = event.value
        if event.style:
            return self._text(event, text)
        if text in _WORDS:
            return _WORDS[text]
        if _NUMBER.match(text):
            return self._number(event, text)
        return self._text(event, text)

    def _number(self, event: yaml.ScalarEvent, text: str) -> Json:
        if not _INTEGER.match(text):
            number = float(text)
            if number in (float("inf"), float("-inf")):
                raise self._fail(event, "the number is too large; put it in quotes")
            return number
        if len(text) > 20 or not -(2**63) <= int(text) < 2**63:
            raise self._fail(event, "the number does not fit 64 bits; put it in quotes")
        return int(text)

    def _text(self, event: yaml.ScalarEvent, text: str) -> str:
        """Text with JSON's escaped surrogate pairs joined, as in a pasted JSON body."""
        if not re.search("[\ud800-\udfff]", text):
            return text
        try:
            return text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            raise self._fail(event, "half of a surrogate pair is not text; remove it") from None

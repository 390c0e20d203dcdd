"""Suppression comments: `migrate-check: ignore[rule-a, rule-b] why`, in any language's comment.

Without rules it covers all (`*`). It counts on the site's line, on the line above (or above a
block of comments), and on every line of the call.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

MARK = b"migrate-check:"
ALL = "*"
NO_REASON = "no reason given"

_COMMENT = re.compile(
    r"(?:#|//|/\*|<!--|--|;|\*)\s*migrate-check:\s*ignore\b\s*(?:\[([^\]]*)\])?[:\s–-]*(.*)$"
)
_ENDS = ("*/", "-->", "#}", "*/}")
_LONGEST_CALL = 300
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_COMMENT_LINE = re.compile(r"^\s*(?:#|//|/\*|\*|<!--|--)")


@dataclass(frozen=True, slots=True)
class Comments:
    """The suppression comments of one file or cell."""

    lines: tuple[str, ...]
    by_line: Mapping[int, Mapping[str, str]]
    """Line from 1 → rule or `*` → reason."""

    def at(self, line: int) -> dict[str, str]:
        """What comments say about the call at this line, those at the line itself last."""
        found: dict[str, str] = {}
        first = self._start(line)
        for number in (*self._above(first), *range(self._end(line), first - 1, -1)):
            found |= self.by_line.get(number, {})
        return found

    def _start(self, line: int) -> int:
        """Where the chain of names begins that ends at the line."""
        while line > 1 and self._text(line).lstrip().startswith((".", "?.", "->")):
            line -= 1
        return line

    def _above(self, line: int) -> range:
        top = line - 1
        while top > 1 and _COMMENT_LINE.match(self._text(top)) and self._is_comment(top - 1):
            top -= 1
        return range(top, line) if self._is_comment(line - 1) else range(0)

    def _is_comment(self, line: int) -> bool:
        return bool(_COMMENT_LINE.match(self._text(line)))

    def _text(self, line: int) -> str:
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    def _end(self, line: int) -> int:
        """The last line of what the line opens, by its brackets; strings are not looked into."""
        depth = 0
        for number in range(line, min(line + _LONGEST_CALL, len(self.lines) + 1)):
            for character in self._text(number):
                depth += (character in _OPEN) - (character in _CLOSE)
            if depth <= 0:
                return number
        return line


def comments_of(data: bytes) -> Comments | None:
    """The suppression comments in a file's bytes; None: none."""
    if MARK not in data:
        return None
    lines = tuple(data.decode("utf-8", "replace").splitlines())
    by_line = {number: rules for number, line in enumerate(lines, 1) if (rules := _rules(line))}
    return Comments(lines, by_line) if by_line else None


def _rules(line: str) -> dict[str, str]:
    found = _COMMENT.search(line) if "migrate-check:" in line else None
    if found is None:
        return {}
    reason = found[2].strip()
    for end in _ENDS:
        reason = reason.removesuffix(end).rstrip()
    names = [name.strip() for name in (found[1] or ALL).split(",")]
    return {name: reason or NO_REASON for name in names if name}

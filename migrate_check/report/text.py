"""Text from outside, made safe to look at: nothing invisible, nothing endless.

Model output is hostile input. A character that a reader cannot see, or that turns the reading
direction, is replaced by a mark such as `⟨U+202E⟩`, in every format that a report writes.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from migrate_check.domain.json_value import Json

UNSEEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad"  # C0 except tab and line feed, C1, soft hyphen
    "\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"  # widths, bidirectional controls
    "\u3164\ufeff\uffa0\ufff0-\uffff"
    "\ud800-\udfff"  # lone surrogates, which no file can hold
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "]"
)
"""Characters that are shown as marks. Joiners stay: emoji and several scripts need them."""

_RUN = re.compile(f"({UNSEEN.pattern})\\1*")
_SURROGATE = re.compile("[\ud800-\udfff]")
MARK_COST = 12
"""What one mark counts when text is cut, in characters; a mark is about that long."""


def visible(text: str) -> str:
    """The text with unseen characters as marks; a run of one character is counted."""
    return _RUN.sub(_mark, text)


def one_line(text: str) -> str:
    """Visible, with every run of white space as one space."""
    return " ".join(visible(text).split())


def cut(text: str, limit: int) -> tuple[str, int]:
    """The head that shows as `limit` characters at most, and the count of characters left out."""
    head = text[:limit]
    spent = 0
    if UNSEEN.search(head):
        for index, character in enumerate(head):
            spent += MARK_COST if UNSEEN.match(character) else 1
            if spent > limit:
                head = head[:index]
                break
    return head, len(text) - len(head)


def clipped(text: str, limit: int) -> str:
    """The head of a text, with the count of what was left out said in place."""
    head, left_out = cut(text, limit)
    return f"{head} … [{left_out:,} more characters]" if left_out else text


def storable(value: Json) -> Json:
    """Lone surrogates, which a model can escape into its JSON, are text for no other parser."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {key: storable(item) for key, item in value.items()}
    return value


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 trial`, `1,200 trials`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def bare_url(url: str) -> str:
    """The URL without user name and password; as it is when it cannot be split."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _mark(match: re.Match[str]) -> str:
    run = match.group()
    times = f"\u00d7{len(run)}" if len(run) > 1 else ""
    return f"⟨U+{ord(run[0]):04X}{times}⟩"

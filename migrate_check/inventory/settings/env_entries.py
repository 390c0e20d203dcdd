"""`.env` files: one `NAME=value` per line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_check.inventory.settings.entry import Entry

_LINE = re.compile(r"^\s*(?:export\s+|set\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*?)\s*$")
_QUOTED = re.compile(r"""^(?:"((?:\\.|[^"\\])*)"|'([^']*)'|`([^`]*)`)""")


def env_entries(data: bytes) -> Iterator[Entry]:
    """All assignments, without quotes and comments."""
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
        if found := _LINE.match(line):
            yield Entry((found[1],), plain_value(found[2]), number)


def plain_value(written: str) -> str:
    """A value without its quotes, or without the comment behind it."""
    if quoted := _QUOTED.match(written):
        return next(group for group in quoted.groups() if group is not None)
    return re.split(r"(?:^|\s)#", written, maxsplit=1)[0].strip().strip("\"'")

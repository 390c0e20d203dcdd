"""Which header lines a file may hold: no line breaks, no framing, no credentials."""

from __future__ import annotations

import re

_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+\Z")
_VALUE = re.compile(r"[\x20-\x7e]*\Z")
_OF_THE_CONNECTION = frozenset({"content-length", "transfer-encoding", "connection"})
_CREDENTIAL_NAME = re.compile(
    r"(^|[-_])(authorization|keys?|tokens?|secrets?|password|cookie)$", re.IGNORECASE
)
_HARMLESS_NAMES = frozenset({"idempotency-key"})


def names_credential(name: str) -> bool:
    """Whether a header or query parameter of this name would carry a secret."""
    return name.lower() not in _HARMLESS_NAMES and _CREDENTIAL_NAME.search(name) is not None


def line_problem(name: str, value: str) -> str | None:
    """Why this cannot be a header line, to be read after its name; None when it can."""
    if not _NAME.match(name):
        return "is not a header name"
    if name.lower() in _OF_THE_CONNECTION:
        return "is set by the connection itself; remove it"
    if not _VALUE.match(value):
        return "has a value with a line break or a character that is not printable ASCII"
    return None

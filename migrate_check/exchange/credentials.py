"""Which parts of a request carry credentials, and of what kind they are."""

from __future__ import annotations

import re

from migrate_check.domain.exchange import Headers
from migrate_check.domain.scenario import Auth

INVALID_KEY = "sk-migrate-check-invalid-key"
"""Sent by cases that ask how a wrong key is refused. Not a secret."""

_CREDENTIAL_NAME = re.compile(
    r"(?<![a-z])(?:(?:api|access|auth|secret|subscription|goog|private)[-_]?)?"
    r"(?:key|token|secret|auth|authorization|authentication|password|credentials?|cookie)(?![a-z])"
)
_HARMLESS_NAMES = frozenset({"idempotency-key"})


def is_credential(name: str) -> bool:
    """Whether a request header or query parameter of this name carries credentials.

    Gateways have headers of their own for that, so names are judged by their words.
    """
    lower = name.lower()
    return lower not in _HARMLESS_NAMES and _CREDENTIAL_NAME.search(lower) is not None


def auth_kind(headers: Headers) -> Auth:
    """What the unredacted headers of a request carry."""
    values = [value for name, value in headers if is_credential(name)]
    if not values:
        return Auth.MISSING
    return Auth.INVALID if any(INVALID_KEY in value for value in values) else Auth.VALID

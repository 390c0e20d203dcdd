"""Which request headers carry credentials, and what they say about the kind of credentials."""

from __future__ import annotations

from migrate_check.domain.exchange import Headers
from migrate_check.domain.scenario import Auth

INVALID_KEY = "sk-migrate-check-invalid-key"
"""Sent by cases that ask how a wrong key is refused. Not a secret."""

CREDENTIAL_HEADERS = frozenset(
    {"authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie", "proxy-authorization"}
)
"""Lower-case names whose values are never kept."""

CREDENTIAL_PARAMETERS = frozenset({"key", "api_key", "api-key", "apikey", "token", "access_token"})
"""Lower-case names of query parameters whose values are never kept."""


def auth_kind(headers: Headers) -> Auth:
    """What the unredacted headers of a request carry."""
    values = [value for name, value in headers if name.lower() in CREDENTIAL_HEADERS]
    if not values:
        return Auth.MISSING
    return Auth.INVALID if any(INVALID_KEY in value for value in values) else Auth.VALID

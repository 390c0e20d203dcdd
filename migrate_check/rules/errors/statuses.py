"""What clients make of an HTTP status and an error code."""

from __future__ import annotations

import re

_CLASSES = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    413: "RequestTooLargeError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
}

client_codes = frozenset(
    {
        "authentication_error",
        "billing_error",
        "content_filter",
        "content_policy_violation",
        "context_length_exceeded",
        "exceed_context_size_error",
        "insufficient_quota",
        "invalid_api_key",
        "model_not_found",
        "not_found_error",
        "overloaded_error",
        "permission_error",
        "rate_limit_error",
        "rate_limit_exceeded",
        "request_too_large",
        "unsupported_parameter",
        "unsupported_value",
    }
)
"""Types and codes that programs branch on: to shorten a prompt, to back off, to ask for a key."""

_GENERIC = frozenset(
    word
    for line in (
        "again an and bad bad_request contact error errors failed failure from gateway has",
        "internal invalid is later occurred of please processing provider request response",
        "returned server something support the this try unexpected unknown upstream went",
        "while with wrong your",
    )
    for word in line.split()
)


def exception_class(status: int) -> str:
    """The exception that the official SDKs raise for a status."""
    if status >= 500:
        return "InternalServerError"
    return _CLASSES.get(status, "APIStatusError")


def words(message: str) -> frozenset[str]:
    """The words of a message, lower case."""
    return frozenset(re.findall(r"[a-z][a-z_]+", message.lower()))


def is_generic(message: str | None) -> bool:
    """Whether a message tells no more than that something failed."""
    return not message or not words(message) - _GENERIC

"""Errors of the Anthropic API: envelope, statuses, types."""

from __future__ import annotations

from migrate_check.lab.formats.format import Refused

_FINAL = (("x-should-retry", "false"),)


def refused(message: str, kind: str = "invalid_request_error", status: int = 400) -> Refused:
    """An error; its request id is added when it is sent."""
    return Refused(status, {"type": "error", "error": {"type": kind, "message": message}}, _FINAL)


def key_missing() -> Refused:
    """401 without credentials."""
    return refused("x-api-key header is required", "authentication_error", 401)


def key_wrong() -> Refused:
    """401 with wrong credentials."""
    return refused("invalid x-api-key", "authentication_error", 401)


def body_malformed(line: int, column: int, position: int) -> Refused:
    """400 for a body that is not JSON."""
    return refused(
        "The request body is not valid JSON: unexpected character:"
        f" line {line} column {column} (char {position})"
    )


def path_unknown() -> Refused:
    """404 for a path that does not exist."""
    return refused("Not Found", "not_found_error", 404)


def method_wrong() -> Refused:
    """405."""
    return refused("Method Not Allowed", status=405)


def model_unknown(model: str) -> Refused:
    """404 for a model that is not on offer."""
    return refused(f"model: {model}", "not_found_error", 404)


def context_exceeded(limit: int, tokens: int) -> Refused:
    """400 for a prompt that is too long."""
    return refused(f"prompt is too long: {tokens} tokens > {limit} maximum")


def rate_limited() -> Refused:
    """429 with `retry-after`."""
    message = (
        "This request would exceed your organization's rate limit of 3 requests per minute. For"
        " details, refer to: https://docs.claude.com/en/api/rate-limits."
    )
    document = refused(message, "rate_limit_error", 429).document
    headers = (
        ("retry-after", "1"),
        ("anthropic-ratelimit-requests-limit", "3"),
        ("anthropic-ratelimit-requests-remaining", "0"),
        ("x-should-retry", "true"),
    )
    return Refused(429, document, headers)

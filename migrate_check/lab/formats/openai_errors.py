"""Errors of the OpenAI API: envelope, statuses, codes."""

from __future__ import annotations

from migrate_check.domain.json_value import Json
from migrate_check.lab.formats.format import Refused

INVALID = "invalid_request_error"
_HELP = "https://platform.openai.com/account/api-keys"


def refused(
    message: str, *, param: str | None = None, code: str | None = None, status: int = 400
) -> Refused:
    """An `invalid_request_error`."""
    return Refused(
        status,
        {"error": {"message": message, "type": INVALID, "param": param, "code": code}},
    )


def key_missing() -> Refused:
    """401 without credentials."""
    return refused(
        "You didn't provide an API key. You need to provide your API key in an Authorization"
        " header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field"
        " (with blank username) if you're accessing the API from your browser and are prompted for"
        f" a username and password. You can obtain an API key from {_HELP}.",
        status=401,
    )


def key_wrong(key: str) -> Refused:
    """401 with wrong credentials; the key is shown masked, as the vendor does."""
    shown = key if len(key) <= 8 else f"{key[:8]}{'*' * max(len(key) - 12, 1)}{key[-4:]}"
    return refused(
        f"Incorrect API key provided: {shown}. You can find your API key at {_HELP}.",
        code="invalid_api_key",
        status=401,
    )


def body_malformed() -> Refused:
    """400 for a body that is not JSON."""
    return refused(
        "We could not parse the JSON body of your request. (HINT: This likely means you aren't"
        " using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was"
        " sent was not valid JSON. If you have trouble figuring out how to fix this, please"
        " contact us through our help center at help.openai.com.)"
    )


def path_unknown(method: str, path: str) -> Refused:
    """404 for a path that does not exist."""
    return refused(f"Invalid URL ({method} {path})", status=404)


def method_wrong(method: str, path: str) -> Refused:
    """405."""
    return refused(
        f"Not allowed to {method} on {path}. (HINT: Perhaps you meant to use a different HTTP"
        " method?)",
        code="method_not_supported",
        status=405,
    )


def model_unknown(model: str) -> Refused:
    """404 for a model that is not on offer."""
    return refused(
        f"The model `{model}` does not exist or you do not have access to it.",
        code="model_not_found",
        status=404,
    )


def type_wrong(name: str, expected: str, value: Json) -> Refused:
    """400 for a field of a wrong JSON type."""
    return refused(
        f"Invalid type for '{name}': expected {expected}, but got {kind(value)} instead.",
        param=name,
        code="invalid_type",
    )


def missing(name: str) -> Refused:
    """400 for a required field that is absent."""
    return refused(
        f"Missing required parameter: '{name}'.", param=name, code="missing_required_parameter"
    )


def context_exceeded(limit: int, tokens: int) -> Refused:
    """400 for a prompt that is too long."""
    return refused(
        f"This model's maximum context length is {limit} tokens. However, your messages resulted"
        f" in {tokens} tokens. Please reduce the length of the messages.",
        param="messages",
        code="context_length_exceeded",
    )


def rate_limited(model: str) -> Refused:
    """429 with `retry-after`."""
    message = (
        f"Rate limit reached for {model} in organization org-lab on requests per min (RPM): Limit"
        " 3, Used 3, Requested 1. Please try again in 1s. Visit"
        " https://platform.openai.com/account/rate-limits to learn more."
    )
    error: Json = {
        "message": message,
        "type": "requests",
        "param": None,
        "code": "rate_limit_exceeded",
    }
    headers = (
        ("retry-after", "1"),
        ("retry-after-ms", "1000"),
        ("x-ratelimit-limit-requests", "3"),
        ("x-ratelimit-remaining-requests", "0"),
        ("x-ratelimit-reset-requests", "1s"),
    )
    return Refused(429, {"error": error}, headers)


def kind(value: Json) -> str:
    """A JSON type in the vendor's words."""
    if value is None:
        return "null"
    names: dict[type, str] = {
        bool: "a boolean",
        int: "an integer",
        float: "a decimal number",
        str: "a string",
        list: "an array",
        dict: "an object",
    }
    return names[type(value)]

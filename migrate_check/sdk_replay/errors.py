"""What callers read from the exception of an HTTP error status."""

from __future__ import annotations

from typing import Any

from migrate_check.sdk_replay.installed import ANTHROPIC, GOOGLE, OPENAI, Sdk
from migrate_check.sdk_replay.notes import FAILED, Notes, Tree

_READ: dict[Sdk, Tree] = {
    OPENAI: {"code=": None, "type=": None, "param": None, "body": None, "request_id": None},
    ANTHROPIC: {"type=": None, "body": None, "request_id": None},
    GOOGLE: {"code": None, "status=": None, "message": None, "details": None},
}


def is_http_error(error: Exception | None) -> bool:
    """The SDK's own exception for an error status: the right thing to raise."""
    status = getattr(error, "status_code", None) or getattr(error, "code", None)
    return isinstance(status, int) and status >= 300


def read_error(notes: Notes, sdk: Sdk, client: Any) -> None:
    """Note the error's attributes, and whether the SDK would send the request again."""
    error = notes.error
    notes.note("error", type(error).__name__)
    notes.look("error", error, _READ[sdk])
    response = getattr(error, "response", None)
    should_retry = getattr(client, "_should_retry", None)
    if response is None or should_retry is None:
        return
    retries = notes.attempt("error: retry", lambda: should_retry(response))
    if retries is not FAILED:
        notes.note("error: retry", "sends again" if retries else "gives up")
    delay = notes.attempt(
        "error: retry-after", lambda: client._parse_retry_after_header(response.headers)
    )
    if delay is not FAILED:
        notes.note("error: retry-after", "None" if delay is None else "number")

"""Errors whose status, envelope or detail is lost on the way."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.bodies import error_of
from migrate_check.lab.faults.fault import Showing, changes_errors, shown_by, with_document
from migrate_check.lab.sse import JsonObject, dump
from migrate_check.lab.wire import Answer

_RETRY_HEADERS = ("retry-after", "retry-after-ms", "x-should-retry")
_WITH_RATE_LIMITS = Showing(own_packs=("rate-limit",))
_PAGE = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n"
    "</body>\r\n</html>\r\n"
)


@changes_errors(Route.ANTHROPIC_MESSAGES, finds={"errors", "shape"})
def errors_anthropic_envelope_openai(answer: Answer, document: JsonObject) -> Answer:
    """Messages errors come in the OpenAI envelope, with the text "None" for absent values."""
    error: JsonObject = {
        "message": error_of(document).get("message"),
        "type": "None",
        "param": "None",
        "code": str(answer.status),
    }
    return with_document(answer, {"error": error})


@changes_errors(finds={"errors"})
def errors_context_length_code_lost(answer: Answer, document: JsonObject) -> Answer:
    """A prompt that is too long loses its code and wording; the cause is quoted in a text."""
    error = error_of(document)
    too_long = str(error.get("message")).startswith("prompt is too long")
    if error.get("code") == "context_length_exceeded":
        wrapped = f"BadRequestError: ContextWindowExceededError: ProviderError - {dump(document)}"
        error |= {"message": wrapped, "type": None, "param": None, "code": "400"}
    elif too_long:
        error |= {"type": "api_error", "message": "BadRequestError: ContextWindowExceededError"}
    else:
        return answer
    return with_document(answer, document)


@changes_errors(finds={"errors"})
def errors_error_returned_200_json(answer: Answer, document: JsonObject) -> Answer:
    """The error body is right, and the status is 200."""
    return replace(answer, status=200)


@changes_errors(finds={"errors"})
def errors_html_body(answer: Answer, document: JsonObject) -> Answer:
    """Errors come as an HTML page."""
    page = replace(answer, body=_PAGE.encode())
    return page.with_headers(("content-type", "text/html"))


@shown_by(_WITH_RATE_LIMITS)
@changes_errors(finds={"errors"})
def errors_429_remapped(answer: Answer, document: JsonObject) -> Answer:
    """A rate limit becomes a 500 without `retry-after`."""
    if answer.status != 429:
        return answer
    error: JsonObject = {"message": "Internal server error", "type": "api_error"}
    body: dict[str, Json] = {**document, "error": error}
    return with_document(replace(answer, status=500), body).with_headers(without=_RETRY_HEADERS)


@changes_errors(finds={"errors"})
def errors_body_erased(answer: Answer, document: JsonObject) -> Answer:
    """The reason of every error is replaced by "Bad gateway"."""
    error = error_of(document)
    error["message"] = "Bad gateway"
    for name in ("param", "code"):
        if name in error:
            error[name] = None
    return with_document(answer, document)


@shown_by(_WITH_RATE_LIMITS)
@changes_errors(finds={"errors", "headers"})
def retry_after_lost(answer: Answer, document: JsonObject) -> Answer:
    """A rate limit comes without `retry-after`."""
    return answer.with_headers(without=_RETRY_HEADERS) if answer.status == 429 else answer

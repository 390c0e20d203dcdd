"""Errors of the Gemini API: Google's envelope, statuses, details."""

from __future__ import annotations

from migrate_check.domain.json_value import Json
from migrate_check.lab.formats.format import Refused
from migrate_check.lab.sse import JsonObject

_TYPES = "type.googleapis.com/google.rpc."


def refused(message: str, status: int = 400, word: str = "INVALID_ARGUMENT") -> Refused:
    """An error without details."""
    return Refused(status, {"error": {"code": status, "message": message, "status": word}})


def _detailed(plain: Refused, *details: JsonObject) -> Refused:
    error = plain.document["error"]
    listed: list[Json] = [*details]
    document: Json = {**error, "details": listed} if isinstance(error, dict) else error
    return Refused(plain.status, {"error": document})


def violation(field: str, description: str) -> Refused:
    """400 for a field that cannot be read."""
    violations: list[Json] = [{"field": field, "description": description}]
    return _detailed(
        refused(description),
        {"@type": f"{_TYPES}BadRequest", "fieldViolations": violations},
    )


def name_unknown(name: str, field: str) -> Refused:
    """400 for a key that the message at `field` does not have."""
    place = f" at '{field}'" if field else ""
    return violation(
        field, f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.'
    )


def key_missing() -> Refused:
    """403 without credentials."""
    return refused(
        "Method doesn't allow unregistered callers (callers without established identity). Please"
        " use API Key or other form of API consumer identity to call this API.",
        403,
        "PERMISSION_DENIED",
    )


def token_wrong() -> Refused:
    """401 with a bearer token that is none of OAuth's."""
    return refused(
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
        " cookie or other valid authentication credential. See"
        " https://developers.google.com/identity/sign-in/web/devconsole-project.",
        401,
        "UNAUTHENTICATED",
    )


def key_wrong() -> Refused:
    """400 with wrong credentials."""
    message = "API key not valid. Please pass a valid API key."
    info: JsonObject = {
        "@type": f"{_TYPES}ErrorInfo",
        "reason": "API_KEY_INVALID",
        "domain": "googleapis.com",
        "metadata": {"service": "generativelanguage.googleapis.com"},
    }
    local: JsonObject = {
        "@type": f"{_TYPES}LocalizedMessage",
        "locale": "en-US",
        "message": message,
    }
    return _detailed(refused(message), info, local)


def body_malformed(excerpt: str) -> Refused:
    """400 for a body that is not JSON."""
    return refused(f"Invalid JSON payload received. Unexpected end of string.\n{excerpt}\n^")


def contents_missing() -> Refused:
    """400 for a request that says nothing."""
    return refused("* GenerateContentRequest.contents: contents is not specified\n")


def model_unknown(model: str, method: str) -> Refused:
    """404 for a model that is not on offer."""
    return refused(
        f"models/{model} is not found for API version v1beta, or is not supported for {method}."
        " Call ListModels to see the list of available models and their supported methods.",
        404,
        "NOT_FOUND",
    )


def method_wrong() -> Refused:
    """404: Google has other paths for other methods."""
    return refused("Requested entity was not found.", 404, "NOT_FOUND")


def context_exceeded(limit: int, tokens: int) -> Refused:
    """400 for a prompt that is too long."""
    return refused(
        f"The input token count ({tokens}) exceeds the maximum number of tokens allowed ({limit})."
    )


def signature_missing(name: str, position: int) -> Refused:
    """400 where a call goes back without the signature it came with."""
    return refused(
        "Function call is missing a thought_signature in functionCall parts. This is required for"
        " tools to work correctly, and missing thought_signature may lead to degraded model"
        f" performance. Additional data, function call `default_api:{name}` , position {position}."
        " Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more"
        " details."
    )


def signature_wrong() -> Refused:
    """400 where a signature goes back that never came."""
    return refused("Thought signature is not valid.")


def rate_limited() -> Refused:
    """429, with the time to wait in the details."""
    plain = refused(
        "You exceeded your current quota, please check your plan and billing details.\nPlease retry"
        " in 1s.",
        429,
        "RESOURCE_EXHAUSTED",
    )
    return _detailed(plain, {"@type": f"{_TYPES}RetryInfo", "retryDelay": "1s"})

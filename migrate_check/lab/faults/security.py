"""Secrets that leak, and doors that stand open."""

from __future__ import annotations

import base64
from dataclasses import replace

from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.bodies import error_of
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    changes_answers,
    changes_errors,
    edits_replies,
    with_document,
    wraps_calls,
)
from migrate_check.lab.provider import KEY
from migrate_check.lab.sse import JsonObject
from migrate_check.lab.wire import Answer

OPERATOR_KEY = "sk-proj-" + "Lab0Operator9" * 4
"""Looks like the gateway operator's own key at the provider; it opens nothing."""


@changes_answers(finds={"security"})
def sec_upstream_key_in_response_header(answer: Answer) -> Answer:
    """Every answer shows the operator's provider key in a header."""
    return answer.with_headers(("x-upstream-authorization", f"Bearer {OPERATOR_KEY}"))


@changes_errors(finds={"security"})
def sec_upstream_error_leaks_key(answer: Answer, document: JsonObject) -> Answer:
    """Error messages quote the operator's key and the internal upstream address."""
    error = error_of(document)
    error["message"] = (
        f"upstream http://10.12.0.7:8443 (api key {OPERATOR_KEY}): {error.get('message')}"
    )
    return with_document(answer, document)


@wraps_calls(finds={"security", "errors"})
async def auth_not_required(call: GatewayCall, forward: Forward) -> Answer:
    """Requests with a wrong key or none are served."""
    credentials = {"authorization", "x-api-key", "x-goog-api-key"}
    kept = tuple(pair for pair in call.request.headers if pair[0].lower() not in credentials)
    opened = (("authorization", f"Bearer {KEY}"),)
    if call.request.header("anthropic-version") is not None:
        opened = (("x-api-key", KEY),)
    elif call.route is Route.GEMINI:
        opened = (("x-goog-api-key", KEY),)
    return await forward(replace(call, request=replace(call.request, headers=kept + opened)))


@edits_replies(finds={"security"})
def id_encodes_route(reply: JsonObject) -> None:
    """Ids are replaced by base64 of the gateway's own routing."""
    for holder in (reply, reply.get("response"), reply.get("message")):
        if isinstance(holder, dict) and isinstance(holder.get("id"), str):
            packed = f"relay:provider:east-2;original:{holder['id']}".encode()
            holder["id"] = f"resp_{base64.urlsafe_b64encode(packed).decode()}"

"""A response object, streamed or not: the reply and its departures from the contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.api_errors import OPENAI
from migrate_check.dialects.json_fields import as_array, as_object, as_text
from migrate_check.dialects.openai_responses_items import (
    Item,
    ItemFields,
    calls_of,
    check_item,
    freeform_of,
    reasoning_of,
    signatures_of,
    text_of,
    tools_within,
)
from migrate_check.dialects.openai_responses_request import tools_of
from migrate_check.dialects.openai_responses_usage import check_usage, read_usage
from migrate_check.dialects.openai_responses_words import ENDED, check_response, finish_reason
from migrate_check.dialects.tool_calls import Answered, ToolPlaces, check_tool_calls
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ApiError, Asked, Reply

PLACES = ToolPlaces(
    call="output[]",
    id="output[].call_id",
    name="output[].name",
    arguments="output[].arguments",
    text="output[].content[].text",
)
_FIELDS = ItemFields("output[]")


def read_reply(document: dict[str, Json], asked: Asked, log: AnomalyLog) -> Reply | None:
    """The reply of an unstreamed answer. None where it has no list of items."""
    check_response(document, "", log)
    if not isinstance(document.get("output"), list):
        return None
    items = [as_object(item) for item in as_array(document["output"])]
    for item in items:
        check_item(item, _FIELDS, log)
    reply = reply_of(document, items)
    check_end(document, reply, log)
    check_calls(reply, items, asked, PLACES, log)
    return reply


def reply_of(document: dict[str, Json], items: Sequence[Item]) -> Reply:
    """What a caller reads. `items` are those of `document`, or what a stream made of them."""
    roles = (as_text(item.get("role")) for item in items if item.get("type") == "message")
    return Reply(
        id=as_text(document.get("id")),
        model=as_text(document.get("model")),
        role=next(roles, None),
        text=text_of(items, "output_text"),
        refusal=text_of(items, "refusal") or None,
        reasoning=reasoning_of(items),
        tool_calls=calls_of(items),
        finish_reason=finish_reason(document),
        choices=1,
        usage=read_usage(document.get("usage")),
        signatures=signatures_of(items),
    )


def check_end(document: dict[str, Json], reply: Reply, log: AnomalyLog) -> None:
    """Usage of an answer that has ended."""
    ended = as_text(document.get("status")) in ENDED
    check_usage(document.get("usage"), ended, bool(reply.text or reply.tool_calls), log)


def check_calls(
    reply: Reply, items: Sequence[Item], asked: Asked, places: ToolPlaces, log: AnomalyLog
) -> None:
    """Judge the calls, with the escapes that the status gives."""
    reason = reply.finish_reason
    answered = Answered(
        calls=reply.tool_calls,
        text=reply.text,
        truncated=reason not in ("completed", "content_filter"),
        declined=reason == "content_filter" or bool(reply.refusal),
        freeform=freeform_of(items),
    )
    check_tool_calls(answered, _with_found_tools(asked, reply, items), places, log)


def _with_found_tools(asked: Asked, reply: Reply, items: Sequence[Item]) -> Asked:
    """The request's tools, with those that it does not name itself.

    A tool search finds them in the answer; a stored prompt or conversation may bring any.
    """
    found: dict[str, Json] = tools_of(tools_within(items))
    body = as_object(asked.body)
    if any(body.get(name) for name in ("prompt", "conversation")):
        found = {call.name: None for call in reply.tool_calls if call.name} | found
    return replace(asked, tools={**found, **asked.tools}) if found else asked


def failure_of(document: dict[str, Json], in_stream: bool, log: AnomalyLog) -> ApiError | None:
    """The error of a response that failed; None where it did not."""
    if document.get("status") != "failed" and not document.get("error"):
        return None
    error = as_object(document.get("error"))
    for name in ("code", "message"):
        if not as_text(error.get(name)):
            log.add(AnomalyKind.ERROR_FIELD_MISSING, f"error.{name}", "absent or empty")
    return ApiError(
        envelope=OPENAI,
        type=as_text(error.get("type")),
        code=as_text(error.get("code")),
        message=as_text(error.get("message")),
        param=as_text(error.get("param")),
        in_stream=in_stream,
    )

"""An unstreamed Messages answer: the reply and its departures from the contract."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.anthropic_usage import check_usage
from migrate_check.dialects.anthropic_words import (
    block_fields,
    blocks_of,
    check_block,
    check_calls,
    check_message_head,
    check_signatures,
    check_stop,
    message_fields,
    read_message,
)
from migrate_check.dialects.json_fields import check_fields, required, type_name
from migrate_check.dialects.tool_calls import ToolPlaces
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, Reply

PLACES = ToolPlaces(
    call="content[]",
    id="content[].id",
    name="content[].name",
    arguments="content[].input",
    text="content[].text",
)
_FIELDS = message_fields("")
_BLOCK_FIELDS = block_fields("content[].")
# Judged as arguments of a call, so not also as a field of the wrong type.
_BLOCK_FIELDS["tool_use"] = (
    required("content[].", "id", str),
    required("content[].", "name", str),
    required("content[].", "input", dict, list, str, int, float, bool),
)
_USAGE_FIELDS = (required("usage.", "input_tokens", int), required("usage.", "output_tokens", int))


def read_reply(document: dict[str, Json], asked: Asked, log: AnomalyLog) -> Reply | None:
    """The message as a client reads it. None when there is no list of content blocks."""
    check_message_head(document, "", log)
    check_fields(document, _FIELDS, log)
    content = document.get("content")
    if not isinstance(content, list):
        return None
    blocks = blocks_of(content)
    for block in blocks:
        check_block(block, _BLOCK_FIELDS, "content[].", log)
    usage = document.get("usage")
    reply = read_message(document, blocks, usage)
    if not reply.finish_reason:
        log.add(AnomalyKind.FINISH_MISSING, "stop_reason", "absent or null")
    check_stop(reply.finish_reason, bool(reply.tool_calls), "stop_reason", log)
    check_calls(reply, asked, PLACES, log)
    check_signatures(blocks, reply.finish_reason, "content[].signature", log)
    if isinstance(usage, dict):
        check_fields(usage, _USAGE_FIELDS, log)
        check_usage(usage, bool(reply.text or reply.tool_calls), log)
    else:
        log.add(AnomalyKind.USAGE_MISSING, "usage", f"is {type_name(usage)}")
    return reply

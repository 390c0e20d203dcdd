"""The rule text-not-json."""

import json
from collections.abc import Iterator

from migrate_check.dialects.limits import CUT_BY_LENGTH
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule

_CUT = CUT_BY_LENGTH | {"content_filter", "refusal", "SAFETY"}


@pair_rule(Severity.ERROR, When.BOTH_OK, Nature.SAMPLED)
def text_not_json(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The request asks for JSON, and the text is not JSON.

    ## Why it matters
    The parameter that constrains the model was dropped, or its output was wrapped on the way.

    ## Who breaks
    `client.chat.completions.parse` and `json.loads` raise; pipelines stop at the first such
    answer.

    ## Example
    `response_format: {"type": "json_object"}`, and a text that starts with three backticks and
    `json`.

    ## When to accept it
    Callers strip fences and ask again.

    ## Source
    https://platform.openai.com/docs/guides/structured-outputs
    """
    reply = pair.candidate.reply
    if reply is None or not reply.text or reply.tool_calls or reply.finish_reason in _CUT:
        return
    if not _wants_json(pair.candidate.asked.body):
        return
    try:
        json.loads(reply.text)
    except ValueError:
        yield Difference(
            "text", "The request asks for JSON and the text is none.", None, reply.text[:80]
        )


def _wants_json(body: Json) -> bool:
    """Each format has a field of its own for that."""
    if not isinstance(body, dict):
        return False
    generation = body.get("generationConfig")
    if isinstance(generation, dict) and generation.get("responseMimeType") == "application/json":
        return True
    config = body.get("output_config") or body.get("text")
    nested = config.get("format") if isinstance(config, dict) else None
    wanted = body.get("response_format") or nested
    return isinstance(wanted, dict) and wanted.get("type") in ("json_object", "json_schema")

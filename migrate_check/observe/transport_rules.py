"""What is wrong with a body before any dialect reads it."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.limits import CUT_BY_LENGTH
from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.exchange import Response, header
from migrate_check.domain.observation import Asked, BodyKind, Reply
from migrate_check.observe.body import Body

_REPLACEMENT = "\ufffd"


def check_body(
    body: Body, response: Response, asked: Asked, log: AnomalyLog, *, read: bool
) -> None:
    """Note departures of encoding, length, kind and content type.

    `read`: the dialect took the bytes for what they are, such as sound, so they need not be JSON.
    """
    if body.encoding_problem:
        place = "header content-encoding"
        log.add(AnomalyKind.CONTENT_ENCODING_BROKEN, place, body.encoding_problem)
    # Redaction marks are longer or shorter than what they stand for.
    if "[redacted" not in body.text:
        _check_length(response, log)
    if not body.valid_utf8 and body.kind in (BodyKind.JSON, BodyKind.SSE):
        log.add(AnomalyKind.BODY_INVALID_UTF8, "body", "bytes that are no UTF-8")
    if body.unterminated:
        log.add(
            AnomalyKind.EVENT_UNTERMINATED, "end of stream", "no blank line after the last event"
        )
    for line in body.foreign_lines[:1]:
        log.add(AnomalyKind.EVENT_UNKNOWN, "line", f"no field of an event: {line!r}")
    if not 200 <= response.status < 300:
        _check_error(body, log)
    elif not read:
        _check_kind(body, response, asked, log)


def check_replacement_characters(
    reply: Reply | None, body: Body, request_body: bytes, log: AnomalyLog
) -> None:
    """U+FFFD in what the model wrote. Bytes that are no UTF-8 are another matter.

    A token limit may cut a character in two, and a caller may have sent one to be echoed.
    """
    if (
        reply is None
        or not body.valid_utf8
        or _REPLACEMENT not in body.text.replace("\\ufffd", _REPLACEMENT)
    ):
        return
    if _REPLACEMENT in request_body.decode("utf-8", "replace").replace("\\ufffd", _REPLACEMENT):
        return
    texts = [("text", reply.text), ("reasoning", reply.reasoning or "")]
    texts += [("tool arguments", call.arguments) for call in reply.tool_calls]
    for place, text in texts:
        kept = text.rstrip(_REPLACEMENT) if reply.finish_reason in CUT_BY_LENGTH else text
        position = kept.find(_REPLACEMENT)
        if position >= 0:
            detail = repr(kept[max(0, position - 20) : position + 20])
            log.add(AnomalyKind.BODY_REPLACEMENT_CHARACTER, place, detail)


def _check_error(body: Body, log: AnomalyLog) -> None:
    if body.kind is not BodyKind.JSON:
        log.add(AnomalyKind.ERROR_NOT_JSON, "body", f"{body.kind.value}: {body.text[:80]!r}")


def _check_length(response: Response, log: AnomalyLog) -> None:
    declared = header(response.headers, "content-length") or ""
    if declared.isdecimal() and header(response.headers, "transfer-encoding") is None:
        found = len(response.body)
        if int(declared) != found:
            detail = f"declared {declared}, came {found}"
            log.add(AnomalyKind.CONTENT_LENGTH_WRONG, "header content-length", detail)


def _check_kind(body: Body, response: Response, asked: Asked, log: AnomalyLog) -> None:
    content_type = header(response.headers, "content-type") or ""
    kind = body.kind
    if kind is BodyKind.EMPTY:
        empty = AnomalyKind.STREAM_EMPTY if asked.stream else AnomalyKind.BODY_EMPTY
        log.add(empty, "stream" if asked.stream else "body", "no bytes")
    elif kind is BodyKind.SSE:
        if not asked.stream:
            log.add(AnomalyKind.STREAM_UNASKED, "body", "events though no stream was asked for")
        if "text/event-stream" not in content_type.lower():
            log.add(
                AnomalyKind.STREAM_CONTENT_TYPE, "header content-type", content_type or "absent"
            )
    elif asked.stream:
        log.add(AnomalyKind.STREAM_NOT_SSE, "body", f"{kind.value}: {body.text[:80]!r}")
    elif kind is not BodyKind.JSON:
        log.add(AnomalyKind.BODY_NOT_JSON, "body", f"{kind.value}: {body.text[:80]!r}")

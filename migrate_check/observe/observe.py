"""One exchange to one observation: body, dialect, shape, timing, leaks. Total: never raises."""

from __future__ import annotations

from migrate_check.dialects.anomaly_log import AnomalyLog
from migrate_check.dialects.dialect import Dialect, Parsed
from migrate_check.dialects.json_text import parse_json
from migrate_check.dialects.multipart_form import read_form
from migrate_check.dialects.registry import DIALECTS, TYPED_EVENTS
from migrate_check.domain.exchange import Exchange, Headers, Response, Side, header
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import (
    ApiError,
    Asked,
    BodyKind,
    Observation,
    ShapePath,
    StreamEvent,
)
from migrate_check.domain.scenario import Route
from migrate_check.observe.body import Body, read_body
from migrate_check.observe.leaks import Scanned, find_leaks, host_of
from migrate_check.observe.shape import shape_of
from migrate_check.observe.timing import UNMEASURED, arrival_ns, timing_of
from migrate_check.observe.transport_rules import check_body, check_replacement_characters

_ERROR_ENVELOPES = {BodyKind.HTML: "html", BodyKind.EMPTY: "empty"}


def observe_exchange(exchange: Exchange, route: Route, side: Side) -> Observation:
    """The exchange in provider-neutral terms. Any bytes are accepted.

    After a transport failure the anomalies are those of leaks only: a body that broke off proves
    nothing about the wire format.
    """
    dialect = DIALECTS[route]
    asked = dialect.asked(_request_document(exchange), exchange.request.url)
    response = exchange.response
    if response is None:
        return _unanswered(exchange, route, side, asked)
    headers = _headers_by_name(response.headers)
    body = read_body(response, headers)
    events = _stream_events(body, response)
    parsed = _parse(dialect, body, events, response, asked)
    log = AnomalyLog()
    if exchange.failure is None:
        read = parsed.reply is not None and body.kind in (BodyKind.TEXT, BodyKind.BINARY)
        check_body(body, response, asked, log, read=read)
        check_replacement_characters(parsed.reply, body, exchange.request.body, log)
    find_leaks(_scanned(exchange, headers, body, parsed), log)
    contract = parsed.anomalies if exchange.failure is None else ()
    content = [events[position].offset_ns for position in parsed.content_events]
    return Observation(
        route=route,
        side=side,
        asked=asked,
        status=response.status,
        http_version=response.http_version,
        headers=headers,
        failure=exchange.failure,
        body_kind=body.kind,
        document=body.document,
        events=events,
        framing=body.framing,
        body_text=body.text,
        reply=parsed.reply,
        error=parsed.error,
        # Their kinds do not overlap, so no place is named twice.
        anomalies=log.anomalies() + contract,
        shape=_shape(body, events, route),
        timing=timing_of(exchange, [ns for ns in content if ns is not None]),
    )


def answer_of(exchange: Exchange, route: Route) -> Json | tuple[StreamEvent, ...] | None:
    """The answer as `Dialect.next_body` takes it; None when it failed or cannot be parsed."""
    response = exchange.response
    if response is None or exchange.failure is not None or not 200 <= response.status < 300:
        return None
    dialect = DIALECTS[route]
    body = read_body(response, _headers_by_name(response.headers))
    events = _stream_events(body, response)
    asked = dialect.asked(_request_document(exchange), exchange.request.url)
    parsed = _parse(dialect, body, events, response, asked)
    if parsed.reply is None or parsed.error is not None:
        return None
    return events or body.document


def _request_document(exchange: Exchange) -> Json:
    """The request's JSON, or the fields of a form."""
    request = exchange.request
    try:
        return parse_json(request.body)
    except ValueError:
        return read_form(request.body, header(request.headers, "content-type") or "")


def _headers_by_name(headers: Headers) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


def _stream_events(body: Body, response: Response) -> tuple[StreamEvent, ...]:
    chunks, ends = response.chunks, body.ends
    return tuple(
        StreamEvent(event.name, event.data, document, arrival_ns(event.end, ends, chunks))
        for event, document in zip(body.events, body.documents, strict=True)
    )


def _parse(
    dialect: Dialect, body: Body, events: tuple[StreamEvent, ...], response: Response, asked: Asked
) -> Parsed:
    status = response.status
    success = 200 <= status < 300
    if body.kind is BodyKind.JSON:
        return dialect.parse_document(body.document, status, asked)
    if body.kind is BodyKind.SSE:
        parsed = dialect.parse_stream(events, asked)
        if success:
            return parsed
        return Parsed(None, parsed.error or _unreadable_error(body), ())
    if success:
        kind = header(response.headers, "content-type") or ""
        return dialect.parse_bytes(body.data, kind, asked)
    return Parsed(None, _unreadable_error(body), ())


def _unreadable_error(body: Body) -> ApiError:
    """An error status with a body that is no JSON."""
    return ApiError(
        envelope=_ERROR_ENVELOPES.get(body.kind, "text"),
        type=None,
        code=None,
        message=body.text[:500] or None,
        param=None,
        in_stream=False,
    )


def _shape(body: Body, events: tuple[StreamEvent, ...], route: Route) -> frozenset[ShapePath]:
    opaque = DIALECTS[route].opaque_paths
    if body.kind is BodyKind.JSON:
        return shape_of((("", body.document),), opaque)
    typed = route in TYPED_EVENTS
    return shape_of(
        [(_event_kind(event, typed), event.document) for event in events if event.document],
        opaque,
    )


def _event_kind(event: StreamEvent, typed: bool) -> str:
    """The data's own word goes first: a gateway that drops or adds event names shifts no path."""
    if typed and isinstance(event.document, dict):
        kind = event.document.get("type")
        return kind if isinstance(kind, str) else event.name or "chunk"
    return "chunk"


def _scanned(exchange: Exchange, headers: dict[str, str], body: Body, parsed: Parsed) -> Scanned:
    status = exchange.response.status if exchange.response else 0
    return Scanned(
        headers=headers,
        text=body.text,
        documents=_scannable(body),
        comments=body.comments,
        is_error=parsed.error is not None or not 200 <= status < 300,
        sent=exchange.request.body.decode("utf-8", "replace"),
        own_host=host_of(exchange.request.url),
    )


def _scannable(body: Body) -> tuple[Json, ...]:
    """Documents, with the text itself where an event holds none."""
    if body.kind is BodyKind.JSON:
        return (body.document,)
    pairs = zip(body.events, body.documents, strict=True)
    return tuple(event.data if document is None else document for event, document in pairs)


def _unanswered(exchange: Exchange, route: Route, side: Side, asked: Asked) -> Observation:
    return Observation(
        route=route,
        side=side,
        asked=asked,
        status=None,
        http_version=None,
        headers={},
        failure=exchange.failure,
        body_kind=BodyKind.NONE,
        document=None,
        events=(),
        framing=frozenset(),
        body_text="",
        reply=None,
        error=None,
        anomalies=(),
        shape=frozenset(),
        timing=UNMEASURED,
    )

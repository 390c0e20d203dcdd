"""What the grammar of a scenario file alone cannot refuse."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from migrate_check.dialects.registry import DIALECTS
from migrate_check.documents.closest import closest
from migrate_check.documents.document import KeyPath
from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route
from migrate_check.plan.header_lines import line_problem, names_credential
from migrate_check.plan.placeholders import PLACEHOLDERS, placeholders_in, unknown_placeholder
from migrate_check.plan.schema import CaseEntry, ProbeEntry, TurnEntry

_TOKENS = frozenset(f"${{{name}}}" for name in PLACEHOLDERS)
_SHORT = ("nonce", "model")
"""Placeholders that stand for one word; `${overflow}` fits into requests only."""

Problems = Iterator[tuple[KeyPath, str]]
"""Place within the case, and message."""


def contradictions(entry: CaseEntry, route: Route) -> Problems:
    """All that is wrong with a case."""
    yield from _wrong_bodies(entry, route)
    if entry.request is not None:
        yield from _wrong_request(entry.request)
    if entry.multipart:
        yield from _wrong_form(entry)
    if entry.raw_body is not None:
        yield from _wrong_raw_body(entry)
    yield from _wrong_headers(entry.headers)
    yield from _wrong_probe(entry.probe)
    yield from _wrong_turns(entry, route)


def _wrong_bodies(entry: CaseEntry, route: Route) -> Problems:
    bodies = [body for body in (entry.request, entry.raw_body) if body is not None]
    if DIALECTS[route].method == "GET":
        if bodies:
            yield (), f"{route} is asked with GET; remove `request` and `raw_body`"
    elif len(bodies) != 1:
        yield (), "needs either `request` or `raw_body`"


def _wrong_form(entry: CaseEntry) -> Problems:
    if entry.request is None:
        yield ("multipart",), "a form needs `request`; `raw_body` is sent as it is"
    if entry.then:
        yield ("then",), "a form has no next turn; remove `then` or `multipart`"
    for name, value in (entry.request or {}).items():
        if isinstance(value, dict) and "file" in value:
            try:
                base64.b64decode(str(value.get("base64", "?")), validate=True)
            except ValueError:
                yield ("request", name), "a file needs `base64` with its bytes"


def _wrong_request(request: dict[str, Json]) -> Problems:
    if "stream" in request:
        message = "leave `stream` out of the request; write `stream: true` beside `case:`"
        yield ("request", "stream"), message
    for path, token in placeholders_in(request):
        if token not in _TOKENS:
            yield ("request", *path), unknown_placeholder(token, PLACEHOLDERS)


def _wrong_raw_body(entry: CaseEntry) -> Problems:
    if entry.stream != [False]:
        yield ("stream",), "`raw_body` is sent as it is; remove `stream`"
    if not all(turn.again for turn in entry.then):
        message = "`raw_body` has no next turn but `again: true`; use `request` or remove `then`"
        yield ("then",), message


def _wrong_headers(headers: dict[str, str]) -> Problems:
    for name, value in headers.items():
        if problem := line_problem(name, value):
            yield ("headers", name), f"headers: {name!r} {problem}"
        elif names_credential(name):
            message = "would hold a key; keys come from the configuration, and `auth` says where to"
            yield ("headers", name), f"headers: {name!r} {message}"
        yield from _long_words(value, ("headers", name))


def _wrong_probe(probe: ProbeEntry | None) -> Problems:
    if probe is not None:
        yield from _long_words(probe.shows.model_dump(exclude_unset=True), ("probe", "shows"))


def _long_words(template: Json, above: KeyPath) -> Problems:
    known = [f"${{{name}}}" for name in _SHORT]
    for path, token in placeholders_in(template):
        if token not in known:
            yield (*above, *path), unknown_placeholder(token, _SHORT)


def _wrong_turns(entry: CaseEntry, route: Route) -> Problems:
    if entry.expects == "error" and not all(turn.again for turn in entry.then):
        message = "an error has no next turn but `again: true`; remove `then` or `expects: error`"
        yield ("then",), message
    if entry.cancel_after_events and entry.then and not entry.then[0].again:
        message = "what was cut off cannot be continued; only `again: true` can follow"
        yield ("then", 0), message
    tools = _tool_names(entry.request or {}, route)
    for index, turn in enumerate(entry.then):
        yield from _wrong_turn(index, turn)
        for name in turn.tool_results or {}:
            if name not in tools:
                remedy = closest(name, tools) if tools else "the request has no tools"
                yield ("then", index, "tool_results", name), f"no tool '{name}'; {remedy}"


def _wrong_turn(index: int, turn: TurnEntry) -> Problems:
    """Later turns are sent as they are; a placeholder there would reach the model unfilled."""
    texts: list[Json] = [turn.user, {**(turn.tool_results or {})}]
    for path, token in placeholders_in(texts):
        if token in _TOKENS:
            place = ("then", index, "tool_results" if path[0] else "user", *path[1:])
            yield place, f"{token} is filled in `request` only; write the text itself"


def _tool_names(request: dict[str, Json], route: Route) -> set[str]:
    tools = _list(request.get("tools"))
    if route is Route.GEMINI:
        tools = [declared for tool in tools for declared in _declared(tool)]
    names = set()
    for tool in tools:
        holder = (
            tool.get("function") if route is Route.OPENAI_CHAT and isinstance(tool, dict) else tool
        )
        name = holder.get("name") if isinstance(holder, dict) else None
        if isinstance(name, str):
            names.add(name)
    return names


def _declared(tool: Json) -> list[Json]:
    """Gemini's functions, which one entry of `tools` has many of."""
    return _list(tool.get("functionDeclarations")) if isinstance(tool, dict) else []


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []

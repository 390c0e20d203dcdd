"""Text of a scenario file to its cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from migrate_check.dialects.registry import DIALECTS
from migrate_check.domain.errors import ScenarioError
from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Case, Effect, EffectKind, NextTurn, Probe, Route
from migrate_check.plan.closest import closest
from migrate_check.plan.document import Document, KeyPath
from migrate_check.plan.placeholders import PLACEHOLDERS, placeholders_in, unknown_placeholder
from migrate_check.plan.schema import CaseEntry, ProbeEntry, ScenarioFile, TurnEntry
from migrate_check.plan.validate import validated
from migrate_check.plan.yaml_document import read_yaml

_TOKENS = frozenset(f"${{{name}}}" for name in PLACEHOLDERS)


def parse_scenario(text: str | bytes, source: str) -> tuple[Case, ...]:
    """The cases in file order, the unstreamed form of a case before the streamed one.

    `source` is shown in messages; its file name becomes the scenario's name, such as
    `openai-chat/tools`. Raises ScenarioError with `source:line`.
    """
    document = read_yaml(text, source, ScenarioError)
    file = validated(ScenarioFile, document)
    _refuse_repeated_names(file, document)
    name = f"{file.route.value}/{PurePath(source).stem}"
    cases: list[Case] = []
    for index, entry in enumerate(file.cases):
        for path, message in _contradictions(entry, file.route):
            raise document.fail(("cases", index, *path), f"case '{entry.case}': {message}")
        place = document.place(("cases", index))
        cases += [_case(entry, file, stream, (name, place)) for stream in sorted(entry.stream)]
    return tuple(cases)


def _case(entry: CaseEntry, file: ScenarioFile, stream: bool, naming: tuple[str, str]) -> Case:
    scenario, source = naming
    return Case(
        scenario=scenario,
        name=entry.case,
        route=file.route,
        about=entry.about or file.about,
        stream=stream,
        body=_body(entry.request, stream, DIALECTS[file.route].stream_field),
        raw_body=entry.raw_body,
        turns=tuple(
            NextTurn(turn.tool_results, turn.user, bool(turn.again), turn.by_reference)
            for turn in entry.then
        ),
        auth=entry.auth,
        path=entry.path,
        expects_error=entry.expects == "error",
        source=source,
        headers=tuple(entry.headers.items()),
        probe=_probe(entry.probe),
        burst=entry.burst,
        cancel_after_events=entry.cancel_after_events,
        multipart=entry.multipart,
    )


def _probe(entry: ProbeEntry | None) -> Probe | None:
    if entry is None:
        return None
    given = entry.shows.model_dump(exclude_unset=True)
    effects = tuple(Effect(EffectKind(kind), value) for kind, value in given.items())
    return Probe(entry.parameter, effects)


def _body(
    request: dict[str, Json] | None, stream: bool, field: str | None
) -> dict[str, Json] | None:
    if request is None or not stream or field is None:
        return request
    return {**request, field: True}


def _refuse_repeated_names(file: ScenarioFile, document: Document) -> None:
    seen: dict[str, int] = {}
    for index, entry in enumerate(file.cases):
        if entry.case in seen:
            first = document.place(("cases", seen[entry.case])).rpartition(":")[2]
            message = f"case '{entry.case}' is given twice, first on line {first}; rename one"
            raise document.fail(("cases", index, "case"), message)
        seen[entry.case] = index


def _contradictions(entry: CaseEntry, route: Route) -> Iterator[tuple[KeyPath, str]]:
    """What the grammar alone cannot refuse: place within the case, and message."""
    if (entry.request is None) == (entry.raw_body is None):
        yield (), "needs either `request` or `raw_body`"
    if entry.request is not None:
        yield from _wrong_request(entry.request)
    if entry.raw_body is not None:
        yield from _wrong_raw_body(entry)
    if entry.then and entry.expects == "error":
        yield ("then",), "an error has no next turn; remove `then` or `expects: error`"
    for index, turn in enumerate(entry.then):
        yield from _wrong_turn(index, turn)
        tools = _tool_names(entry.request or {}, route)
        for name in turn.tool_results or {}:
            if name not in tools:
                remedy = closest(name, tools) if tools else "the request has no tools"
                yield ("then", index, "tool_results", name), f"no tool '{name}'; {remedy}"


def _wrong_request(request: dict[str, Json]) -> Iterator[tuple[KeyPath, str]]:
    if "stream" in request:
        message = "leave `stream` out of the request; write `stream: true` beside `case:`"
        yield ("request", "stream"), message
    for path, token in placeholders_in(request):
        if token not in _TOKENS:
            yield ("request", *path), unknown_placeholder(token, PLACEHOLDERS)


def _wrong_raw_body(entry: CaseEntry) -> Iterator[tuple[KeyPath, str]]:
    if entry.stream != [False]:
        yield ("stream",), "`raw_body` is sent as it is; remove `stream`"
    if entry.then:
        yield ("then",), "`raw_body` has no next turn; use `request` or remove `then`"


def _wrong_turn(index: int, turn: TurnEntry) -> Iterator[tuple[KeyPath, str]]:
    """Later turns are sent as they are; a placeholder there would reach the model unfilled."""
    texts: list[Json] = [turn.user, {**(turn.tool_results or {})}]
    for path, token in placeholders_in(texts):
        if token in _TOKENS:
            place = ("then", index, "tool_results" if path[0] else "user", *path[1:])
            yield place, f"{token} is filled in `request` only; write the text itself"


def _tool_names(request: dict[str, Json], route: Route) -> set[str]:
    tools = request.get("tools")
    names = set()
    if route is Route.GEMINI:
        tools = [declared for tool in _list(tools) for declared in _declared(tool)]
    for tool in tools if isinstance(tools, list) else []:
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

"""Text of a scenario file to its cases."""

from __future__ import annotations

from pathlib import PurePath

from migrate_check.dialects.registry import DIALECTS
from migrate_check.documents.document import Document
from migrate_check.documents.validate import validated
from migrate_check.documents.yaml_document import read_yaml
from migrate_check.domain.errors import ScenarioError
from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Case, Effect, EffectKind, NextTurn, Probe
from migrate_check.plan.contradictions import contradictions
from migrate_check.plan.schema import CaseEntry, ProbeEntry, ScenarioFile


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
        for path, message in contradictions(entry, file.route):
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

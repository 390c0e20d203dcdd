"""What the candidate's answers to one case show about what was asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from migrate_check.domain.finding import Evaluation, Finding
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.domain.scenario import Route

_OF_THE_REQUEST = frozenset({400, 415, 422, 501})
_WITHOUT_EFFECT = frozenset({"parameter-without-effect", "parameter-not-reproducible"})
_CONTENT = frozenset({"messages", "input", "prompt", "contents", "system", "tools", "file"})
"""Fields whose insides are the caller's content, not fields of the format."""
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Effects:
    """What the probe of a case told, where both sides' answers tell."""

    shown: int = 0
    """Answers of the candidate that show what the parameter must bring about."""
    told: int = 0
    """Pairs of answers that tell whether they do."""
    baseline_shown: int = 0
    """Answers of the baseline that show it."""


@dataclass(slots=True)
class CaseEvidence:
    """The candidate's answers to one case and turn of requests that are right."""

    key: str
    route: str
    model: str | None
    sent: Mapping[str, Json]
    """Wire names of the request's fields, nested ones joined by dots → value."""
    probed: str | None
    """Wire name of the field that the case's probe is about."""
    effects: Effects
    without_effect: Finding | None
    accepted: int = 0
    refused: list[Observation] = field(default_factory=list)
    """Answers that blame the request, where the baseline took it."""


def case_evidence(
    pairs: Sequence[ObservedPair], evaluation: Evaluation, effects: Mapping[str, Effects]
) -> tuple[CaseEvidence, ...]:
    """One entry per case key, in order. `effects`: case key → what its probe told."""
    findings = {
        (key, found.location): found
        for found in evaluation.findings
        if found.rule in _WITHOUT_EFFECT
        for key in found.cases
    }
    cases: dict[str, CaseEvidence] = {}
    for pair in pairs:
        if pair.trial.case.expects_error:
            continue
        evidence = cases.get(pair.case_key)
        if evidence is None:
            evidence = cases[pair.case_key] = _first(pair, findings, effects)
        if pair.candidate.ok:
            evidence.accepted += 1
        elif pair.baseline.ok and pair.candidate.status in _OF_THE_REQUEST:
            evidence.refused.append(pair.candidate)
    return tuple(cases.values())


def _first(
    pair: ObservedPair,
    findings: Mapping[tuple[str, str], Finding],
    effects: Mapping[str, Effects],
) -> CaseEvidence:
    case, asked = pair.trial.case, pair.candidate.asked
    sent = dict(sent_fields(case.route, asked.body))
    sent |= {f"header:{name.lower()}": value for name, value in case.headers}
    parameter = case.probe.parameter if case.probe else None
    return CaseEvidence(
        key=pair.case_key,
        route=case.route.value,
        model=asked.model,
        sent=sent,
        probed=parameter and _full_name(parameter, sent),
        effects=effects.get(pair.case_key, Effects()),
        without_effect=findings.get((pair.case_key, parameter or "")),
    )


def _full_name(parameter: str, sent: Iterable[str]) -> str:
    """Scenarios may name a nested field by its last part: `maxOutputTokens`."""
    return next((name for name in sent if name.endswith(f".{parameter}")), parameter)


def sent_fields(route: Route, body: Json) -> Iterator[tuple[str, Json]]:
    """Wire names of a request body's fields with their values, as the inventory names them."""
    if not isinstance(body, dict):
        return
    yield from _nested("", body, 1)
    for tool in _dicts(body.get("tools")):
        names = tool if route is Route.GEMINI else [tool.get("type")]
        for name in names:
            if isinstance(name, str) and name not in ("function", "custom"):
                yield f"tools:{name}", True
    content = [body[name] for name in _CONTENT if name in body]
    if '"cache_control"' in json.dumps(content) and "cache_control" not in body:
        yield "cache_control", True


def _nested(above: str, values: Mapping[str, Json], depth: int) -> Iterator[tuple[str, Json]]:
    for name, value in values.items():
        yield f"{above}{name}", value
        if isinstance(value, dict) and depth < _DEEPEST and name not in _CONTENT:
            yield from _nested(f"{above}{name}.", value, depth + 1)


def _dicts(value: Json) -> list[dict[str, Json]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

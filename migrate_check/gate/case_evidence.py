"""What the candidate's answers to one case show about what was asked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from migrate_check.domain.finding import Evaluation, Finding
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.gate.sent_fields import sent_fields

_OF_THE_REQUEST = frozenset({400, 415, 422, 501})
_WITHOUT_EFFECT = frozenset({"parameter-without-effect", "parameter-not-reproducible"})
_ANNOUNCED = "parameter-drop-announced"


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
    announced: tuple[Finding, ...]
    """Findings that an answer itself says what it dropped."""
    accepted: int = 0
    refused: list[Observation] = field(default_factory=list)
    """Answers that blame the request, where the baseline took it."""


def case_evidence(
    pairs: Sequence[ObservedPair], evaluation: Evaluation, effects: Mapping[str, Effects]
) -> tuple[CaseEvidence, ...]:
    """One entry per case key, in order. `effects`: case key → what its probe told."""
    findings = [one for one in evaluation.findings if one.rule in (*_WITHOUT_EFFECT, _ANNOUNCED)]
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
    findings: Sequence[Finding],
    effects: Mapping[str, Effects],
) -> CaseEvidence:
    case, asked = pair.trial.case, pair.candidate.asked
    body = asked.body if isinstance(asked.body, dict) else None
    found = sent_fields(case.route.value, body, case.headers)
    sent = {name: json.loads(min(values)) for name, values in found.items()}
    parameter = case.probe.parameter if case.probe else None
    own = [found for found in findings if pair.case_key in found.cases]
    about = [found for found in own if found.rule != _ANNOUNCED and found.location == parameter]
    return CaseEvidence(
        key=pair.case_key,
        route=case.route.value,
        model=asked.model,
        sent=sent,
        probed=parameter and _full_name(parameter, sent),
        effects=effects.get(pair.case_key, Effects()),
        without_effect=next(iter(about), None),
        announced=tuple(found for found in own if found.rule == _ANNOUNCED),
    )


def _full_name(parameter: str, sent: Mapping[str, Json]) -> str:
    """Scenarios may name a nested field by its last part: `maxOutputTokens`."""
    for name, value in sent.items():
        if name.endswith(f".{parameter}"):
            return name
        if "." in name and isinstance(value, dict) and parameter in value:
            return f"{name}.{parameter}"
    return parameter

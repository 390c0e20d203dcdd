"""Claims about request fields beside what a run saw."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from migrate_check.domain.json_value import Json
from migrate_check.domain.model_name import provider_of
from migrate_check.domain.observation import Observation
from migrate_check.domain.profile import Fate, FieldClaim, Observed
from migrate_check.domain.wire_fields import CONTENT
from migrate_check.gate.case_evidence import CaseEvidence


class Seen(NamedTuple):
    """What was seen of a claim. Evidence and case are None where nothing was."""

    observed: Observed
    evidence: str | None = None
    case: str | None = None


UNTESTED = Seen(Observed.UNTESTED)
_OBEYED = frozenset({"model", "stream"})
_FEWEST_ANSWERS = 3
_LIMIT = re.compile(r"(above|below|at least|up to) (-?\d+(?:\.\d+)?)\b")
_WITHIN: Mapping[str, Callable[[float, float], bool]] = {
    "above": float.__gt__,
    "below": float.__lt__,
    "at least": float.__ge__,
    "up to": float.__le__,
}


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the cases that send a field show of it. Each: a sentence and its case key."""

    effect: tuple[str, str] | None
    without: tuple[str, str] | None
    refused: tuple[str, str] | None
    accepted: tuple[str, str] | None
    mere: bool
    """It was accepted, and no case probes its effect."""
    certain: bool
    """The claim's condition held in those cases, or it has none."""
    plain: bool
    """To accept it is to obey it: the question itself, the model, the form of the answer."""


def judge_field(claim: FieldClaim, names: Iterable[str], cases: Sequence[CaseEvidence]) -> Seen:
    """What the cases of the claim's route say of it.

    `names` are the wire names that it is about: its own, or those that nothing else is said of.
    A claim whose fate is unknown claims nothing and is not judged.
    """
    sending = [
        (case, name)
        for name in names
        for case in cases
        if name in case.sent and _condition(claim.when, case.sent[name]) is not False
    ]
    if claim.fate is Fate.PROVIDER_SPECIFIC:
        return _of_provider(claim, sending)
    return _JUDGES[claim.fate](_facts(claim, sending))


def _of_provider(claim: FieldClaim, sending: Sequence[tuple[CaseEvidence, str]]) -> Seen:
    """Like a supported field for the named providers' models; without effect for all others."""
    if not claim.only_for:
        return UNTESTED
    own = [one for one in sending if _provider(one[0]) in claim.only_for]
    others = [one for one in sending if _provider(one[0]) not in (None, *claim.only_for)]
    seen = _supported(_facts(claim, own))
    if seen.observed is not Observed.UNTESTED:
        return seen
    facts = _facts(claim, others)
    if facts.effect:
        return Seen(Observed.CONTRADICTED, *facts.effect)
    return _confirmed(facts.without or facts.refused)


def _provider(case: CaseEvidence) -> str | None:
    return provider_of(case.model) if case.model else None


def _facts(claim: FieldClaim, sending: Sequence[tuple[CaseEvidence, str]]) -> _Facts:
    probing = [(case, name) for case, name in sending if _is_probe_of(case, name)]
    return _Facts(
        effect=_first(probing, _effect),
        without=_first(probing, _without) or _first(sending, _announced),
        refused=_first(sending, _refused),
        accepted=_accepted([case for case, _ in sending]),
        mere=not any(case.effects.told or case.without_effect for case, _ in probing),
        plain=claim.name in CONTENT | _OBEYED,
        certain=all(_condition(claim.when, case.sent[name]) for case, name in sending),
    )


def _is_probe_of(case: CaseEvidence, name: str) -> bool:
    probed = case.probed
    return probed is not None and (
        probed == name or probed.startswith(f"{name}.") or name.startswith(f"{probed}.")
    )


def _first(
    sending: Sequence[tuple[CaseEvidence, str]],
    said: Callable[[CaseEvidence, str], str | None],
) -> tuple[str, str] | None:
    found = ((said(case, name), case.key) for case, name in sending)
    return next(((text, key) for text, key in found if text), None)


def _effect(case: CaseEvidence, _: str) -> str | None:
    seen = case.effects
    if case.without_effect or not seen.shown or seen.shown < seen.baseline_shown:
        return None
    with_model = f" with {case.model}" if case.model else ""
    return f"its effect shows in {seen.shown} of {seen.told} answers{with_model}"


def _without(case: CaseEvidence, _: str) -> str | None:
    found, seen = case.without_effect, case.effects
    with_model = f" with {case.model}" if case.model else ""
    if found is not None:
        return f"accepted without effect{with_model}: finding {found.rule} {found.fingerprint}"
    # A rule about this very field may have said it in the place of the general one.
    if seen.shown or seen.told < _FEWEST_ANSWERS or seen.baseline_shown < seen.told:
        return None
    return f"its effect shows in none of {seen.told} answers{with_model}, in all of the baseline's"


def _announced(case: CaseEvidence, name: str) -> str | None:
    for found in case.announced:
        if re.search(rf"(?<![\w.]){re.escape(_last(name))}(?![\w.])", found.candidate or ""):
            return f"the answer says that it was dropped: finding {found.rule} {found.fingerprint}"
    return None


def _refused(case: CaseEvidence, name: str) -> str | None:
    for answer in case.refused:
        if _blames(answer, name, probed=case.probed == name):
            return f"refused with {answer.status}, where the baseline takes it"
    return None


def _last(name: str) -> str:
    return re.split(r"[.:]", name)[-1]


def _blames(answer: Observation, name: str, *, probed: bool) -> bool:
    """Whether a refusal is about the field: it says so, or is silent and the case probes it."""
    error, last = answer.error, _last(name)
    if error and error.param is not None:
        return error.param in (name, last) or error.param.startswith((f"{name}.", f"{name}["))
    if probed:
        return True
    message = (error.message if error else None) or ""
    quoted = rf"['\"`]{re.escape(last)}['\"`]"
    # Words such as `n` and `user` stand in messages about anything.
    plain = rf"(?<![\w.]){re.escape(last)}(?![\w.])" if "_" in last else quoted
    return re.search(f"{quoted}|{plain}", message) is not None


def _accepted(cases: Sequence[CaseEvidence]) -> tuple[str, str] | None:
    taken = {case.key: case for case in cases if case.accepted}
    if not taken:
        return None
    count = sum(case.accepted for case in taken.values())
    answers = "1 answer" if count == 1 else f"{count:,} answers"
    return f"not rejected in {answers}", next(iter(taken))


def _condition(when: str | None, value: Json) -> bool | None:
    """Whether the claim's condition holds for the value sent; None where nobody can tell.

    Conditions are for people. `always`, `true` and those that begin with a limit are understood.
    """
    if when is None or when == "always":
        return True
    if when == "true":
        return value is True
    limit = _LIMIT.match(when)
    if limit is None or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    within = _WITHIN[limit[1]](float(value), float(limit[2]))
    return within and (True if limit.end() == len(when) else None)


def _confirmed(fact: tuple[str, str] | None) -> Seen:
    return Seen(Observed.CONFIRMED, *fact) if fact else UNTESTED


def _contradicted(facts: _Facts, fact: tuple[str, str] | None) -> Seen | None:
    """Nothing contradicts a claim whose condition may not have held."""
    return Seen(Observed.CONTRADICTED, *fact) if fact and facts.certain else None


def _supported(facts: _Facts) -> Seen:
    contradicted = _contradicted(facts, facts.refused or facts.without)
    if contradicted:
        return contradicted
    if facts.effect:
        return _confirmed(facts.effect)
    if facts.accepted and facts.mere and not (facts.refused or facts.without):
        text, key = facts.accepted
        if facts.plain:
            return Seen(Observed.CONFIRMED, text, key)
        # What is accepted may still be dropped in silence.
        return Seen(Observed.UNTESTED, f"{text}; its effect was not probed", key)
    return UNTESTED


def _dropped(facts: _Facts) -> Seen:
    return _contradicted(facts, facts.refused or facts.effect) or _confirmed(facts.without)


def _rejected(facts: _Facts) -> Seen:
    if facts.refused:
        return _confirmed(facts.refused)
    return _contradicted(facts, facts.effect or facts.without or facts.accepted) or UNTESTED


def _changed(facts: _Facts) -> Seen:
    return _contradicted(facts, facts.refused) or UNTESTED


def _model_dependent(facts: _Facts) -> Seen:
    """One model shows that it works; that it does not work with one model is what is claimed."""
    return _confirmed(facts.effect)


_JUDGES: Mapping[Fate, Callable[[_Facts], Seen]] = {
    Fate.SUPPORTED: _supported,
    Fate.DROPPED: _dropped,
    Fate.REJECTED: _rejected,
    Fate.CHANGED: _changed,
    Fate.MODEL_DEPENDENT: _model_dependent,
}

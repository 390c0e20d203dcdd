"""The candidate's claims beside what a run saw of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.finding import Evaluation
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.domain.profile import ClaimCheck, Profile
from migrate_check.domain.result import SideInfo
from migrate_check.domain.scenario import Case, EffectKind
from migrate_check.gate.case_evidence import Effects
from migrate_check.gate.claims import ClaimRun, check_claims
from migrate_check.profiles.load import load_profile
from migrate_check.rules.parameters.effects import shows

_NO_EFFECT = frozenset({EffectKind.STATUS, EffectKind.HEADER, EffectKind.SAME_TEXT})
"""What shows that a request was taken, not that a field had its effect; and what no single answer
shows."""


def claims_of(
    candidate: SideInfo, pairs: Sequence[ObservedPair], evaluation: Evaluation
) -> tuple[ClaimCheck, ...]:
    """The checks; none where the profile's file is no longer there."""
    profile = profile_of(candidate)
    if profile is None:
        return ()
    return check_claims(profile, ClaimRun(pairs, evaluation, _effects(pairs), candidate.base_url))


def profile_of(candidate: SideInfo) -> Profile | None:
    """The profile that the side was run with; None where its file cannot be read any more."""
    try:
        return load_profile(candidate.profile)
    except ConfigError:
        return None


def not_compared(candidate: SideInfo) -> tuple[str, ...]:
    """What to say where the profile's file cannot be read any more."""
    if profile_of(candidate) is not None:
        return ()
    return (f"claims of profile {candidate.profile}: it cannot be read from here",)


def _effects(pairs: Sequence[ObservedPair]) -> Mapping[str, Effects]:
    effects: dict[str, Effects] = {}
    for pair in pairs:
        usual, now = (_shown(answer, pair.trial.case) for answer in (pair.baseline, pair.candidate))
        if usual is not None and now is not None:
            was = effects.get(pair.case_key, Effects())
            effects[pair.case_key] = Effects(
                was.shown + now, was.told + 1, was.baseline_shown + usual
            )
    return effects


def _shown(answer: Observation, case: Case) -> bool | None:
    if case.probe is None or any(each.kind in _NO_EFFECT for each in case.probe.effects):
        return None
    parts = [shows(answer, effect, case) for effect in case.probe.effects]
    return None if None in parts else all(parts)

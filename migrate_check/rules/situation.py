"""Which questions a pair can answer: a failed answer says nothing about shapes."""

from __future__ import annotations

from typing import NamedTuple

from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.rules.rule import When

LEAKS = frozenset(kind for kind in AnomalyKind if kind.value.startswith("leak-"))
"""Judged in every answer, also in that of an outage: what is out stays out."""

BROKEN_SUCCESS = LEAKS | {AnomalyKind.ERROR_IN_2XX, AnomalyKind.STREAM_ERROR_EVENT}
"""Judged where the baseline succeeded and the candidate failed behind a 2xx status."""

EVERY_KIND = frozenset(AnomalyKind)


class Situation(NamedTuple):
    """What may be asked about a pair."""

    whens: frozenset[When]
    kinds: frozenset[AnomalyKind]
    """Anomalies of the candidate that count."""
    same_shape: bool
    """Both bodies have the same variant and paths, so no rule about shapes can fire."""


def unanswered(seen: Observation, steady: frozenset[int]) -> bool:
    """A transport failure, a rate limit or a server error: a matter of infrastructure.

    `steady` holds the statuses that are the baseline's own constant answer to a request which is
    wrong on purpose; those are answers.
    """
    status = seen.status
    if status is None or seen.failure is not None:
        return True
    if status in steady or (status >= 500 and any(usual >= 500 for usual in steady)):
        return False
    return status == 429 or status >= 500


def situation(pair: ObservedPair, steady: frozenset[int]) -> Situation:
    """Sort one pair."""
    baseline, candidate = pair.baseline, pair.candidate
    if baseline.hung_up or candidate.hung_up:
        return _cut_short(baseline, candidate, steady)
    baseline_ok, candidate_ok = baseline.ok, candidate.ok
    comparable = not (unanswered(baseline, steady) or unanswered(candidate, steady)) or (
        baseline.status == candidate.status
        and baseline.status is not None
        and baseline.failure is None
        and candidate.failure is None
    )
    same_shape = baseline.shape == candidate.shape
    replayed = comparable and baseline.sdk is not None and candidate.sdk is not None
    found = _SITUATIONS[baseline_ok, candidate_ok, comparable, same_shape]
    return _REPLAYED[found] if replayed else found


def _cut_short(baseline: Observation, candidate: Observation, steady: frozenset[int]) -> Situation:
    """Part of an answer proves that it was a success, and nothing else about it."""
    other = candidate if baseline.hung_up else baseline
    refused = not other.ok and not other.hung_up and not unanswered(other, steady)
    return _REFUSED if refused else _UNCOMPARED


_REFUSED = Situation(frozenset({When.ALWAYS, When.BOTH_ANSWERED}), LEAKS, same_shape=False)
_UNCOMPARED = Situation(frozenset({When.ALWAYS}), LEAKS, same_shape=False)


def _make(baseline_ok: bool, candidate_ok: bool, comparable: bool, same_shape: bool) -> Situation:
    whens = {When.ALWAYS}
    if baseline_ok:
        whens.add(When.BASELINE_OK)
    if comparable:
        whens.add(When.BOTH_ANSWERED)
        if baseline_ok == candidate_ok:
            whens.add(When.BOTH_OK if baseline_ok else When.BOTH_ERROR)
    kinds = LEAKS
    if comparable and baseline_ok == candidate_ok:
        kinds = EVERY_KIND
    elif comparable and baseline_ok:
        kinds = BROKEN_SUCCESS
    return Situation(frozenset(whens), kinds, same_shape)


_SITUATIONS = {
    (baseline_ok, candidate_ok, comparable, same_shape): _make(
        baseline_ok, candidate_ok, comparable, same_shape
    )
    for baseline_ok in (False, True)
    for candidate_ok in (False, True)
    for comparable in (False, True)
    for same_shape in (False, True)
}

_REPLAYED = {
    found: found._replace(whens=found.whens | {When.REPLAYED}) for found in _SITUATIONS.values()
}

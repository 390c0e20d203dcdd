"""Errors of which nothing can be compared, as their whole structure is wrong."""

from __future__ import annotations

from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.observation import Observation, ObservedPair

_WHOLE = frozenset(
    {AnomalyKind.ERROR_NOT_JSON, AnomalyKind.ERROR_ENVELOPE_FOREIGN, AnomalyKind.ERROR_IN_2XX}
)


def is_taken_apart(pair: ObservedPair) -> bool:
    """Whether a rule speaks of the candidate's error as a whole: its fields are no news then.

    Where the baseline's errors are of the same wrong structure, their fields can be compared.
    """
    return not _wrong(pair.candidate) <= _wrong(pair.baseline)


def _wrong(answer: Observation) -> set[AnomalyKind]:
    return {anomaly.kind for anomaly in answer.anomalies} & _WHOLE

"""Errors of which nothing can be compared, as their whole structure is wrong."""

from __future__ import annotations

from migrate_check.domain.anomaly import AnomalyKind
from migrate_check.domain.observation import Observation

_WHOLE = frozenset(
    {AnomalyKind.ERROR_NOT_JSON, AnomalyKind.ERROR_ENVELOPE_FOREIGN, AnomalyKind.ERROR_IN_2XX}
)


def is_taken_apart(answer: Observation) -> bool:
    """Whether a rule speaks of the error as a whole: its fields are not worth a finding."""
    return any(anomaly.kind in _WHOLE for anomaly in answer.anomalies)

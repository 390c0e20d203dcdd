"""What kept a side from answering, in a word."""

from __future__ import annotations

from migrate_check.domain.exchange import FailureKind
from migrate_check.domain.observation import Observation

_OURS = frozenset({FailureKind.NOT_SENT, FailureKind.CANCELLED})


def failure_of(answer: Observation) -> str | None:
    """The transport failure, rate limit or server error; None for an answer.

    A turn that was never sent, or that we hung up on, is no failure of the side.
    """
    if answer.failure is not None:
        kind = answer.failure.kind
        return None if kind in _OURS else kind.value
    status = answer.status
    if status is not None and (status == 429 or status >= 500):
        return f"status {status}"
    return None

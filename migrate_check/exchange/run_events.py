"""What a run tells those who watch it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from migrate_check.domain.plan import ExchangePair, Trial


@dataclass(frozen=True, slots=True)
class RunStarted:
    """Nothing was sent yet."""

    total: int
    """Trials, warm-up included."""
    requests: int
    """Upper bound of HTTP requests."""


@dataclass(frozen=True, slots=True)
class PairDone:
    """Both sides of one turn are done, and the pair is in the sink."""

    pair: ExchangePair


@dataclass(frozen=True, slots=True)
class TrialDone:
    """All turns of a trial are done."""

    trial: Trial
    done: int
    total: int
    elapsed_s: float
    remaining_s: float
    """Expected from the trials so far."""


@dataclass(frozen=True, slots=True)
class RunStopped:
    """The run ends before its plan does."""

    reason: str


RunEvent: TypeAlias = RunStarted | PairDone | TrialDone | RunStopped

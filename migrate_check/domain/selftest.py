"""What the tool finds of the defects that it is shown, and what it accuses without one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from migrate_check.domain.finding import Severity


class Harm(StrEnum):
    """What a defect does to callers."""

    BREAKING = "breaking"
    DEGRADED = "degraded"
    COSMETIC = "cosmetic"


class Sight(StrEnum):
    """What one has to look at to see a defect."""

    SINGLE_PAIR = "single-pair"
    SCRIPTED_SEQUENCE = "scripted-sequence"
    STATISTICAL = "statistical"


class Need(StrEnum):
    """What it takes besides requests and answers."""

    LEDGER = "ledger"
    FAULT_INJECTION = "fault-injection"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A defect that gateways have had, or can have."""

    id: str
    category: str
    """Such as `stream-grammar`."""
    area: str
    """A route, or what lies across routes: `transport`, `errors`, `billing`, `auth`, `models`."""
    harm: Harm
    sight: Sight
    need: Need | None
    source: str | None
    """A public report of it; None for those that we added ourselves."""

    @property
    def owed(self) -> bool:
        """It breaks callers and needs no statistics, so missing it has no excuse."""
        return self.harm is Harm.BREAKING and self.sight is not Sight.STATISTICAL


@dataclass(frozen=True, slots=True)
class Detection:
    """One defect, emulated and looked for."""

    pattern: Pattern
    about: str
    routes: tuple[str, ...]
    """Routes that the run had requests for."""
    families: tuple[str, ...]
    """Rule families of which one should find it; empty accepts any."""
    rules: tuple[str, ...]
    """Rules of these families that found it; by a note only where it is cosmetic."""
    others: tuple[str, ...]
    """Rules of other families with an error or a warning."""
    found_on: tuple[str, ...]
    """Routes on which `rules` found it."""
    instead: str
    """What was seen of a defect that was missed; empty where it was found."""
    trials: int
    repeat: int
    pace: float

    @property
    def found(self) -> bool:
        """By the right family."""
        return bool(self.rules)


@dataclass(frozen=True, slots=True)
class FalseAlarm:
    """An error or a warning about a gateway that does nothing wrong."""

    rule: str
    severity: Severity
    route: str
    seed: int
    location: str
    message: str
    case: str
    occurrences: int
    """Trials of `trials` that it blames."""
    trials: int


@dataclass(frozen=True, slots=True)
class CleanRun:
    """One run with a gateway that does nothing wrong."""

    route: str
    seed: int
    pace: float
    trials: int
    alarms: tuple[FalseAlarm, ...]
    trouble: str
    """Why the run could not be judged; empty where it could."""


@dataclass(frozen=True, slots=True)
class NotEmulated:
    """A defect that the embedded gateway cannot have."""

    pattern: Pattern
    about: str
    reason: str


@dataclass(frozen=True, slots=True)
class SelfTest:
    """Everything that was tried."""

    tool_version: str
    started_at: str
    duration_s: float
    scope: str
    """`whole`, `fast`, or what `--only` named."""
    detections: tuple[Detection, ...]
    clean: tuple[CleanRun, ...]
    """Empty where false alarms were not asked for."""
    not_emulated: tuple[NotEmulated, ...]

"""What the rules say about a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """error: a caller that worked can break. warning: may break. note: different and harmless."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule's positive answer. The engine adds id, severity and fingerprint."""

    location: str
    """Where, without measured values: `choices[].delta.role`, `header retry-after`."""
    message: str
    """One sentence for a person: what the candidate does and the baseline does not."""
    baseline: str | None
    """Evidence, short; None when the side has nothing there."""
    candidate: str | None
    subject: str = ""
    """What else tells two findings of one rule apart, such as a tool's name."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """The rule applies and evidence is lacking."""

    reason: str
    needed: str
    """What would settle it, with a number where there is one."""
    location: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the first occurrence of a finding can be looked up in the store."""

    case_id: str
    turn: int
    repeat: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference that a rule says matters, with all its occurrences counted."""

    rule: str
    family: str
    severity: Severity
    route: str
    cases: tuple[str, ...]
    """Case keys in order of first occurrence."""
    location: str
    subject: str
    message: str
    baseline: str | None
    candidate: str | None
    occurrences: int
    """Trials in which the rule fired."""
    trials: int
    """Trials of those cases that the rule looked at."""
    fingerprint: str
    """12 hex digits of rule, route, subject and location."""
    evidence: Evidence
    detail: str | None = None
    """Structural difference of the two bodies of the first occurrence, where it helps."""
    suppressed: str | None = None
    """Reason and owner of the acceptance that covers it."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An `Undecided` with its rule and route."""

    rule: str
    route: str
    reason: str
    needed: str
    cases: tuple[str, ...] = ()
    required: bool = False
    """The policy needs the answer, so the verdict is inconclusive without it."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A difference that baseline against baseline shows as often: noise, held against nobody."""

    rule: str
    route: str
    location: str
    subject: str
    count: int
    """Trials of the run in which the rule fired."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that the rules say of a run."""

    findings: tuple[Finding, ...]
    undecided: tuple[OpenQuestion, ...]
    applied: dict[str, int] = field(default_factory=dict)
    """Rule id → trials it looked at; a rule that is absent had nothing to look at."""
    dropped_by_control: tuple[Dropped, ...] = ()

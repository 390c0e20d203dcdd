"""What follows from an evaluation under a policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from migrate_check.domain.finding import Severity


class Outcome(StrEnum):
    """The verdict in one word."""

    PASS = "pass"
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    ERROR = "error"


class Decision(StrEnum):
    """The verdict in the words of a rollout, per route and phase."""

    GO = "GO"
    HOLD = "HOLD"
    NO_GO = "NO-GO"
    INCONCLUSIVE = "INCONCLUSIVE"


class ExitCode(IntEnum):
    """What the process tells the shell."""

    PASS = 0
    FAIL = 1
    USAGE = 2
    INCONCLUSIVE = 3
    COULD_NOT_RUN = 4


@dataclass(frozen=True, slots=True)
class Policy:
    """What a verdict needs. Margins are chosen before the run."""

    fail_on: Severity = Severity.ERROR
    inconclusive_as: Outcome = Outcome.INCONCLUSIVE
    """`pass`, `fail` or `inconclusive`: the exit code of an inconclusive verdict."""
    require: frozenset[str] = frozenset()
    """Answers without which the verdict is inconclusive: `latency`, `cost`."""
    ttft_ratio_margin: float = 1.25
    """Largest accepted candidate/baseline ratio of median time to first token."""
    e2e_ratio_margin: float = 1.25
    latency_floor_s: float = 0.05
    """A slow-down of the median below this many seconds is never a fail."""
    latency_min_pairs: int = 20
    cost_ratio_margin: float = 1.10
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    """Rule id → severity of the user's choice; None switches the rule off."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that the team accepts, until a date."""

    fingerprint: str
    rule: str
    reason: str
    owner: str
    expires: date
    source: str
    """file:line"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One measured comparison: pass, fail or inconclusive, with its n."""

    route: str
    metric: str
    """`ttft`, `e2e` or `cost`."""
    outcome: Outcome
    n: int
    """Pairs used."""
    baseline: float | None
    """Median seconds, or dollars per request."""
    candidate: float | None
    ratio: float | None
    low: float | None
    """Bounds of the 95 % interval of the ratio."""
    high: float | None
    margin: float
    reason: str
    control_n: int = 0
    """Control pairs: baseline against baseline."""
    control_low: float | None = None
    """Bounds of the 95 % interval of the control's own ratio."""
    control_high: float | None = None


@dataclass(frozen=True, slots=True)
class SideCost:
    """Dollars that one side's answers cost at book prices."""

    priced: int
    """Answers with usage and a known price."""
    unpriced: int
    usd: Decimal | None
    """Sum over the priced answers; None when there is none."""
    price_source: str
    """Book and date, or why unknown."""


@dataclass(frozen=True, slots=True)
class RouteVerdict:
    """One route of the run."""

    route: str
    decision: Decision
    trials: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhaseVerdict:
    """One of the five phases, as far as this run informs it."""

    number: int
    name: str
    decision: Decision
    evidence: tuple[str, ...]
    missing: tuple[str, ...]
    next_command: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to the run."""

    outcome: Outcome
    exit_code: ExitCode
    reasons: tuple[str, ...]
    routes: tuple[RouteVerdict, ...]
    phases: tuple[PhaseVerdict, ...]

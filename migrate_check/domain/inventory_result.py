"""An inventory with what follows from it: all that an inventory output may show."""

from __future__ import annotations

from dataclasses import dataclass

from migrate_check.domain.call_site import JudgedInventory
from migrate_check.domain.finding import Severity
from migrate_check.domain.verdict import ExitCode, Outcome, PhaseVerdict


@dataclass(frozen=True, slots=True)
class InventoryPolicy:
    """What the verdict on an inventory needs."""

    fail_on: Severity | None = Severity.ERROR
    """None: no finding fails."""
    asked: bool = False
    """The user chose `fail_on`, so findings count even where no gateway is named."""
    inconclusive_as: Outcome = Outcome.INCONCLUSIVE
    """`pass`, `fail` or `inconclusive`: the exit code of an inconclusive verdict."""
    tests: bool = False
    """Tests and examples count like the rest of the code."""


@dataclass(frozen=True, slots=True)
class InventoryVerdict:
    """The answer to phase 1."""

    outcome: Outcome | None
    """None: there was nothing to judge, or no gateway to judge it for."""
    exit_code: ExitCode
    reasons: tuple[str, ...]
    phase: PhaseVerdict


@dataclass(frozen=True, slots=True)
class InventoryResult:
    """A judged inventory, as reports and a later run read it."""

    judged: JudgedInventory
    verdict: InventoryVerdict
    policy: InventoryPolicy
    taken_at: str
    """UTC, ISO 8601."""
    tool_version: str

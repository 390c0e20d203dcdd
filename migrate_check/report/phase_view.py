"""The five phases of a migration, always all five, as far as a run informs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from migrate_check.domain.verdict import Decision, PhaseVerdict

NAMES = {
    1: "Inventory",
    2: "Single-route pilot",
    3: "Shadow or sample",
    4: "Gradual rollout",
    5: "Cleanup",
}
_SILENT = "This run has no evidence for this phase."


@dataclass(frozen=True, slots=True)
class PhaseView:
    """One step of the walk."""

    number: int
    name: str
    decision: str
    tone: str
    """`go`, `hold`, `no-go` or `inconclusive`."""
    evidence: tuple[str, ...]
    missing: tuple[str, ...]
    next_command: str


def phases(verdicts: Sequence[PhaseVerdict]) -> tuple[PhaseView, ...]:
    """All five in order; one that the verdict does not mention is INCONCLUSIVE."""
    given = {phase.number: phase for phase in verdicts}
    return tuple(
        phase_view(given[number]) if number in given else _silent(number)
        for number in sorted({*NAMES, *given})
    )


def phase_view(phase: PhaseVerdict) -> PhaseView:
    """One phase in words."""
    decision = phase.decision
    return PhaseView(
        number=phase.number,
        name=phase.name,
        decision=decision.value,
        tone=decision.value.lower(),
        evidence=phase.evidence or (_SILENT,),
        missing=phase.missing,
        next_command=phase.next_command,
    )


def _silent(number: int) -> PhaseView:
    decision = Decision.INCONCLUSIVE
    return PhaseView(
        number, NAMES[number], decision.value, decision.value.lower(), (_SILENT,), (), ""
    )

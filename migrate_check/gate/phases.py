"""The five phases of a rollout, as far as one paired run informs them."""

from __future__ import annotations

from collections.abc import Mapping

from migrate_check.domain.verdict import Decision, Outcome, PhaseVerdict

_PILOT = {
    Outcome.PASS: Decision.GO,
    Outcome.FAIL: Decision.NO_GO,
    Outcome.INCONCLUSIVE: Decision.INCONCLUSIVE,
    Outcome.ERROR: Decision.INCONCLUSIVE,
}


def phases(
    outcome: Outcome,
    reasons: tuple[str, ...],
    trials: Mapping[str, int],
    first_rule: str | None = None,
) -> tuple[PhaseVerdict, ...]:
    """Phase 2 is judged by the run; the others say what is missing before they can be.

    `first_rule` is the rule of the first finding that fails the run.
    """
    tested = tuple(f"{route}: {n} judged trials" for route, n in sorted(trials.items()))
    return (
        PhaseVerdict(
            1,
            "Inventory",
            Decision.HOLD,
            (),
            ("the call sites of your code: give what inventory writes with --inventory FILE",),
            "migrate-check inventory . --to GATEWAY --json inventory.json",
        ),
        PhaseVerdict(
            2,
            "Single-route pilot",
            _PILOT[outcome],
            (*tested, *reasons),
            () if outcome is Outcome.PASS else ("a run without findings that the policy fails on",),
            _after_pilot(outcome, first_rule),
        ),
        PhaseVerdict(
            3,
            "Shadow or sample",
            Decision.HOLD,
            (),
            (
                "rates and latency on your own traffic: 299 clean requests show a failure rate "
                "below 1 % at 95 % confidence, 2,995 below 0.1 %",
            ),
            "migrate-check run --repeat 20 --require latency",
        ),
        PhaseVerdict(
            4,
            "Gradual rollout",
            Decision.HOLD,
            (),
            ("4xx, 5xx, latency and balance at each traffic step, by key, organisation or flag",),
            "migrate-check run --fail-on warning  # before every step",
        ),
        PhaseVerdict(
            5,
            "Cleanup",
            Decision.HOLD,
            (),
            ("a rollback that was executed, and in-flight jobs drained",),
            "migrate-check doctor  # the old path must still answer with the old key",
        ),
    )


def _after_pilot(outcome: Outcome, first_rule: str | None) -> str:
    if first_rule is not None:
        return f"migrate-check rules explain {first_rule}"
    if outcome is Outcome.ERROR:
        return "migrate-check doctor"
    return (
        "migrate-check run --repeat 10" if outcome is Outcome.INCONCLUSIVE else "migrate-check run"
    )

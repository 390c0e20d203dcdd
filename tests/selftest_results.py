"""Self-tests as they come out, made by hand."""

from __future__ import annotations

from migrate_check.domain.finding import Severity
from migrate_check.domain.selftest import (
    CleanRun,
    Detection,
    FalseAlarm,
    Harm,
    Need,
    NotEmulated,
    Pattern,
    SelfTest,
    Sight,
)

SOURCE = "https://github.com/example/gateway/issues/1"


def pattern(
    name: str,
    harm: Harm = Harm.BREAKING,
    sight: Sight = Sight.SINGLE_PAIR,
    category: str = "tools",
    source: str | None = SOURCE,
) -> Pattern:
    return Pattern(name, category, "openai-chat", harm, sight, None, source)


def detection(seen: Pattern, *, found: bool = True, routes: tuple[str, ...] = ("r",)) -> Detection:
    return Detection(
        pattern=seen,
        about="Calls have no `id`.",
        routes=routes,
        families=("tools",),
        rules=("tool-id-missing",) if found else (),
        others=("field-missing",) if found else (),
        found_on=routes[:1] if found else (),
        instead="" if found else "notes: header-added",
        trials=12,
        repeat=3,
        pace=0.0,
    )


def alarm(occurrences: int = 1) -> FalseAlarm:
    return FalseAlarm(
        rule="cried-wolf",
        severity=Severity.WARNING,
        route="r",
        seed=3,
        location="choices[].<b>",
        message="A `field` is gone.",
        case="r/minimal/plain",
        occurrences=occurrences,
        trials=10,
    )


def clean(alarms: tuple[FalseAlarm, ...] = (), trials: int = 200, trouble: str = "") -> CleanRun:
    return CleanRun("r", 3, 0.0, trials, alarms, trouble)


def selftest(detections: tuple[Detection, ...] = (), runs: tuple[CleanRun, ...] = ()) -> SelfTest:
    return SelfTest(
        tool_version="1.2.3",
        started_at="2026-03-01T09:30:00.000Z",
        duration_s=12.34,
        scope="whole",
        detections=detections,
        clean=runs,
        not_emulated=(
            NotEmulated(
                Pattern(
                    "b", "cost", "billing", Harm.DEGRADED, Sight.STATISTICAL, Need.LEDGER, None
                ),
                "Pays twice.",
                "There is no ledger.",
            ),
        ),
    )


PERFECT = selftest((detection(pattern("a")),), (clean(),))
POOR = selftest(
    (detection(pattern("a")), detection(pattern("c", category="shape"), found=False)),
    (clean((alarm(),)),),
)
UNJUDGED = selftest((), (clean(trouble="the baseline <refuses> the key"),))
ONLY_DEFECTS = selftest((detection(pattern("a", source=None)),))
NOTHING = selftest()
ALL = {
    "perfect": PERFECT,
    "poor": POOR,
    "unjudged": UNJUDGED,
    "only-defects": ONLY_DEFECTS,
    "nothing": NOTHING,
}

"""From the exchanges of a run to its result: observe, measure, evaluate, decide. No network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from migrate_check.domain.exchange import Side
from migrate_check.domain.finding import Evaluation, Evidence, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.plan import ExchangePair
from migrate_check.domain.result import (
    CaseSummary,
    LatencySample,
    Result,
    RunInfo,
    ShownExchange,
)
from migrate_check.domain.verdict import Acceptance, Policy
from migrate_check.gate.decide import Ground, decide
from migrate_check.gate.suppress import suppress
from migrate_check.observe import observe_exchange
from migrate_check.observe.measure import Price, measure
from migrate_check.report.sdk_replay_text import not_replayed
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.evaluate import evaluate
from migrate_check.rules.rule import Rule
from migrate_check.workflows.claims_of_run import claims_of, not_compared
from migrate_check.workflows.coverage import not_tested
from migrate_check.workflows.sdk_accounts import SWITCHED_OFF, with_accounts
from migrate_check.workflows.side_health import could_not_run, transport_counts
from migrate_check.workflows.spending import Spending


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that judging needs besides the exchanges."""

    run: RunInfo
    policy: Policy
    acceptances: tuple[Acceptance, ...]
    today: date
    spending: Spending
    seed: int = 0
    rules: tuple[Rule, ...] = RULES
    limits: tuple[str, ...] = ()
    """What this judgement cannot see, beyond what the run itself did not look at."""
    unreplayed: str | None = SWITCHED_OFF
    """Why nothing is played through the official SDKs; None plays it."""


def judge_run(
    pairs: Iterable[ExchangePair],
    setting: Judgement,
    shown: Sequence[ExchangePair] | None = None,
) -> Result:
    """Judge a run. Deterministic: the same pairs and setting give the same result.

    `shown` are the same pairs as reports may show them, where texts must not appear.
    """
    exchanged = tuple(pairs)
    observed, replay = with_accounts(exchanged, observe_pairs(exchanged), setting.unreplayed)
    judgeable = tuple(pair for pair in observed if not pair.trial.warmup)
    counted = tuple(pair for pair in judgeable if not pair.trial.control)
    price: Price = setting.spending.price
    measured = measure(judgeable, setting.policy, price, setting.seed)
    judged = suppress(
        evaluate(judgeable, measured, setting.policy, setting.rules),
        setting.acceptances,
        setting.today,
    )
    evaluation = judged.evaluation
    ground = Ground(_trials_by_route(counted), could_not_run(counted), setting.run.stopped)
    return Result(
        run=setting.run,
        evaluation=evaluation,
        verdict=decide(judged, setting.policy, ground),
        measured=measured,
        cost=setting.spending.sides(counted),
        transport=transport_counts(counted),
        samples=_samples(counted),
        cases=_case_summaries(counted, evaluation),
        not_tested=(
            *setting.limits,
            *not_compared(setting.run.candidate),
            *not_replayed(replay),
            *not_tested(counted, setting.run),
        ),
        shown=_shown(exchanged if shown is None else shown, evaluation),
        sdk_replay=replay,
        claims=claims_of(setting.run.candidate, counted, evaluation),
    )


def observe_pairs(pairs: Sequence[ExchangePair]) -> tuple[ObservedPair, ...]:
    """Observe both sides of each pair."""
    return tuple(
        ObservedPair(
            pair.trial,
            pair.turn,
            observe_exchange(pair.baseline, pair.trial.case.route, Side.BASELINE),
            observe_exchange(pair.candidate, pair.trial.case.route, Side.CANDIDATE),
        )
        for pair in pairs
    )


def _trials_by_route(pairs: Sequence[ObservedPair]) -> dict[str, int]:
    return dict(Counter(pair.trial.case.route.value for pair in pairs if pair.turn == 0))


def _samples(pairs: Sequence[ObservedPair]) -> tuple[LatencySample, ...]:
    return tuple(
        LatencySample(
            seen.route.value,
            seen.side.value,
            seen.timing.ttft_s if seen.asked.stream else None,
            seen.timing.e2e_s,
            seen.asked.stream,
        )
        for pair in pairs
        # A pair counts only whole, as in the measurement itself.
        if pair.baseline.ok and pair.candidate.ok
        for seen in (pair.baseline, pair.candidate)
        if seen.timing.e2e_s is not None
    )


def _case_summaries(
    pairs: Sequence[ObservedPair], evaluation: Evaluation
) -> tuple[CaseSummary, ...]:
    blamed = Counter(
        case
        for finding in evaluation.findings
        if finding.suppressed is None and finding.severity is not Severity.NOTE
        for case in finding.cases
    )
    trials = Counter(pair.case_key for pair in pairs)
    first = {pair.case_key: pair for pair in reversed(pairs)}
    return tuple(
        CaseSummary(
            key,
            first[key].trial.case.route.value,
            first[key].trial.case.about,
            trials[key],
            blamed[key],
        )
        for key in sorted(first)
    )


def _shown(pairs: Sequence[ExchangePair], evaluation: Evaluation) -> dict[Evidence, ShownExchange]:
    wanted = {finding.evidence for finding in evaluation.findings}
    return {
        key: ShownExchange(pair.baseline, pair.candidate)
        for pair in pairs
        if not pair.trial.warmup
        and not pair.trial.control
        and (key := Evidence(pair.trial.case.case_id, pair.turn, pair.trial.repeat)) in wanted
    }

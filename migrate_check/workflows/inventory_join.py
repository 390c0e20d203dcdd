"""Call sites beside a stored run: which of them it proves, and which it contradicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from migrate_check.domain.call_site import JudgedInventory
from migrate_check.domain.exchange import Exchange, FailureKind
from migrate_check.domain.finding import Finding, Severity
from migrate_check.domain.plan import ExchangePair
from migrate_check.domain.result import Result, RunInfo
from migrate_check.domain.scenario import Auth, Case
from migrate_check.gate.run_evidence import RunEvidence, SentCase
from migrate_check.gate.sent_fields import content_kinds, sent_fields
from migrate_check.gate.site_proof import proof_of
from migrate_check.plan.load_config import load_settings
from migrate_check.workflows.recheck_run import LATEST, judge_pairs, stored_pairs
from migrate_check.workflows.wiring import System, config_file


def prove(
    judged: JudgedInventory,
    store: Path,
    run_id: str | None = LATEST,
    config: Path | None = None,
    system: System | None = None,
) -> JudgedInventory:
    """The same inventory with a proof beside each site. Nothing is sent.

    The stored run is judged by today's rules, under the policy and the accepted findings of the
    configuration (`config`, else migrate-check.yaml if it is here). Raises StoreError where there
    is no such run.
    """
    settings = load_settings(config_file(config), {"store": str(store)})
    system = system or System()
    stored, pairs = stored_pairs(run_id or LATEST, settings.store, system)
    evidence = evidence_of(judge_pairs(stored, pairs, settings, system), pairs)
    return replace(
        judged,
        sites=tuple(replace(one, proof=proof_of(one.site, evidence)) for one in judged.sites),
    )


def evidence_of(result: Result, pairs: Iterable[ExchangePair]) -> RunEvidence:
    """What a judged run says to call sites."""
    errors = tuple(
        finding
        for finding in result.evaluation.findings
        if finding.severity is Severity.ERROR and finding.suppressed is None
    )
    by_case: dict[str, list[ExchangePair]] = defaultdict(list)
    for pair in pairs:
        if not pair.trial.warmup and not pair.trial.control:
            by_case[pair.trial.case.case_id].append(pair)
    cases = tuple(_sent(group, result.run, errors) for group in by_case.values())
    return RunEvidence(result.run.run_id, cases, errors)


def _sent(pairs: Sequence[ExchangePair], run: RunInfo, errors: Sequence[Finding]) -> SentCase:
    case = pairs[0].trial.case
    blamed = {key.partition("#")[0] for finding in errors for key in finding.cases}
    fields = sent_fields(case.route.value, case.body, case.headers)
    return SentCase(
        case_id=case.case_id,
        route=case.route.value,
        stream=case.stream,
        fields=fields | _elsewhere(case),
        models=_models(case, run),
        passed=case.case_id not in blamed and _answered(pairs),
        wrong_on_purpose=case.expects_error,
        kinds=content_kinds(dict(case.body) if case.body else None),
    )


def _elsewhere(case: Case) -> dict[str, frozenset[str]]:
    """What a case sends beside its body: a key in another place, the id of the answer before."""
    sent = frozenset({'"…"'})
    fields = {} if case.auth is Auth.VALID else {f"header:{case.auth.value}": sent}
    by_reference = any(turn.by_reference for turn in case.turns)
    return fields | ({"previous_response_id": sent} if by_reference else {})


def _models(case: Case, run: RunInfo) -> frozenset[str]:
    named = case.body.get("model") if case.body else None
    if isinstance(named, str) and "${" not in named:
        return frozenset({named})
    sides = (run.baseline.models, run.candidate.models)
    return frozenset(models[case.route.value] for models in sides if case.route.value in models)


def _answered(pairs: Sequence[ExchangePair]) -> bool:
    """The candidate gave a success wherever the baseline did, and that was so at least once."""
    both = [_succeeded(pair.candidate) for pair in pairs if _succeeded(pair.baseline)]
    return bool(both) and all(both)


def _succeeded(exchange: Exchange) -> bool:
    """A whole answer, or one that we hung up on because the case says so."""
    failure, response = exchange.failure, exchange.response
    cut = failure is not None and failure.kind is FailureKind.CANCELLED
    whole = failure is None or cut
    return whole and response is not None and 200 <= response.status < 300

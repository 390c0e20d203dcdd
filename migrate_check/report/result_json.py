"""A result as a document for other programs: `migrate-check/result/v1`.

Keys stand in one fixed order, times are seconds, money is dollars, absent is null. The JSON Schema
is `schemas/result-v1.json` in this folder.
"""

from __future__ import annotations

import json
import math
from importlib.resources import files

from migrate_check.domain.finding import Dropped, Finding, OpenQuestion
from migrate_check.domain.json_value import Json
from migrate_check.domain.profile import ClaimCheck
from migrate_check.domain.result import Result, RunInfo, SdkReplay, SideInfo, TransportCount
from migrate_check.domain.verdict import Measured, PhaseVerdict, RouteVerdict, SideCost
from migrate_check.report.sdk_replay_text import sdk_replay_lines
from migrate_check.report.text import bare_url, storable

SCHEMA_ID = "migrate-check/result/v1"


def result_document(result: Result) -> dict[str, Json]:
    """The whole result, as the schema says."""
    run, verdict = result.run, result.verdict
    return {
        "schema": SCHEMA_ID,
        "run_id": run.run_id,
        "tool_version": run.tool_version,
        "started_at": run.started_at,
        "verdict": verdict.outcome.value,
        "exit_code": int(verdict.exit_code),
        "reasons": _texts(verdict.reasons),
        "baseline": _side(run.baseline),
        "candidate": _side(run.candidate),
        "run": _counters(run),
        "routes": [_route(route) for route in verdict.routes],
        "findings": [_finding(finding) for finding in result.evaluation.findings],
        "dropped_by_control": [_dropped(one) for one in result.evaluation.dropped_by_control],
        "undecided": [_undecided(question) for question in result.evaluation.undecided],
        "latency": [_latency(one) for one in result.measured if one.metric != "cost"],
        "cost": {
            **{side: _cost(result.cost[side]) for side in sorted(result.cost)},
            "routes": [_measured(one, "_usd") for one in result.measured if one.metric == "cost"],
        },
        "phases": [_phase(phase) for phase in verdict.phases],
        "transport": [_transport(count) for count in result.transport],
        "not_tested": _texts(result.not_tested),
        "sdk_replay": _sdk_replay(result.sdk_replay),
        "claims": [_claim(check) for check in result.claims],
    }


def result_json(result: Result) -> str:
    """The document as indented ASCII text with a final line feed; same result, same bytes."""
    text = json.dumps(storable(result_document(result)), indent=2, allow_nan=False)
    return text + "\n"


def result_schema() -> dict[str, Json]:
    """The JSON Schema (draft 2020-12) that every document is valid against."""
    text = files("migrate_check.report").joinpath("schemas/result-v1.json").read_text("utf-8")
    schema: dict[str, Json] = json.loads(text)
    return schema


def _side(side: SideInfo) -> Json:
    return {
        "profile": side.profile,
        "base_url": bare_url(side.base_url),
        "models": {route: side.models[route] for route in sorted(side.models)},
    }


def _counters(run: RunInfo) -> Json:
    return {
        "duration_s": _number(run.duration_s),
        "planned_trials": run.planned_trials,
        "done_trials": run.done_trials,
        "warmup_trials": run.warmup_trials,
        "planned_control_trials": run.planned_control,
        "control_trials": run.control_trials,
        "requests_sent": run.requests_sent,
        "stopped": run.stopped,
        "replayed": run.replayed,
        "source": run.source,
    }


def _route(route: RouteVerdict) -> Json:
    return {
        "route": route.route,
        "decision": route.decision.value,
        "trials": route.trials,
        "reasons": _texts(route.reasons),
    }


def _finding(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "family": finding.family,
        "severity": finding.severity.value,
        "route": finding.route,
        "scenario": finding.cases[0] if finding.cases else None,
        "cases": _texts(finding.cases),
        "location": finding.location,
        "subject": finding.subject,
        "message": finding.message,
        "baseline": finding.baseline,
        "candidate": finding.candidate,
        "occurrences": finding.occurrences,
        "trials": finding.trials,
        "fingerprint": finding.fingerprint,
        "suppressed": finding.suppressed,
        "detail": finding.detail,
    }


def _dropped(one: Dropped) -> Json:
    return {
        "rule": one.rule,
        "route": one.route,
        "location": one.location,
        "subject": one.subject,
        "count": one.count,
    }


def _undecided(question: OpenQuestion) -> Json:
    return {
        "rule": question.rule,
        "route": question.route,
        "reason": question.reason,
        "needed": question.needed,
        "cases": _texts(question.cases),
        "required": question.required,
    }


def _measured(one: Measured, unit: str) -> dict[str, Json]:
    return {
        "route": one.route,
        "metric": one.metric,
        "outcome": one.outcome.value,
        "n": one.n,
        f"baseline{unit}": _number(one.baseline),
        f"candidate{unit}": _number(one.candidate),
        "ratio": _number(one.ratio),
        "low": _number(one.low),
        "high": _number(one.high),
        "margin": one.margin,
        "reason": one.reason,
    }


def _latency(one: Measured) -> Json:
    return {
        **_measured(one, "_s"),
        "control_n": one.control_n,
        "control_low": _number(one.control_low),
        "control_high": _number(one.control_high),
    }


def _cost(cost: SideCost) -> Json:
    return {
        "priced": cost.priced,
        "unpriced": cost.unpriced,
        "usd": None if cost.usd is None else float(cost.usd),
        "price_source": cost.price_source,
    }


def _phase(phase: PhaseVerdict) -> Json:
    return {
        "number": phase.number,
        "name": phase.name,
        "decision": phase.decision.value,
        "evidence": _texts(phase.evidence),
        "missing": _texts(phase.missing),
        "next_command": phase.next_command,
    }


def _transport(count: TransportCount) -> Json:
    return {
        "route": count.route,
        "side": count.side,
        "requests": count.requests,
        "failures": {kind: count.failures[kind] for kind in sorted(count.failures)},
    }


def _sdk_replay(replay: SdkReplay) -> Json:
    return {
        "sdks": [
            {"sdk": one.sdk, "version": one.version, "exchanges": one.exchanges}
            for one in replay.replayed
        ],
        "missing": _texts(replay.missing),
        "left_out": replay.left_out,
        "summary": _texts(sdk_replay_lines(replay)),
    }


def _claim(check: ClaimCheck) -> Json:
    return {
        "claim": check.claim,
        "text": check.text,
        "mark": check.basis.mark.value,
        "source": check.basis.source,
        "note": check.basis.note,
        "observed": check.observed.value,
        "evidence": check.evidence,
        "case": check.case,
    }


def _texts(texts: tuple[str, ...]) -> Json:
    return list(texts)


def _number(value: float | None) -> float | None:
    """JSON has no NaN and no infinity: what could not be computed is absent."""
    return value if value is not None and math.isfinite(value) else None

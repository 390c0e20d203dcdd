"""`run`: plan, send both sides together, store, judge, report."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from migrate_check import __version__
from migrate_check.domain.errors import CannotRunError, CassetteError, ConfigError
from migrate_check.domain.finding import Severity
from migrate_check.domain.inventory_result import InventoryResult
from migrate_check.domain.plan import ExchangePair, Plan
from migrate_check.domain.ports import PairSink
from migrate_check.domain.result import Result, RunInfo
from migrate_check.exchange.content_hashing import ContentHasher
from migrate_check.exchange.runner import Listen, RunOutcome
from migrate_check.gate.inventory_phase import with_inventory
from migrate_check.plan.config import Config
from migrate_check.plan.estimate import (
    Estimate,
    budget_warnings,
    estimate,
    refuse_unpriced_budget,
)
from migrate_check.plan.expand import Skipped, expand
from migrate_check.plan.load_config import load_config, refuse_unknown_rules
from migrate_check.plan.packs import load_scenarios
from migrate_check.report.inventory_json import load_inventory
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.rule import Rule
from migrate_check.store.run_store import RunStore
from migrate_check.workflows.acceptance_file import load_acceptances
from migrate_check.workflows.judge_run import Judgement, judge_run
from migrate_check.workflows.output_files import make_folder
from migrate_check.workflows.run_record import RunRecord, SideRecord
from migrate_check.workflows.sdk_accounts import refuse_missing_sdks, unreplayed
from migrate_check.workflows.send_plan import Delivery, send_plan
from migrate_check.workflows.spending import Spending
from migrate_check.workflows.wiring import System, config_file, new_run_id, open_store
from migrate_check.workflows.write_reports import Outputs, write_reports


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What the user asked for."""

    config: Path | None
    options: Mapping[str, object]
    """Dotted key → value; wins over the file."""
    record: Path | None = None
    replay: Path | None = None
    system: System = field(default_factory=System)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    inventory: Path | None = None
    """Document of `inventory --json` that phase 1 of the report rests on."""
    ignore_file: bool = False
    """Do not look for migrate-check.yaml in the current folder."""

    @property
    def config_path(self) -> Path | None:
        """The file to read, if any."""
        return self.config if self.ignore_file else config_file(self.config)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A valid plan, and what it costs at most. Nothing was sent yet."""

    request: RunRequest
    config: Config
    plan: Plan
    warnings: tuple[str, ...]
    """Cases that are left out, and caps that the plan may reach."""
    estimate: Estimate
    inventory: InventoryResult | None = None

    @property
    def estimate_line(self) -> str:
        """One line for the user."""
        control = sum(trial.control for trial in self.plan.trials)
        of_control = f" ({control} of them control)" if control else ""
        requests = (
            f"{len(self.plan.trials)} trials{of_control}, at most {self.plan.requests} requests"
        )
        if self.request.replay:
            return f"{requests}, replayed from {self.request.replay}: nothing is sent"
        usd, unpriced = self.estimate.usd, self.estimate.unpriced
        dollars = "price unknown" if usd is None else f"at most ${usd:.4f} at book prices"
        missing = f" ({unpriced[0].side}: {unpriced[0].reason})" if unpriced else ""
        return f"{requests}, {dollars}{missing}"


@dataclass(frozen=True, slots=True)
class Finished:
    """A judged run and the files written."""

    result: Result
    written: tuple[tuple[str, Path], ...]


def prepare(request: RunRequest) -> Prepared:
    """Read and check everything before anything is sent. Raises UsageError."""
    if request.record and request.replay:
        raise ConfigError("--record and --replay exclude each other: replaying records nothing")
    environ = None if request.replay else request.environ
    config = load_config(request.config_path, request.options, environ)
    if config.redaction.hash_only and request.record:
        raise ConfigError(
            "--record keeps texts, which redaction.hash_only forbids; drop one of them"
        )
    refuse_unknown_rules(config, [rule.id for rule in RULES])
    refuse_missing_sdks(config.sdk_replay, [route.value for route in config.routes])
    cases = load_scenarios(config.scenarios, config.routes)
    plan, skipped = expand(config, cases)
    at = datetime.fromisoformat(request.system.clock.now_iso())
    cost = estimate(plan, config, at)
    refuse_unpriced_budget(cost, config)
    warnings = (*_by_reason(skipped), *budget_warnings(cost, config))
    load_acceptances(config.accepted)  # a broken file must not cost a run
    inventory = None if request.inventory is None else load_inventory(request.inventory)
    return Prepared(request, config, plan, warnings, cost, inventory)


def run_prepared(prepared: Prepared, outputs: Outputs, listen: Listen) -> Finished:
    """Send, store, judge and report. Raises CannotRunError; what was done stays stored."""
    request, config = prepared.request, prepared.config
    _refuse_unusable_folders(request, outputs)
    result = carry_out(prepared, listen)
    if prepared.inventory is not None:
        result = with_inventory(result, prepared.inventory)
    folder = config.store.parent / "reports"
    return Finished(result, _written(result, outputs, folder, config.policy.fail_on))


def carry_out(prepared: Prepared, listen: Listen, rules: tuple[Rule, ...] = RULES) -> Result:
    """Send, store and judge, without a report. Raises CannotRunError."""
    request, config = prepared.request, prepared.config
    record = _record(prepared)
    source = str(request.replay or config.store)
    judged: list[ExchangePair] = []
    kept: list[ExchangePair] = []
    with open_store(config.store, request.system.clock) as store:
        store.begin_run(_run_info(record, None, source), json.dumps(record.to_json()))
        delivery = Delivery(
            config, request.environ, request.record, request.replay, request.system.clock
        )
        outcome = send_plan(
            prepared.plan,
            delivery,
            _sink(config, judged, _Kept(kept, store)),
            Spending.of(record),
            listen,
        )
        info = _run_info(record, outcome, source)
        store.finish_run(info)
    setting = Judgement(
        run=info,
        policy=config.policy,
        acceptances=load_acceptances(config.accepted),
        today=datetime.fromisoformat(request.system.clock.now_iso()).date(),
        spending=Spending.of(record),
        seed=config.seed,
        unreplayed=unreplayed(config.sdk_replay),
        rules=rules,
    )
    return judge_run(judged, setting, shown=kept)


def _refuse_unusable_folders(request: RunRequest, outputs: Outputs) -> None:
    """What could only fail after everything is sent, before anything is."""
    outputs.refuse_unwritable()
    if request.record:
        trouble = f"{request.record}: cannot hold cassettes"
        make_folder(request.record, trouble, "choose another folder with --record")
    if request.replay and not request.replay.is_dir():
        raise CassetteError(
            f"{request.replay}: no such folder of cassettes; make it with: "
            f"migrate-check run --record {request.replay}"
        )


def _written(
    result: Result, outputs: Outputs, folder: Path, fail_on: Severity
) -> tuple[tuple[str, Path], ...]:
    try:
        return write_reports(result, outputs, folder, fail_on)
    except CannotRunError as problem:
        again = f"`migrate-check recheck {result.run.run_id}`"
        raise CannotRunError(f"{problem}; the run is stored: {again} writes them") from None


@dataclass(frozen=True, slots=True)
class _Kept:
    """Sink: what may be stored and shown."""

    pairs: list[ExchangePair]
    store: RunStore

    def add(self, pair: ExchangePair) -> None:
        self.store.add(pair)
        self.pairs.append(pair)


@dataclass(frozen=True, slots=True)
class _Judged:
    """Sink: to the store first, then to the judge, who sees texts even where none are kept."""

    pairs: list[ExchangePair]
    kept: PairSink

    def add(self, pair: ExchangePair) -> None:
        self.kept.add(pair)
        self.pairs.append(pair)


def _sink(config: Config, judged: list[ExchangePair], kept: PairSink) -> PairSink:
    return _Judged(judged, ContentHasher(kept) if config.redaction.hash_only else kept)


def _record(prepared: Prepared) -> RunRecord:
    system, config = prepared.request.system, prepared.config
    warmup = sum(trial.warmup for trial in prepared.plan.trials)
    control = sum(trial.control for trial in prepared.plan.trials)
    return RunRecord(
        run_id=new_run_id(system),
        tool_version=__version__,
        started_at=system.clock.now_iso(),
        baseline=SideRecord.of(config.baseline),
        candidate=SideRecord.of(config.candidate),
        planned_trials=len(prepared.plan.trials) - warmup - control,
        warmup_trials=warmup,
        replayed=prepared.request.replay is not None,
        seed=config.seed,
        hash_only=config.redaction.hash_only,
        control_trials=control,
    )


def _run_info(record: RunRecord, outcome: RunOutcome | None, source: str) -> RunInfo:
    """What is known of the run; before its end, that it has not ended."""
    return RunInfo(
        run_id=record.run_id,
        tool_version=record.tool_version,
        started_at=record.started_at,
        duration_s=outcome.duration_s if outcome else None,
        baseline=record.baseline.info,
        candidate=record.candidate.info,
        planned_trials=record.planned_trials,
        done_trials=outcome.done_trials if outcome else 0,
        warmup_trials=outcome.warmup_trials if outcome else 0,
        requests_sent=outcome.requests_sent if outcome and not record.replayed else 0,
        stopped=outcome.stopped if outcome else "killed, or still under way",
        replayed=record.replayed,
        source=source,
        planned_control=record.control_trials,
        control_trials=outcome.control_trials if outcome else 0,
    )


def _by_reason(skipped: Sequence[Skipped]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for skip in skipped:
        counts[skip.reason] = counts.get(skip.reason, 0) + 1
    return tuple(f"{n} case{'s' * (n != 1)} left out: {reason}" for reason, n in counts.items())

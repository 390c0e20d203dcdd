"""`recheck`: judge a stored run again with today's rules and policy, offline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from migrate_check.domain.errors import StoreError
from migrate_check.domain.plan import ExchangePair
from migrate_check.domain.result import Result
from migrate_check.gate.inventory_phase import with_inventory
from migrate_check.plan.config import Settings
from migrate_check.plan.load_config import load_settings, refuse_unknown_rules
from migrate_check.report.inventory_json import load_inventory
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.texts import READ_TEXTS, RULES_FOR_HASHES
from migrate_check.store.run_store import RunStore, StoredRun
from migrate_check.workflows import sdk_accounts
from migrate_check.workflows.acceptance_file import load_acceptances
from migrate_check.workflows.judge_run import Judgement, judge_run
from migrate_check.workflows.run_record import RunRecord
from migrate_check.workflows.run_scenarios import Finished
from migrate_check.workflows.sdk_accounts import refuse_missing_sdks, unreplayed
from migrate_check.workflows.spending import Spending
from migrate_check.workflows.wiring import System, config_file
from migrate_check.workflows.write_reports import Outputs, write_reports

LATEST = "latest"
HASHED = (
    f"{', '.join(sorted(READ_TEXTS))}: the store holds hashes of texts; the run itself asked them"
)


def recheck_run(
    run: str,
    config: Path | None,
    options: Mapping[str, object],
    outputs: Outputs,
    inventory: Path | None = None,
) -> Finished:
    """Judge and report. Nothing is sent, and the stored exchanges stay as they are.

    `inventory`: document of `inventory --json` that phase 1 of the report rests on.
    """
    taken = None if inventory is None else load_inventory(inventory)
    settings = load_settings(config_file(config), options)
    result = judge_stored(run, settings, System())
    if taken is not None:
        result = with_inventory(result, taken)
    folder = settings.store.parent / "reports"
    return Finished(result, write_reports(result, outputs, folder, settings.policy.fail_on))


def judge_stored(run: str, settings: Settings, system: System) -> Result:
    """The result of a stored run, by id or `latest`, under today's rules and policy."""
    return judge_pairs(*stored_pairs(run, settings.store, system), settings, system)


def judge_pairs(
    stored: StoredRun, pairs: tuple[ExchangePair, ...], settings: Settings, system: System
) -> Result:
    """The result of a run that was read from its store."""
    refuse_unknown_rules(settings, [rule.id for rule in RULES])
    record = RunRecord.from_json(json.loads(stored.config_json))
    refuse_missing_sdks(settings.sdk_replay, {pair.trial.case.route.value for pair in pairs})
    setting = Judgement(
        run=stored.info,
        policy=settings.policy,
        acceptances=load_acceptances(settings.accepted),
        today=datetime.fromisoformat(system.clock.now_iso()).date(),
        spending=Spending.of(record),
        seed=record.seed,
        rules=RULES_FOR_HASHES if record.hash_only else RULES,
        limits=(HASHED,) if record.hash_only else (),
        unreplayed=sdk_accounts.HASHED if record.hash_only else unreplayed(settings.sdk_replay),
    )
    return judge_run(pairs, setting)


def stored_pairs(
    run: str, path: Path, system: System
) -> tuple[StoredRun, tuple[ExchangePair, ...]]:
    """A run by id or `latest`, with all its exchanges. Raises StoreError."""
    if not path.is_file():
        raise StoreError(f"{path}: no such store; give --store, or make a run first")
    with RunStore.open(path, system.clock.now_iso) as store:
        run_id = store.latest_run_id() if run == LATEST else run
        if run_id is None:
            raise StoreError(f"{path}: no run is stored yet; start with `migrate-check run`")
        stored = store.run(run_id)
        return stored, tuple(store.load_pairs(run_id))

"""`inventory`: scan, judge for a gateway, join with a run, decide."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from migrate_check import __version__
from migrate_check.domain.call_site import Inventory, JudgedInventory
from migrate_check.domain.errors import UsageError
from migrate_check.domain.inventory_result import InventoryPolicy, InventoryResult
from migrate_check.domain.profile import Profile
from migrate_check.gate.inventory_verdict import decide_inventory, weigh
from migrate_check.inventory.scan import ScanRequest, scan
from migrate_check.profiles.load import load_profile, profile_names
from migrate_check.rules.sites import judge_sites
from migrate_check.workflows.inventory_files import InventoryOutputs, write_inventory
from migrate_check.workflows.inventory_paths import seen_from_here
from migrate_check.workflows.inventory_secrets import without_keys
from migrate_check.workflows.wiring import System, config_file


@dataclass(frozen=True, slots=True)
class InventoryRequest:
    """What the user asked for."""

    paths: tuple[Path, ...]
    to: str | None = None
    """Profile; None: the configuration's candidate, if there is one."""
    exclude: tuple[str, ...] = ()
    changed: str | None = None
    owners: Path | None = None
    jobs: int = 1
    leave_out_tests: bool = False
    run: str | None = None
    store: Path | None = None
    scenarios: Path | None = None
    policy: InventoryPolicy = field(default_factory=InventoryPolicy)
    system: System = field(default_factory=System)


@dataclass(frozen=True, slots=True)
class Target:
    """The gateway to judge for."""

    profile: Profile | None
    chosen_by: str | None
    """The configuration that named it; None where the user did, or nobody."""


@dataclass(frozen=True, slots=True)
class TakenInventory:
    """A judged inventory and the files written."""

    result: InventoryResult
    stubs: tuple[Path, ...]
    written: tuple[tuple[str, Path], ...]


def target_of(request: InventoryRequest) -> Target:
    """The profile to judge for. ConfigError names the closest for an unknown one."""
    if request.to is not None:
        return Target(load_profile(request.to), None)
    path = config_file(None)
    if path is None:
        return Target(None, None)
    from migrate_check.plan.load_config import load_settings

    named = load_settings(path, {}).candidate
    if named is None:
        return Target(None, None)
    return Target(load_profile(named), str(path))


def take_inventory(
    request: InventoryRequest, target: Target, outputs: InventoryOutputs
) -> TakenInventory:
    """Scan and judge; nothing is run, imported or sent. Raises UsageError and CannotRunError."""
    for path in request.paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder; name what is to be scanned")
    outputs.refuse_unwritable()
    inventory = scan(
        ScanRequest(
            request.paths, request.exclude, request.changed, request.owners, jobs=request.jobs
        )
    )
    inventory = seen_from_here(inventory, request.paths)
    if request.leave_out_tests:
        inventory = replace(
            inventory, sites=tuple(site for site in inventory.sites if not site.in_test)
        )
    today = datetime.fromisoformat(request.system.clock.now_iso()).date()
    judged = _joined(_judged(inventory, target.profile, request.policy, today), request)
    judged = weigh(without_keys(judged), request.policy)
    result = InventoryResult(
        judged,
        decide_inventory(judged, request.policy, request.to),
        request.policy,
        request.system.clock.now_iso(),
        __version__,
    )
    stubs = _stubs(judged, request.scenarios)
    return TakenInventory(result, stubs, write_inventory(result, outputs, explanations))


def explanations() -> dict[str, str]:
    """Rule id → docstring."""
    from migrate_check.rules.catalogue import RULES

    return {rule.id: rule.explanation for rule in RULES}


def _judged(
    inventory: Inventory, profile: Profile | None, policy: InventoryPolicy, today: date
) -> JudgedInventory:
    found = bool(inventory.sites or inventory.settings)
    known = tuple(load_profile(name) for name in profile_names() if found)
    return judge_sites(inventory, profile, known, policy.tests, today=today)


def _joined(judged: JudgedInventory, request: InventoryRequest) -> JudgedInventory:
    if request.run is None:
        return judged
    from migrate_check.plan.load_config import load_settings
    from migrate_check.workflows.inventory_join import prove

    given = {"store": str(request.store)} if request.store else {}
    return prove(judged, load_settings(config_file(None), given).store, request.run)


def _stubs(judged: JudgedInventory, directory: Path | None) -> tuple[Path, ...]:
    if directory is None:
        return ()
    from migrate_check.workflows.inventory_stubs import write_stubs

    return tuple(write_stubs(judged, directory))

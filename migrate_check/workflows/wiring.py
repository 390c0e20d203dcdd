"""The composition root: which adapter serves which port."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from migrate_check.domain.errors import StoreError
from migrate_check.domain.ports import Clock
from migrate_check.exchange.system_clock import SystemClock
from migrate_check.plan.config import DEFAULT_FILE
from migrate_check.store.run_store import RunStore


@dataclass(frozen=True, slots=True)
class System:
    """Time and chance, so that tests can set them."""

    clock: Clock = field(default_factory=SystemClock)
    token: Callable[[], str] = lambda: secrets.token_hex(2)
    """Four hex digits that tell runs of one second apart."""


def new_run_id(system: System) -> str:
    """Sorts by time: `20260131-093000-4f1a`."""
    now = datetime.fromisoformat(system.clock.now_iso())
    return f"{now:%Y%m%d-%H%M%S}-{system.token()}"


def config_file(given: Path | None) -> Path | None:
    """The file to read: the given one, else migrate-check.yaml if it is here."""
    default = Path(DEFAULT_FILE)
    return given or (default if default.is_file() else None)


def open_store(path: Path, clock: Clock) -> RunStore:
    """The record of runs, created with its folder where there is none. Raises StoreError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreError(f"{path.parent}: cannot be created: {problem.strerror}") from None
    return RunStore.open(path, clock.now_iso)

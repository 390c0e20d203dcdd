"""Everything that a run is told, after the file, the options and the profiles are joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from migrate_check.domain.plan import Budget, Endpoint, Timeouts
from migrate_check.domain.scenario import Route
from migrate_check.domain.verdict import Policy

DEFAULT_FILE = "migrate-check.yaml"


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is removed before anything is stored. Keys and credentials always are."""

    personal: bool
    """Also e-mail addresses and card numbers in bodies."""
    hash_only: bool
    """Keep hashes of texts instead of texts."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What judging a stored run needs: no endpoint, no model."""

    store: Path
    accepted: Path
    policy: Policy
    sdk_replay: str = "auto"
    candidate: str | None = None
    """Profile of the candidate, where the configuration names one."""


@dataclass(frozen=True, slots=True)
class Config:
    """A valid configuration; see `load_config`. Holds names of keys, never keys."""

    baseline: Endpoint
    candidate: Endpoint
    routes: tuple[Route, ...]
    models: Mapping[Route, str]
    """Model that is asked for, before each side's `model_map`."""
    rename_fields: Mapping[Route, Mapping[str, str | None]]
    """Top-level request field → name to send it under; None leaves it out."""
    scenarios: tuple[str, ...]
    """Pack names and paths; empty means all shipped packs of the routes."""
    repeat: int
    control: int
    """Repeats of each case with both requests sent to the baseline."""
    warmup: int
    """Trials per route that are sent first and not judged."""
    concurrency: int
    timeouts: Timeouts
    budget: Budget
    store: Path
    accepted: Path
    policy: Policy
    redaction: Redaction
    context_window: int
    """Tokens; `${overflow}` is longer."""
    seed: int
    sdk_replay: str
    """`auto`: through the official SDKs that are installed; `required`: or refuse; `off`."""
    source: str
    """Path of the file, or `options`."""
    places: Mapping[str, str]
    """Dotted key → `file:line` or option, for messages of later stages."""

    @property
    def endpoints(self) -> tuple[Endpoint, Endpoint]:
        """Baseline and candidate."""
        return self.baseline, self.candidate

    def place(self, key: str) -> str:
        """Where the dotted key, or the nearest one around it, was given."""
        while key:
            if key in self.places:
                return self.places[key]
            key = key.rpartition(".")[0]
        return self.source

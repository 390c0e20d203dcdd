"""A judged run: all that a report may show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from migrate_check.domain.exchange import Exchange
from migrate_check.domain.finding import Evaluation, Evidence
from migrate_check.domain.inventory_result import InventoryResult
from migrate_check.domain.profile import ClaimCheck
from migrate_check.domain.verdict import Measured, SideCost, Verdict


@dataclass(frozen=True, slots=True)
class SideInfo:
    """How a side is named in reports."""

    profile: str
    base_url: str
    models: Mapping[str, str]
    """Route → model id sent."""

    @property
    def name(self) -> str:
        """The profile, a profile file's name, or the host of a side that has neither."""
        known = self.profile not in ("", "generic")
        host = self.base_url.partition("://")[2].partition("/")[0]
        return re.sub(r"\A.*[/\\]|\.ya?ml\b", "", self.profile) if known else host


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What was run."""

    run_id: str
    tool_version: str
    started_at: str
    """UTC, ISO 8601."""
    duration_s: float | None
    baseline: SideInfo
    candidate: SideInfo
    planned_trials: int
    done_trials: int
    """Trials with both sides answered or failed, warm-up not counted."""
    warmup_trials: int
    requests_sent: int
    stopped: str | None
    """Why the run ended early (`interrupted`, `budget: …`), else None."""
    replayed: bool
    """Answers came from cassettes: nothing about time is known."""
    source: str
    """Store path or cassette folder."""
    planned_control: int = 0
    """Control trials; they count neither as planned nor as done."""
    control_trials: int = 0
    """Control trials with both answers of the baseline."""


@dataclass(frozen=True, slots=True)
class TransportCount:
    """Failures that are not differences of shape, counted apart per route and side."""

    route: str
    side: str
    requests: int
    failures: Mapping[str, int]
    """Failure kind, `http-429` or `http-5xx` → count; answers a case asked for on purpose do not
    count."""


@dataclass(frozen=True, slots=True)
class LatencySample:
    """One measured answer, for the picture."""

    route: str
    side: str
    ttft_s: float | None
    e2e_s: float
    stream: bool


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One case as the report lists it."""

    case_id: str
    route: str
    about: str
    trials: int
    findings: int
    """Unsuppressed findings of severity error or warning."""


@dataclass(frozen=True, slots=True)
class ShownExchange:
    """Both sides of the first occurrence of a finding."""

    baseline: Exchange
    candidate: Exchange


@dataclass(frozen=True, slots=True)
class ReplayedSdk:
    """An official SDK that read recorded answers."""

    sdk: str
    version: str
    exchanges: int


@dataclass(frozen=True, slots=True)
class SdkReplay:
    """Which answers went through the official SDKs. Its default: none did."""

    replayed: tuple[ReplayedSdk, ...] = ()
    missing: tuple[str, ...] = ()
    """SDKs that the routes of this run would need, as requirements: `openai>=3`."""
    left_out: int = 0
    """Answers that could have been replayed and were not: only the first repeats are."""
    repeats: int = 0
    """Repeats of each case and turn that are replayed at most."""
    reason: str | None = None
    """Why none was, beyond missing SDKs; None where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Result:
    """Input of every report."""

    run: RunInfo
    evaluation: Evaluation
    verdict: Verdict
    measured: tuple[Measured, ...]
    cost: Mapping[str, SideCost]
    """Side → cost."""
    transport: tuple[TransportCount, ...]
    samples: tuple[LatencySample, ...]
    cases: tuple[CaseSummary, ...]
    not_tested: tuple[str, ...]
    shown: Mapping[Evidence, ShownExchange]
    sdk_replay: SdkReplay = SdkReplay()
    claims: tuple[ClaimCheck, ...] = ()
    """Of the candidate's profile, in its order."""
    inventory: InventoryResult | None = None
    """The inventory that phase 1 of the verdict rests on."""

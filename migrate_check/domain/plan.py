"""The exact, ordered calls of a run, and the settings they are sent with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from migrate_check.domain.exchange import Exchange, Headers, Side
from migrate_check.domain.scenario import Case, Route


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars per million tokens, given by the user for a model the price book does not know."""

    input_usd_per_mtok: Decimal
    output_usd_per_mtok: Decimal


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One side: address, credentials, names. The key's value is never part of it."""

    side: Side
    profile: str
    base_url: str
    key_env: str | None
    """Name of the environment variable that holds the key; None sends no credentials."""
    headers: Headers
    """Extra request headers, `${ENV}` not yet filled."""
    query: tuple[tuple[str, str], ...]
    paths: Mapping[Route, str]
    """Full path per route, where the usual join of base URL and route does not fit."""
    models: Mapping[Route, str]
    """Model id to send per route, after `model_map`."""
    prices: Mapping[str, Price]


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds."""

    connect_s: float = 10.0
    read_s: float = 60.0
    total_s: float = 180.0


@dataclass(frozen=True, slots=True)
class Budget:
    """Caps for both sides together; None is no cap."""

    usd: Decimal | None = None
    requests: int | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """One numbered execution of a case against both sides together."""

    case: Case
    repeat: int
    """1, 2, …; warm-up trials are numbered from 1 as well."""
    warmup: bool
    first: Side
    """Which side is dispatched first; it alternates."""
    burst: int | None = None
    """Trials with one number are dispatched at one moment; None stands alone."""
    control: bool = False
    """Both requests go to the baseline: what differs here is noise."""
    nonce: str = ""
    """What `${nonce}` stands for: in requests, and in what a probe must show."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that will be sent, in order."""

    trials: tuple[Trial, ...]
    requests: int
    """Upper bound of HTTP requests, both sides and all turns."""


@dataclass(frozen=True, slots=True)
class ExchangePair:
    """Both sides of one turn of one trial."""

    trial: Trial
    turn: int
    """0 for the first request of the case."""
    baseline: Exchange
    candidate: Exchange

    def of(self, side: Side) -> Exchange:
        """The exchange of one side."""
        return self.baseline if side is Side.BASELINE else self.candidate

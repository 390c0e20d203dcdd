"""Provider and gateway together, inside one event loop."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from migrate_check.domain.errors import UsageError
from migrate_check.lab.faults.catalogue import find_faults
from migrate_check.lab.gateway import Gateway, Misbehaviour
from migrate_check.lab.offer import CONTEXT_WINDOW
from migrate_check.lab.pace import QUICK, Pace
from migrate_check.lab.provider import KEY, Provider
from migrate_check.lab.server import LOOPBACK, LabServer
from migrate_check.lab.upstream import Upstream


@dataclass(frozen=True, slots=True)
class LabSettings:
    """What the lab is like. Raises UsageError for unknown faults and impossible values."""

    faults: Sequence[str] = ()
    """Ids of `faults.catalogue`; the first is closest to the provider, those of bytes last."""
    fault_rate: float = 1.0
    """Share of requests that each fault strikes."""
    seed: int = 0
    pace: float = 1.0
    """Factor of all waits; 0 answers at once."""
    latency: Pace = QUICK
    """The waits of pace 1; `QUICK` answers after about 25 ms and then every 2 ms."""
    provider_port: int = 0
    gateway_port: int = 0
    """0 takes a free port."""
    clock: Callable[[], float] = time.time
    """Unix time that answers show."""

    def __post_init__(self) -> None:
        find_faults(self.faults)
        if not 0 <= self.fault_rate <= 1:
            raise UsageError(f"fault rate {self.fault_rate} is not a share; give 0 to 1")
        if self.pace < 0:
            raise UsageError(f"pace {self.pace} is below 0; 0 answers at once")


@dataclass(frozen=True, slots=True)
class Lab:
    """Where the lab listens. URLs are without `/v1`."""

    provider_url: str
    gateway_url: str
    key: str
    """Both accept it: as a bearer token and as `x-api-key`."""
    context_window: int
    """Tokens of every model; a longer prompt is refused."""


@asynccontextmanager
async def open_lab(settings: LabSettings) -> AsyncIterator[Lab]:
    """Serve while the context lasts. Raises CannotRunError when a port is taken."""
    pace = replace(settings.latency, scale=settings.pace)
    provider = LabServer(Provider(settings.seed, pace, settings.clock))
    try:
        provider_port = await provider.start(settings.provider_port)
        faults = sorted(find_faults(settings.faults), key=lambda fault: fault.of_bytes)
        behaviour = Misbehaviour(faults, settings.fault_rate, settings.pace)
        upstream = Upstream(LOOPBACK, provider_port)
        gateway = LabServer(Gateway(upstream, behaviour, settings.seed))
        try:
            gateway_port = await gateway.start(settings.gateway_port)
            yield Lab(_url(provider_port), _url(gateway_port), KEY, CONTEXT_WINDOW)
        finally:
            await gateway.stop()
    finally:
        await provider.stop()


def _url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"

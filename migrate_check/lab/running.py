"""The lab in a background thread, for the demo and for tests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TypedDict, Unpack

from migrate_check.lab.pace import Pace
from migrate_check.lab.site import Lab, LabSettings, open_lab


class LabOptions(TypedDict, total=False):
    """Keyword arguments of `running_lab`; meanings and defaults as in `LabSettings`."""

    fault_rate: float
    seed: int
    pace: float
    latency: Pace
    provider_port: int
    gateway_port: int
    clock: Callable[[], float]


@contextmanager
def running_lab(faults: Sequence[str] = (), **options: Unpack[LabOptions]) -> Iterator[Lab]:
    """Serve provider and gateway on loopback while the context lasts.

    Ports are free by default. Raises UsageError for wrong options, CannotRunError for taken
    ports.
    """
    settings = LabSettings(faults, **options)
    background = _Background(settings)
    lab = background.start()
    try:
        yield lab
    finally:
        background.stop()


class _Background:
    """One thread with its own event loop."""

    def __init__(self, settings: LabSettings) -> None:
        self._settings = settings
        self._opened: Future[tuple[Lab, asyncio.AbstractEventLoop, asyncio.Event]] = Future()
        self._thread = threading.Thread(target=self._run, name="migrate-check-lab", daemon=True)

    def start(self) -> Lab:
        self._thread.start()
        lab, self._loop, self._closing = self._opened.result()
        return lab

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            if self._opened.done():
                raise
            self._opened.set_exception(error)

    async def _serve(self) -> None:
        closing = asyncio.Event()
        async with open_lab(self._settings) as lab:
            self._opened.set_result((lab, asyncio.get_running_loop(), closing))
            await closing.wait()

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lab_probes import hear_all, noon, said

from migrate_check.lab.running import running_lab
from migrate_check.lab.site import Lab


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    """A lab without faults, without waits, at a fixed time."""
    with running_lab(pace=0, clock=noon) as running:
        yield running


@pytest.fixture(scope="session")
def clean() -> dict[str, object]:
    """What the faultless gateway says to every probe."""
    with running_lab(pace=0, clock=noon) as running:
        return {name: said(heard) for name, heard in hear_all(running.gateway_url).items()}

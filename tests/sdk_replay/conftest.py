from __future__ import annotations

from collections.abc import Iterator

import pytest

from migrate_check.lab.running import running_lab
from migrate_check.lab.site import Lab


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    """A gateway without faults."""
    with running_lab(pace=0) as running:
        yield running


@pytest.fixture(params=["provider", "gateway"])
def url(request: pytest.FixtureRequest, lab: Lab) -> str:
    """Each test meets the provider itself, and the provider behind the clean gateway."""
    address: str = getattr(lab, f"{request.param}_url")
    return address

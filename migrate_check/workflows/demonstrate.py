"""`demo`: the whole job against the embedded provider and a faulty gateway, on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from migrate_check.lab.faults.catalogue import DEMO_FAULTS, FAULTS
from migrate_check.lab.running import running_lab
from migrate_check.workflows.run_scenarios import Prepared, RunRequest, prepare
from migrate_check.workflows.write_reports import Outputs

_KEY_ENV = "MIGRATE_CHECK_DEMO_KEY"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A lab that runs, and a plan against it."""

    prepared: Prepared
    faults: tuple[tuple[str, str], ...]
    """Id and one sentence of each fault of the gateway."""
    outputs: Outputs


@contextmanager
def demonstration(out: Path, seed: int) -> Iterator[Demonstration]:
    """Start provider and gateway; they stop at the end of the `with` block."""
    with running_lab(faults=DEMO_FAULTS, seed=seed) as lab:
        options: dict[str, object] = {
            "baseline.base_url": lab.provider_url,
            "baseline.api_key": _KEY_ENV,
            "candidate.profile": "lab",
            "candidate.base_url": lab.gateway_url,
            "candidate.api_key": _KEY_ENV,
            "model": {"openai-chat": "gpt-4o-mini", "anthropic-messages": "claude-haiku-4-5"},
            # The packs that show most in few seconds; `run` sends all.
            "scenarios": ["minimal", "streaming", "tools", "errors"],
            "repeat": 3,
            "concurrency": 8,
            "context_window": lab.context_window,
            "store": str(out / "runs.sqlite"),
            "seed": seed,
            # Importing the SDKs and replaying would take longer than all the rest.
            "sdk_replay": "off",
        }
        request = RunRequest(None, options, environ={_KEY_ENV: lab.key}, ignore_file=True)
        outputs = Outputs(html=out / "report.html", json=out / "result.json")
        faults = tuple((name, FAULTS[name].about) for name in DEMO_FAULTS)
        yield Demonstration(prepare(request), faults, outputs)

"""How long the inventory takes over a tree, as a ratio to one grep over the same files.

    python -m tests.bench.bench_inventory [TREE] [--semgrep PROGRAM] [--runs N]

Whole processes in turn, so that a busy machine is busy for all: the medians of wall time and of
processor time, and the most memory that any run took. TREE is the environment's site-packages if
not given, where a scan has far more to read than in an ordinary repository.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

# Every SDK, host and path tail that a scan must look out for: what a person would grep for.
WIDE = (
    r"openai|anthropic|genai|generativeai|mistral|bedrock|vertexai|langchain|llama_index|litellm"
    r"|instructor|chat/completions|/v1/messages|/v1/responses|:generateContent"
    r"|chat\.completions|generateText|streamText"
)
RULE = """rules:
  - id: chat-completion
    languages: [python]
    message: a call
    severity: INFO
    pattern: $CLIENT.chat.completions.create(...)
"""


@dataclass(slots=True)
class Timed:
    """What the runs of one command took."""

    wall_s: list[float] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    status: int = 0

    def run(self, command: list[str]) -> None:
        """Run it once; the kernel says what this child used, and never less than our own memory."""
        start = perf_counter()
        environment = {**os.environ, "LC_ALL": "C", "SEMGREP_SEND_METRICS": "off"}
        with open(os.devnull, "wb") as nowhere:
            child = subprocess.Popen(command, stdout=nowhere, stderr=nowhere, env=environment)
            _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.status = child.returncode
        self.wall_s.append(perf_counter() - start)
        self.cpu_s.append(used.ru_utime + used.ru_stime)
        scale = 1024 * 1024 if sys.platform == "darwin" else 1024
        self.peak_mb = max(self.peak_mb, used.ru_maxrss / scale)


def commands(tree: str, semgrep: str | None, folder: Path) -> dict[str, list[str]]:
    """Name → command; grep, the unit, comes first. `folder` is for what they need to read."""
    rule, nothing = folder / "rule.yaml", folder / "nothing"
    rule.write_text(RULE, encoding="utf-8")
    nothing.mkdir()
    inventory = [sys.executable, "-m", "migrate_check", "inventory", "--json", os.devnull]
    found = {
        "grep -rliE": ["grep", "-rliE", WIDE, tree],
        "migrate-check inventory": [*inventory, tree],
        "  of it: start-up": [*inventory, str(nothing)],
    }
    if semgrep:
        scan = [semgrep, "scan", "--metrics", "off", "--disable-version-check", "--config"]
        found["semgrep, one rule"] = [*scan, str(rule), "--jobs", "1", "--quiet", "--json", tree]
    return found


def measure(wanted: dict[str, list[str]], runs: int) -> dict[str, Timed]:
    """Run all in turn; the first turn, which warms the file cache, is not counted."""
    for command in wanted.values():
        Timed().run(command)
    timed = {name: Timed() for name in wanted}
    for _ in range(runs):
        for name, command in wanted.items():
            timed[name].run(command)
    return timed


def show(timed: dict[str, Timed]) -> None:
    """Print one line per command, as ratios to the first."""
    unit = next(iter(timed.values()))
    unit_wall, unit_cpu = statistics.median(unit.wall_s), statistics.median(unit.cpu_s)
    for name, one in timed.items():
        wall, cpu = statistics.median(one.wall_s), statistics.median(one.cpu_s)
        print(
            f"{name:<24} wall {wall:7.3f} s = {wall / unit_wall:6.1f}×"
            f"   cpu {cpu:7.3f} s = {cpu / unit_cpu:6.1f}×"
            f"   peak {one.peak_mb:6.1f} MB   exit {one.status}   (n={len(one.wall_s)})"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("tree", nargs="?", default=sysconfig.get_path("purelib"))
    parser.add_argument("--semgrep", default=shutil.which("semgrep"))
    parser.add_argument("--runs", type=int, default=5)
    wanted = parser.parse_args()
    files = [path for path in Path(wanted.tree).rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    print(f"{wanted.tree}: {len(files)} files, {size / 1e6:.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        show(measure(commands(wanted.tree, wanted.semgrep, Path(folder)), wanted.runs))


if __name__ == "__main__":
    main()

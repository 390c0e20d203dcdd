"""`python -m tests.bench.bench_help`: how soon the command line answers, beside bare Typer."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 15
EMPTY = "import typer; app = typer.Typer(); app.command()(lambda: None); app(['--help'])"
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "an empty Typer app --help": [sys.executable, "-c", EMPTY],
    "migrate-check --help": [sys.executable, "-m", "migrate_check", "--help"],
    "migrate-check --version": [sys.executable, "-m", "migrate_check", "--version"],
}


def main() -> None:
    """Print the median of whole-process wall times, the commands in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(RUNS + 1):
        for name, command in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if turn:  # the first turn warms the file cache
                seconds[name].append(time.perf_counter() - start)
    for name, values in seconds.items():
        print(f"{name:<28} median {statistics.median(values) * 1000:6.1f} ms  (n={len(values)})")


if __name__ == "__main__":
    main()

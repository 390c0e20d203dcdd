"""Counts anomalies on real providers' recordings: `python -m tests.corpus.anomaly_report`.

Arguments narrow it down: `--provider openai`, `--kind finish-not-tool` (then each recording is
listed with its detail).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from migrate_check.domain.exchange import Side
from migrate_check.observe import observe_exchange
from tests.corpus.recordings import corpus_file, recordings


def main() -> int:
    options = _options()
    if not corpus_file().exists():
        _say(f"no corpus at {corpus_file()}; set MIGRATE_CHECK_CORPUS")
        return 2
    totals: Counter[str] = Counter()
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for recording in recordings():
        if options.provider and recording.provider != options.provider:
            continue
        totals[recording.provider] += 1
        observed = observe_exchange(recording.exchange, recording.route, Side.BASELINE)
        for kind, location, detail in observed.anomalies:
            counts[recording.provider, recording.route, kind.value, location] += 1
            if kind.value == options.kind:
                _say(f"{recording.id} {recording.source}\n    {location}: {detail}")
    for (provider, route, kind, location), count in sorted(counts.items()):
        share = f"{count}/{totals[provider]}"
        _say(f"{provider:16} {route:18} {kind:28} {share:>10}  {location}")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provider")
    parser.add_argument("--kind")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

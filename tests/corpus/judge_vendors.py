"""Judges real vendors' recordings: `python -m tests.corpus.judge_vendors`.

Exit code 1 when a vendor is blamed for something that explained.yaml does not explain, or when an
explanation there no longer matches anything. `--rule ID` and `--provider NAME` list the recordings
of each row, with the evidence.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping

from migrate_check.domain.finding import Severity
from migrate_check.rules.lookup import rule_by_id
from tests.corpus.explained import Row, explanations, outdated, unexplained
from tests.corpus.judging import (
    Hit,
    Judged,
    contract_hits,
    count,
    errors_against_itself,
    gateway_hits,
    groups,
    judge_repeats,
    observed,
    repeats,
    twin_hits,
)
from tests.corpus.recordings import corpus_file


def main() -> int:
    options = _options()
    if not corpus_file().exists():
        _say(f"no corpus at {corpus_file()}; set MIGRATE_CHECK_CORPUS to its folder")
        return 0
    if options.rule or options.provider:
        _list(options)
        return 0
    parts = (_observed(), _against_itself(), _contract(), _repeats(), _gateways(), _twins())
    return 0 if all(parts) else 1


def _observed() -> bool:
    counts = Counter((seen.recording.route.value, seen.observation.ok) for seen in observed())
    _say("Observed (every recording, or this would have raised)")
    for (route, ok), n in sorted(counts.items()):
        _say(f"  {route:20} {'success' if ok else 'error':8} {n:5}")
    _say(f"  {'all':29} {len(observed()):5}")
    return True


def _against_itself() -> bool:
    blamed = [(seen, found) for seen in observed() if (found := errors_against_itself(seen))]
    _say(f"\nAgainst itself: {len(observed())} judged, {len(blamed)} with an error finding")
    for seen, found in blamed:
        for finding in found:
            _say(f"  {seen.recording.id} {seen.provider} {finding.rule} {finding.location}")
    return not blamed


def _contract() -> bool:
    hits = list(contract_hits())
    totals = Counter(seen.provider for seen in observed())
    explained = explanations()
    _say("\nContract rules on vendors' own answers, with no baseline to excuse them")
    _say(f"  left out as not what the vendor sent: {len(explained.doctored)} recordings")
    _table(count(hits), explained.contract, totals)
    return _settled(hits, explained.contract)


def _repeats() -> bool:
    judged = [judge_repeats(same) for same in repeats()]
    hits = [hit for each in judged for hit in each.hits]
    _say(
        f"\nRepeats of one request by one vendor: {len(judged)} requests, "
        f"{sum(each.comparisons for each in judged)} comparisons"
    )
    explained = explanations().repeats
    _table(count(hits), explained, None)
    return _settled(hits, explained)


def _gateways() -> bool:
    judged = [gateway_hits(group) for group in groups() if group.kind == "gateway-pair"]
    _say(
        f"\nOther hosts against the direct vendor: {sum(each.comparisons for each in judged)} "
        "comparisons (real departures, or differences of the requests)"
    )
    _by_rule(judged)
    return True


def _twins() -> bool:
    judged = [twin_hits(group) for group in groups() if group.kind == "stream-vs-json"]
    _say(f"\nStreamed against unstreamed: {sum(each.comparisons for each in judged)} families")
    _by_rule(judged)
    return True


def _by_rule(judged: Iterable[Judged]) -> None:
    counts = Counter(
        (hit.severity.value, hit.row.rule, hit.row.provider)
        for each in judged
        for hit in set(each.hits)
    )
    for (severity, rule, provider), n in sorted(counts.items()):
        _say(f"  {severity:8} {rule:34} {provider:20} {n:4}")
    if not counts:
        _say("  nothing")


def _table(
    counts: Mapping[Row, int], explained: Mapping[Row, str], totals: Mapping[str, int] | None
) -> None:
    for row, n in counts.items():
        of = f"/{totals[row.provider]}" if totals else ""
        severity = rule_by_id(row.rule).severity.value
        _say(f"  {row.provider:14} {row.rule:28} {severity:8} {f'{n}{of}':>8}  {row.location}")
        _say(f"  {'':14} {explained.get(row, 'NOT EXPLAINED')}")
    if not counts:
        _say("  nothing")


def _settled(hits: Iterable[Hit], explained: Mapping[Row, str]) -> bool:
    rows = {hit.row for hit in hits}
    unknown, stale = unexplained(rows, explained), outdated(rows, explained)
    for row in stale:
        _say(f"  explained and never seen: {' | '.join(row)}")
    errors = sum(1 for row in rows if rule_by_id(row.rule).severity is Severity.ERROR)
    _say(
        f"  {len(rows)} rows, {errors} of severity error; "
        f"{len(unknown)} not explained, {len(stale)} explanations outdated"
    )
    return not unknown and not stale


def _list(options: argparse.Namespace) -> None:
    hits = [*contract_hits(), *(hit for same in repeats() for hit in judge_repeats(same).hits)]
    for hit in hits:
        if options.rule in (None, hit.row.rule) and options.provider in (None, hit.row.provider):
            _say(f"{' | '.join(hit.row)}\n    {hit.recording}\n    {hit.evidence}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rule")
    parser.add_argument("--provider")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

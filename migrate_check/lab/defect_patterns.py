"""Every defect pattern that we know of: those of real gateways, with a source, and our own.

The facts stand in `defect_patterns.csv`, one line each. A pattern is either emulated, by the fault
of its id in `faults.catalogue`, or listed with a reason in `not_emulated`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from importlib.resources import files

from migrate_check.domain.selftest import Harm, Need, Pattern, Sight

_TABLE = "defect_patterns.csv"


def _pattern(row: Mapping[str, str]) -> Pattern:
    return Pattern(
        id=row["id"],
        category=row["category"],
        area=row["area"],
        harm=Harm(row["harm"]),
        sight=Sight(row["sight"]),
        need=Need(row["need"]) if row["need"] else None,
        source=row["source"] or None,
    )


def _rows() -> list[dict[str, str]]:
    text = files("migrate_check.lab").joinpath(_TABLE).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


PATTERNS: Mapping[str, Pattern] = {row["id"]: _pattern(row) for row in _rows()}
"""Id → pattern, by category."""

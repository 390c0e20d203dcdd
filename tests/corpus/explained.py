"""Why a real vendor does what a rule speaks of: our own words, looked up per place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_FILE = Path(__file__).parent / "explained.yaml"


class Row(NamedTuple):
    """One place where a rule speaks of a vendor."""

    provider: str
    rule: str
    location: str


@dataclass(frozen=True, slots=True)
class Explanations:
    """The content of explained.yaml."""

    doctored: Mapping[str, str]
    """Recordings that are not what the vendor sent: id → why."""
    contract: Mapping[Row, str]
    """Of single answers, without a baseline that would excuse them."""
    repeats: Mapping[Row, str]
    """Of two answers of one vendor to one request."""


@cache
def explanations() -> Explanations:
    """All explanations. A place named twice is an error."""
    content: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return Explanations(
        doctored={
            recording: each["why"]
            for each in content["doctored"]
            for recording in each["recordings"]
        },
        contract=_rows(content["contract"]),
        repeats=_rows(content["repeats"]),
    )


def unexplained(found: Iterable[Row], explained: Mapping[Row, str]) -> list[Row]:
    """Rows that nobody has looked into."""
    return sorted(set(found) - explained.keys())


def outdated(found: Iterable[Row], explained: Mapping[Row, str]) -> list[Row]:
    """Explanations of what no longer happens."""
    return sorted(explained.keys() - set(found))


def _rows(entries: list[dict[str, str]]) -> dict[Row, str]:
    rows: dict[Row, str] = {}
    for entry in entries:
        row = Row(entry["provider"], entry["rule"], entry["location"])
        if row in rows:
            raise ValueError(f"explained.yaml names {row} twice")
        rows[row] = entry["why"].strip()
    return rows

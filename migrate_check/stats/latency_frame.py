"""The one place that names the columns of the latency table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate_check.domain.result import LatencySample

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Seconds over the measured answers of one route, side and metric."""

    route: str
    side: str
    metric: str
    n: int
    p50: float
    p95: float


def frame_of(samples: Iterable[LatencySample]) -> pd.DataFrame:
    """Long table: route, side, metric (`ttft`, `e2e`), seconds. Unmeasured values are left out."""
    import pandas as pd

    rows = [
        (sample.route, sample.side, metric, seconds)
        for sample in samples
        for metric, seconds in (("ttft", sample.ttft_s), ("e2e", sample.e2e_s))
        if seconds is not None
    ]
    return pd.DataFrame(rows, columns=["route", "side", "metric", "seconds"])


def quantiles(samples: Iterable[LatencySample]) -> tuple[Quantiles, ...]:
    """Median and 95th percentile per route, side and metric, in that order."""
    frame = frame_of(samples)
    if frame.empty:
        return ()
    grouped = frame.groupby(["route", "side", "metric"])["seconds"]
    table = grouped.quantile([0.5, 0.95]).unstack()
    counts = grouped.size()
    return tuple(
        Quantiles(
            str(route), str(side), str(metric), int(counts[key]), float(row[0.5]), float(row[0.95])
        )
        for key, row in table.iterrows()
        for route, side, metric in (key,)
    )

"""What the imitated model thinks before it answers, where a request says how much."""

from __future__ import annotations

from collections.abc import Mapping

from migrate_check.lab.demand import Demand

_STEPS: Mapping[str, int] = {"minimal": 0, "low": 2, "medium": 8, "high": 24, "xhigh": 48}
"""Effort → sentences; another word means no thoughts."""
_SENTENCES = (
    "The user wants a clear answer.",
    "Let me look at what is asked word by word.",
    "One way would be to answer at once.",
    "It is better to check the facts first.",
)


def think(demand: Demand) -> str:
    """The thoughts; empty where the request does not ask for any."""
    steps = _STEPS.get(demand.effort or "", 0)
    return " ".join(_SENTENCES[step % len(_SENTENCES)] for step in range(steps))

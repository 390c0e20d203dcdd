"""Turns that send the very same request once more, whose prompt is the same by right."""

from __future__ import annotations

from migrate_check.domain.observation import ObservedPair


def asks_again(pair: ObservedPair) -> bool:
    """Whether this turn repeats the one before it."""
    turns = pair.trial.case.turns
    return 0 < pair.turn <= len(turns) and turns[pair.turn - 1].again

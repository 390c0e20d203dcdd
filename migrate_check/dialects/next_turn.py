"""What a later turn of a scenario sends, in any dialect."""

from __future__ import annotations

from migrate_check.domain.scenario import NextTurn


def result_text(turn: NextTurn, name: str | None) -> str | None:
    """The result that the scenario gives for a tool; its only one when the name is another."""
    results = turn.tool_results or {}
    if name is not None and name in results:
        return results[name]
    return next(iter(results.values())) if len(results) == 1 else None

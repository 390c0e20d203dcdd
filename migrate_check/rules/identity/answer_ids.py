"""Ids of answers, and answers that are copies of each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Observation


def ids_of(answers: Sequence[Observation]) -> list[str]:
    """The ids of successes that have one."""
    return [seen.reply.id for seen in answers if seen.ok and seen.reply and seen.reply.id]


def same_answers(answers: Sequence[Observation]) -> int:
    """How many successes are copies of one of them: id, time and text; 0 without ids."""
    copies = Counter(
        (seen.reply.id, _created(seen), seen.reply.text, seen.reply.tool_calls)
        for seen in answers
        if seen.ok and seen.reply is not None and seen.reply.id
    )
    return max(copies.values(), default=0)


def _created(seen: Observation) -> Json:
    """When the answer says it was made; None where it does not."""
    first = seen.events[0].document if seen.events else seen.document
    made = first.get("created") if isinstance(first, dict) else None
    return made if isinstance(made, int | float) else None

"""The rule response-id-reused."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.rules.identity.answer_ids import ids_of, same_answers
from migrate_check.rules.rule import Answer, Repeats, case_rule


@case_rule(Severity.WARNING)
def response_id_reused(repeats: Repeats) -> Iterator[Answer]:
    """Different answers have one and the same id.

    ## Why it matters
    The id names an answer in logs, feedback and support. The gateway makes it up, or leaves it
    constant.

    ## Who breaks
    Whoever keys records by it: later answers overwrite earlier ones, traces are merged,
    de-duplication throws answers away.

    ## Example
    `"id": "chatcmpl-0"` in each answer, whatever its text.

    ## When to accept it
    Nobody stores or looks up the id.

    ## Source
    https://platform.openai.com/docs/api-reference/chat/object
    """
    usual = ids_of([pair.baseline for pair in repeats.pairs])
    if len(usual) < 2 or len(set(usual)) < len(usual):
        return
    answers = [pair.candidate for pair in repeats.pairs]
    now = ids_of(answers)
    most = max(map(now.count, now), default=0)
    # Copies of one answer have a rule of their own.
    if most > 1 and most > same_answers(answers):
        yield Difference(
            "id",
            "Different answers have one and the same id.",
            f"{len(usual)} ids in {len(usual)} answers",
            f"one id in {most} of {len(now)} answers",
        )

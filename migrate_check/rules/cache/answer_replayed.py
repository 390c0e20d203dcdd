"""The rule answer-replayed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.rules.identity.answer_ids import ids_of, same_answers
from migrate_check.rules.rule import Answer, Repeats, case_rule


@case_rule(Severity.ERROR)
def answer_replayed(repeats: Repeats) -> Iterator[Answer]:
    """Equal requests get one and the same answer: id, time and text are those of an earlier one.

    ## Why it matters
    The gateway answers from a cache of its own. A model is asked once and quoted ever after,
    whatever the temperature says.

    ## Who breaks
    "Regenerate" shows the same text again; sampling, voting and synthetic data collapse into one
    answer; what is keyed by the id of an answer is overwritten. A cache with too few parts in its
    key hands one user's answer to another.

    ## Example
    Five requests at temperature 1: five ids on the baseline, `chatcmpl-9fX` five times on the
    candidate.

    ## When to accept it
    The cache is wanted, and no caller asks twice to get another answer.

    ## Source
    https://github.com/Continuum-AI-Corp/OrcaRouter-Lite/issues/84
    """
    usual = ids_of([pair.baseline for pair in repeats.pairs])
    if len(usual) < 2 or len(set(usual)) < len(usual):
        return
    same = same_answers([pair.candidate for pair in repeats.pairs])
    if same > 1:
        yield Difference(
            "id",
            "Several requests get one and the same answer.",
            f"{len(usual)} ids in {len(usual)} answers",
            f"one id, time and text in {same} of {len(repeats.pairs)} answers",
        )

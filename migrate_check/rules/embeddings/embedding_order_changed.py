"""The rule embedding-order-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.embeddings.vectors import Answers, comparable, same
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule

# Each vector that moved is compared with all others; a few prove the pattern.
_MOST_LOOKED_AT = 8


@pair_rule(Severity.ERROR, When.BOTH_OK)
def embedding_order_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """An input gets the vector of another input of the same request.

    ## Why it matters
    Callers join vectors to their texts by position.

    ## Who breaks
    Indexing jobs store each vector under a wrong document. Nothing fails; searches are wrong.

    ## Example
    A gateway sends the texts of a batch one by one, and collects the answers as they arrive.

    ## When to accept it
    Only single texts are ever embedded.

    ## Source
    https://platform.openai.com/docs/api-reference/embeddings
    """
    answers = comparable(pair)
    if answers is None or len(answers.baseline) < 2:
        return
    moved = _moved(answers)
    if moved:
        place, origin = moved
        yield Difference(
            "data[]",
            "An input gets the vector of another input of the same request.",
            f"vector {place} is that of input {place}",
            f"vector {place} is that of input {origin}",
        )


def _moved(answers: Answers) -> tuple[int, int] | None:
    changed = [
        place
        for place, (usual, now) in enumerate(zip(*answers, strict=True))
        if not same(usual, now)
    ]
    for place in changed[:_MOST_LOOKED_AT]:
        for origin, vector in enumerate(answers.baseline):
            if same(vector, answers.candidate[place]):
                return place, origin
    return None

"""The rule embedding-repeated."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.embeddings.vectors import comparable, same
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK)
def embedding_repeated(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """Different inputs get one and the same vector.

    ## Why it matters
    The inputs never reached the model, or one answer was copied.

    ## Who breaks
    All documents of a batch look alike to every search.

    ## Example
    A batch of three texts gets the vector of the first three times.

    ## When to accept it
    Only single texts are ever embedded.

    ## Source
    https://platform.openai.com/docs/api-reference/embeddings
    """
    answers = comparable(pair)
    if answers is None or len(answers.baseline) < 2:
        return
    first: dict[tuple[float, ...], int] = {}
    for place, vector in enumerate(answers.candidate):
        origin = first.setdefault(tuple(vector), place)
        if origin != place and not same(answers.baseline[origin], answers.baseline[place]):
            yield Difference(
                "data[]",
                "Different inputs get one and the same vector.",
                None,
                f"vectors {origin} and {place} are the same",
            )
            return

"""The rule embedding-vector-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.embeddings.vectors import Vector, comparable, cosine, paired, same
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK, Nature.SAMPLED)
def embedding_vector_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The same input gets another vector than the baseline gives.

    ## Why it matters
    Vectors of one model are the same each time but for rounding. Another direction (a cosine below
    0.99) means another model, another input or a decoding error, and vectors of two models cannot
    be compared at all.

    ## Who breaks
    Searches in an index that was built with the baseline return unrelated documents, without any
    error.

    ## Example
    A cosine of 0.03 between both sides' vectors of one sentence.

    ## When to accept it
    The index is built anew with the candidate.

    ## Source
    https://platform.openai.com/docs/guides/embeddings
    """
    answers = comparable(pair)
    if answers is None:
        return
    changed = [
        (usual, now)
        for place, (usual, now) in enumerate(zip(*answers, strict=True))
        if not same(usual, now) and not _usual(place, now, pair, reference)
    ]
    if changed:
        usual, now = changed[0]
        yield Difference(
            "data[].embedding",
            "The same input gets another vector than the baseline gives.",
            None,
            f"{len(changed)} of {len(answers.baseline)} vectors; cosine {cosine(usual, now):.3f}",
        )


def _usual(place: int, now: Vector, pair: ObservedPair, reference: Reference) -> bool:
    """The baseline gives this vector too, in another repeat.

    Servers that put simultaneous requests into one batch may answer the first of them otherwise
    than the second, so that both sides differ each time and each is right.
    """
    others = (
        paired(usual, pair.candidate)
        for usual in reference.embedded
        # The baseline's own noise is measured with its answers in the candidate's place.
        if usual is not pair.candidate
    )
    return any(both is not None and same(both.baseline[place], now) for both in others)

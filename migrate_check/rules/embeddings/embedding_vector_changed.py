"""The rule embedding-vector-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.embeddings.vectors import comparable, cosine, same
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
    changed = [(usual, now) for usual, now in zip(*answers, strict=True) if not same(usual, now)]
    if changed:
        usual, now = changed[0]
        yield Difference(
            "data[].embedding",
            "The same input gets another vector than the baseline gives.",
            None,
            f"{len(changed)} of {len(answers.baseline)} vectors; cosine {cosine(usual, now):.3f}",
        )

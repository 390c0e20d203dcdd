"""The rule embedding-norm-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.embeddings.vectors import UNIT_TOLERANCE, comparable, norm, same
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK)
def embedding_norm_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The vectors point where the baseline's do and have another norm, such as no unit length.

    ## Why it matters
    With unit vectors the dot product is the cosine, and stores are set up for it.

    ## Who breaks
    Similarities by dot product are scaled: thresholds no longer fit, and rankings change where
    norms differ from text to text.

    ## Example
    `dimensions` is obeyed by cutting the vector off, without normalising what is left.

    ## When to accept it
    All callers normalise, or compare by cosine.

    ## Source
    https://platform.openai.com/docs/guides/embeddings
    """
    answers = comparable(pair)
    if answers is None:
        return
    for usual, now in zip(*answers, strict=True):
        before, after = norm(usual), norm(now)
        if abs(after - before) > UNIT_TOLERANCE * before and same(usual, now):
            yield Difference(
                "data[].embedding",
                "The vectors have another norm than the baseline's.",
                f"{before:.4f}",
                f"{after:.4f}",
            )
            return

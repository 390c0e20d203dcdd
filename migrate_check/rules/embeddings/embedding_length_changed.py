"""The rule embedding-length-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK)
def embedding_length_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The vectors have another length than the baseline's.

    ## Why it matters
    Vectors of different lengths cannot be compared, and a vector store has one length for all.

    ## Who breaks
    Inserts and searches fail: "expected 1536 dimensions, got 1024". All documents would have to be
    embedded again.

    ## Example
    1024 numbers from another model behind the same name, where the baseline gives 1536.

    ## When to accept it
    The index is built anew with the candidate.

    ## Source
    https://github.com/plastic-labs/honcho/pull/640
    """
    usual, now = _lengths(pair.baseline), _lengths(pair.candidate)
    if usual and now and usual != now:
        yield Difference(
            "data[].embedding",
            "The vectors have another length than the baseline's.",
            _shown(usual),
            _shown(now),
        )


def _lengths(seen: Observation) -> set[int]:
    vectors = seen.reply.embeddings if seen.reply else ()
    return {len(vector.values) for vector in vectors if vector.values}


def _shown(lengths: set[int]) -> str:
    return f"{', '.join(map(str, sorted(lengths)))} numbers"

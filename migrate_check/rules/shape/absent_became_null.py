"""The rule absent-became-null."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule
from migrate_check.rules.shape.changes import changes, unreported


@pair_rule(Severity.NOTE, When.BOTH_ANSWERED)
def absent_became_null(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A field that the baseline never sends is there and null.

    ## Why it matters
    It says nothing, and most readers skip it.

    ## Who breaks
    Code that tests for the presence of a key rather than for its value.

    ## Example
    No `audio` on the baseline, `"audio": null` on the candidate.

    ## When to accept it
    Nearly always.

    ## Source
    https://platform.openai.com/docs/api-reference/chat/object
    """
    found = changes(pair, reference)
    for path in unreported(found.extra_null, pair):
        yield Difference(
            path,
            f"The field `{path}` is there and null, which the baseline never sends.",
            "absent",
            "null",
        )

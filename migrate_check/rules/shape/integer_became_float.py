"""The rule integer-became-float."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule
from migrate_check.rules.shape.changes import changes, unreported


@pair_rule(Severity.WARNING, When.BOTH_ANSWERED, Nature.SAMPLED)
def integer_became_float(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """An integer field comes with a fraction.

    ## Why it matters
    JSON has one kind of number, and most typed languages have two.

    ## Who breaks
    Go int64, Rust u64 and Java long fail to decode `1700000000.0`.

    ## Example
    `"created": 1700000000` on the baseline, `"created": 1700000000.0` on the candidate.

    ## When to accept it
    All callers are written in Python, JavaScript or another language with one number type.

    ## Source
    https://github.com/BerriAI/litellm/issues/11204
    """
    found = {each.path: each for each in changes(pair, reference).retyped}
    for path in unreported(tuple(found), pair):
        usual, now = found[path].usual, found[path].now
        if usual == "integer" and now == "number":
            yield Difference(
                path,
                f"The field `{path}` is an integer on the baseline and has a fraction here.",
                usual,
                now,
            )

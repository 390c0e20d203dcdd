"""The rule field-type-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule
from migrate_check.rules.shape.changes import changes, unreported


@pair_rule(Severity.ERROR, When.BOTH_ANSWERED)
def field_type_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A field has another JSON type than the baseline ever sends.

    ## Why it matters
    A type is the part of a format that clients check first.

    ## Who breaks
    Typed clients fail to decode the whole answer; others fail where they use the value.

    ## Example
    `"code": 400` on the baseline, `"code": "400"` on the candidate.

    ## When to accept it
    No caller reads the field and no caller is strictly typed.

    ## Source
    https://github.com/BerriAI/litellm/issues/7259
    """
    found = {each.path: each for each in changes(pair, reference).retyped}
    for path in unreported(tuple(found), pair):
        usual, now = found[path].usual, found[path].now
        if not {usual, now} <= {"integer", "number"} and usual != "integer|number":
            yield Difference(
                path, f"The field `{path}` is {usual} on the baseline and {now} here.", usual, now
            )

"""The rule field-became-null."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule
from migrate_check.rules.shape.changes import changes, unreported
from migrate_check.rules.shape.essential import is_essential


@pair_rule(Severity.WARNING, When.BOTH_ANSWERED, Nature.SAMPLED)
def field_became_null(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A field that always has a value on the baseline is null.

    ## Why it matters
    The caller got something there and now gets nothing.

    ## Who breaks
    Code that uses the value without asking: string concatenation, arithmetic, look-ups.

    ## Example
    `"system_fingerprint": "fp_1"` on the baseline, `null` on the candidate.

    ## When to accept it
    No caller reads the field.

    ## Source
    https://platform.openai.com/docs/api-reference/chat/object
    """
    found = {each.path: each.usual for each in changes(pair, reference).nulled}
    for path in unreported(tuple(found), pair):
        if not is_essential(path):
            yield Difference(
                path, f"The field `{path}` is never null on the baseline.", found[path], "null"
            )

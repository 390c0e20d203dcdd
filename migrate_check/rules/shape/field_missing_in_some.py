"""The rule field-missing-in-some."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule
from migrate_check.rules.shape.changes import changes, unreported


@pair_rule(Severity.WARNING, When.BOTH_ANSWERED, Nature.SAMPLED)
def field_missing_in_some(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A field that each item or chunk has on the baseline is missing from some of them.

    ## Why it matters
    A list or stream whose items differ in their keys is read with one piece of code for all
    items.

    ## Who breaks
    Dictionary access raises KeyError in the middle of a stream; strict decoders stop there.

    ## Example
    `"finish_reason": null` is on each chunk of the baseline, and only on the last one of the
    candidate.

    ## When to accept it
    All callers use the official SDKs, which fill in missing fields.

    ## Source
    https://github.com/mlflow/mlflow/pull/24111
    """
    found = changes(pair, reference)
    for path in unreported(found.missing_in_some, pair):
        yield Difference(
            path,
            f"The field `{path}`, which the baseline sends in each item, is missing from some.",
            "in each",
            "in some",
        )

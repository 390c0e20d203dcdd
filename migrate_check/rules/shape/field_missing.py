"""The rule field-missing."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule
from migrate_check.rules.shape.changes import changes, unreported


@pair_rule(Severity.WARNING, When.BOTH_ANSWERED, Nature.SAMPLED)
def field_missing(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A field that the baseline always sends is missing.

    ## Why it matters
    Code that was written against the baseline reads it. Only the topmost missing field is
    reported, and only against answers of the same kind: text, tool call, error.

    ## Who breaks
    Dictionary access raises KeyError, typed clients of Go, Rust and Java refuse the answer,
    dashboards lose a column.

    ## Example
    The baseline sends `"service_tier": "default"` in each answer, the candidate never does.

    ## When to accept it
    No caller reads the field; search the code base for its name first.

    ## Source
    https://github.com/BerriAI/litellm/issues/11204
    """
    found = changes(pair, reference)
    for path in unreported(found.missing, pair):
        yield Difference(
            path,
            f"The field `{path}`, which the baseline always sends, is missing.",
            "there",
            "absent",
        )

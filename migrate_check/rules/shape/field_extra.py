"""The rule field-extra."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule
from migrate_check.rules.shape.changes import changes, unreported


@pair_rule(Severity.NOTE, When.BOTH_ANSWERED)
def field_extra(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A field that the baseline never sends is there.

    ## Why it matters
    It is allowed: both formats grow by new fields. It can tell callers more than they should
    know, and some strict decoders refuse unknown fields.

    ## Who breaks
    Decoders that forbid unknown fields; snapshot tests.

    ## Example
    The candidate adds `"provider": "upstream-1"` to each answer.

    ## When to accept it
    The gateway documents the field. Rules of the family security speak of fields that should
    not leave it.

    ## Source
    https://platform.openai.com/docs/api-reference/chat/object
    """
    found = changes(pair, reference)
    for path in unreported(found.extra, pair):
        yield Difference(
            path, f"The field `{path}` is there, which the baseline never sends.", "absent", "there"
        )

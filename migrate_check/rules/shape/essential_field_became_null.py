"""The rule essential-field-became-null."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule
from migrate_check.rules.shape.changes import changes, unreported
from migrate_check.rules.shape.essential import is_essential


@pair_rule(Severity.ERROR, When.BOTH_ANSWERED)
def essential_field_became_null(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A field without which an answer is of no use is null.

    ## Why it matters
    Callers read these fields of every answer and do not expect null there.

    ## Who breaks
    Official SDKs give None where their type says there is a value; `text += delta` and
    `usage.total_tokens + n` raise TypeError.

    ## Example
    `"usage": {"prompt_tokens": 11}` on the baseline, `{"prompt_tokens": null}` on the
    candidate.

    ## When to accept it
    Never, unless no caller reads the field.

    ## Source
    https://platform.openai.com/docs/api-reference/chat/object
    """
    found = {each.path: each.usual for each in changes(pair, reference).nulled}
    for path in unreported(tuple(found), pair):
        if is_essential(path):
            yield Difference(
                path, f"The field `{path}` is never null on the baseline.", found[path], "null"
            )

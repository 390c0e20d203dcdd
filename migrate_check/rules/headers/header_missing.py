"""The rule header-missing."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.headers.names import (
    CORS,
    comparable,
    is_plumbing,
    judged_elsewhere,
    keeps_streaming,
    location_of,
)
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.NOTE, When.BOTH_ANSWERED)
def header_missing(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A header that the baseline always sends is missing.

    ## Why it matters
    Headers that callers need have rules of their own; this tells of the rest.

    ## Who breaks
    Programs that read this header; search the code base for its name.

    ## Example
    `openai-organization` on each answer of the baseline, on none of the candidate.

    ## When to accept it
    Nobody reads the header.

    ## Source
    https://github.com/BerriAI/litellm/issues/27410
    """
    if not comparable(pair):
        return
    for name in sorted(reference.headers_always - pair.candidate.headers.keys() - {CORS}):
        if not (is_plumbing(name) or judged_elsewhere(name) or keeps_streaming(name, pair)):
            yield Difference(
                location_of(name),
                f"The header {name} is missing.",
                pair.baseline.headers[name],
                None,
            )

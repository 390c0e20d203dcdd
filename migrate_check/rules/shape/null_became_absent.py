"""The rule null-became-absent."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule
from migrate_check.rules.shape.changes import changes, unreported


@pair_rule(Severity.WARNING, When.BOTH_ANSWERED, Nature.SAMPLED)
def null_became_absent(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A field that is null on the baseline is not there at all.

    ## Why it matters
    Null and absent are the same to most SDKs and different to typed or hand-written code.

    ## Who breaks
    Dictionary access raises KeyError; decoders with required nullable fields refuse the answer.

    ## Example
    `"logprobs": null` on the baseline, no `logprobs` on the candidate.

    ## When to accept it
    All callers use the official SDKs, which read both as None.

    ## Source
    https://github.com/BerriAI/liteLLM-proxy/issues/19
    """
    found = changes(pair, reference)
    for path in unreported(found.missing_null, pair):
        yield Difference(
            path,
            f"The field `{path}` is null on the baseline and not there at all.",
            "null",
            "absent",
        )

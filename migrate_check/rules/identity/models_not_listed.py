"""The rule models-not-listed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule

_SHOWN = 3


@pair_rule(Severity.NOTE, When.BOTH_OK)
def models_not_listed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The list of models lacks models that the baseline lists.

    ## Why it matters
    What is not listed may not be served, or be served and hidden.

    ## Who breaks
    Applications that let users choose from the list; nobody, as long as the models that are used
    are there. Those are asked for by name in a case of their own.

    ## Example
    The baseline lists 80 models, the candidate 12 of them.

    ## When to accept it
    The missing models are not used.

    ## Source
    https://platform.openai.com/docs/api-reference/models/list
    """
    baseline, candidate = pair.baseline.reply, pair.candidate.reply
    if baseline is None or candidate is None or not baseline.listed or not candidate.listed:
        return
    listed = frozenset(candidate.listed)
    missing = [name for name in baseline.listed if name not in listed]
    if missing:
        more = ", …" if len(missing) > _SHOWN else ""
        yield Difference(
            "data[]",
            "The list lacks models that the baseline lists.",
            f"{len(baseline.listed)} models",
            f"{len(missing)} of them missing: {', '.join(missing[:_SHOWN])}{more}",
        )

"""The rule response-id-missing."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK)
def response_id_missing(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The answer has an empty id.

    ## Why it matters
    The id joins answers, logs and bills.

    ## Who breaks
    Stores that use it as a key keep one answer and lose the rest.

    ## Example
    `"id": ""`

    ## When to accept it
    Nobody keeps the id.

    ## Source
    https://platform.openai.com/docs/api-reference/chat/object
    """
    usual, now = pair.baseline.reply, pair.candidate.reply
    if usual is None or now is None or not usual.id or now.id:
        return
    # Where the format requires an id, its absence is reported as such.
    if not any(anomaly.location.endswith("id") for anomaly in pair.candidate.anomalies):
        yield Difference("id", "The answer has an empty id.", usual.id, now.id)

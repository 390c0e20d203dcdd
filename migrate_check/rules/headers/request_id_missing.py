"""The rule request-id-missing."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.headers.names import REQUEST_IDS, comparable, location_of
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_ANSWERED, Nature.SAMPLED)
def request_id_missing(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """Answers carry no request id.

    ## Why it matters
    The id is what support asks for, and what log lines are joined by.

    ## Who breaks
    `response._request_id` of the official SDKs is None.

    ## Example
    `x-request-id` on each answer of the baseline, on none of the candidate.

    ## When to accept it
    The gateway has an id of its own that your logs keep.

    ## Source
    https://platform.openai.com/docs/api-reference/debugging-requests
    """
    if any(name in pair.candidate.headers for name in REQUEST_IDS) or not comparable(pair):
        return
    for name in REQUEST_IDS:
        if name in reference.headers_always:
            yield Difference(location_of(name), "The answer carries no request id.", "sent", None)

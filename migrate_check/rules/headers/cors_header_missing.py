"""The rule cors-header-missing."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.headers.names import CORS, comparable, location_of
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_ANSWERED, Nature.SAMPLED)
def cors_header_missing(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A page in a browser may read the baseline's answer and not the candidate's.

    ## Why it matters
    Browsers hand an answer from another origin to a page only where
    `access-control-allow-origin` allows it. Gateways often set it on successes and forget errors.

    ## Who breaks
    Web applications that call the API themselves. Where only errors lack the header, they see
    `TypeError: Failed to fetch` in place of the status, and cannot tell 401 from 429.

    ## Example
    `access-control-allow-origin: *` on each `404` of the baseline, on none of the candidate.

    ## When to accept it
    No browser calls the API directly.

    ## Source
    https://fetch.spec.whatwg.org/#http-access-control-allow-origin
    """
    if comparable(pair) and CORS in reference.headers_always and CORS not in pair.candidate.headers:
        yield Difference(
            location_of(CORS),
            "A page in a browser may not read the answer.",
            pair.baseline.headers.get(CORS),
            None,
        )

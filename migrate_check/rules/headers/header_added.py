"""The rule header-added."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.headers.names import comparable, is_plumbing, location_of
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.NOTE, When.BOTH_ANSWERED)
def header_added(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A header is there that the baseline never sends.

    ## Why it matters
    It is allowed, and often tells how the gateway works.

    ## Who breaks
    Nobody, as a rule.

    ## Example
    `x-gateway-cache: MISS`

    ## When to accept it
    Nearly always. Rules of the family security speak of headers that should not leave it.

    ## Source
    https://www.rfc-editor.org/rfc/rfc9110#section-6.3
    """
    if not comparable(pair):
        return
    for name in sorted(pair.candidate.headers.keys() - reference.headers_ever):
        if not (is_plumbing(name) or name == "content-type" or _reported(name, pair)):
            yield Difference(
                location_of(name),
                f"The header {name} is there, which the baseline never sends.",
                None,
                pair.candidate.headers[name][:100],
            )


def _reported(name: str, pair: ObservedPair) -> bool:
    return any(anomaly.location == location_of(name) for anomaly in pair.candidate.anomalies)

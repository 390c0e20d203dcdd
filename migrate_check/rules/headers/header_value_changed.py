"""The rule header-value-changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.headers.names import (
    CORS,
    anti_buffering,
    comparable,
    is_plumbing,
    judged_elsewhere,
    keeps_streaming,
    location_of,
)
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.NOTE, When.BOTH_ANSWERED)
def header_value_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A header has another value than the one that the baseline always sends.

    ## Why it matters
    Headers that callers need have rules of their own; this tells of the rest.

    ## Who breaks
    Programs that read this header.

    ## Example
    `access-control-allow-origin: *` on the baseline, `https://gateway.example` on the
    candidate.

    ## When to accept it
    Nobody reads the header.

    ## Source
    https://www.rfc-editor.org/rfc/rfc9110#section-6.3
    """
    if not comparable(pair):
        return
    for name, usual in reference.header_constants.items():
        now = pair.candidate.headers.get(name, usual)
        reported = _reported(name, pair) or _VARIES.search(name)
        if now != usual and (_only_parameters(name, usual, now) or not reported):
            yield Difference(
                location_of(name), f"The header {name} has another value.", usual[:100], now[:100]
            )


_VARIES = re.compile(r"(^|-)(id|ms|time|duration|remaining|reset|trace|span|age|cost)(-|$)")


def _only_parameters(name: str, usual: str, now: str) -> bool:
    """The media type is the same, such as with and without a character set."""
    if name != "content-type":
        return False
    types = [[part.strip().lower() for part in value.split(";")] for value in (usual, now)]
    return types[0][0] == types[1][0] and types[0] != types[1]


def _reported(name: str, pair: ObservedPair) -> bool:
    lost = keeps_streaming(name, pair) and name not in anti_buffering(pair.candidate.headers)
    # Another rule speaks of a CORS header only when it is gone.
    return lost or is_plumbing(name) or (judged_elsewhere(name) and name != CORS)

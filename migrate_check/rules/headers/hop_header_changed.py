"""The rule hop-header-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.headers.names import (
    comparable,
    is_framing,
    is_of_the_moment,
    is_plumbing,
    location_of,
)
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.NOTE, When.BOTH_ANSWERED, Nature.SAMPLED)
def hop_header_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A header of the connection or of the edge is added, is missing or says something else.

    ## Why it matters
    It tells which server a caller now talks to, and whether connections are kept.

    ## Who breaks
    Nobody, as a rule. A connection that is announced as kept and is closed costs a retry.

    ## Example
    `server: uvicorn` instead of `server: cloudflare`; no `connection: keep-alive`.

    ## When to accept it
    Nearly always: these headers belong to the last hop, and the gateway is a new one.

    ## Source
    https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
    """
    if not comparable(pair):
        return
    before, now = pair.baseline.headers, pair.candidate.headers
    names = {name for name in before.keys() | now.keys() if is_plumbing(name)}
    for name in sorted(name for name in names if not is_framing(name)):
        if name not in now and name in reference.headers_always:
            yield _difference(name, "is not there", before[name], None)
        elif name not in before and name not in reference.headers_ever:
            yield _difference(name, "is there and the baseline never sends it", None, now[name])
        elif name in now and _constant(name, reference, now[name]) != now[name]:
            yield _difference(name, "says something else", before.get(name), now[name])


def _constant(name: str, reference: Reference, otherwise: str) -> str:
    return otherwise if is_of_the_moment(name) else reference.header_constants.get(name, otherwise)


def _difference(name: str, what: str, baseline: str | None, candidate: str | None) -> Difference:
    return Difference(location_of(name), f"The header {name} {what}.", baseline, candidate)

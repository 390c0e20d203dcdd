"""The rule content-type-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import BodyKind, ObservedPair
from migrate_check.rules.headers.names import comparable, location_of
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_ANSWERED, Nature.SAMPLED)
def content_type_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The body is declared as another media type.

    ## Why it matters
    Clients choose the decoder by the declared type.

    ## Who breaks
    Clients that test for `application/json` before they parse; browsers.

    ## Example
    `application/json` on the baseline, `text/plain` on the candidate.

    ## When to accept it
    All callers use the official SDKs and parse whatever comes.

    ## Source
    https://www.rfc-editor.org/rfc/rfc9110#section-8.3
    """
    declared = pair.baseline.headers.get("content-type", "")
    declares = pair.candidate.headers.get("content-type", "")
    if declared == declares:
        return
    usual, now = _media_type(declared), _media_type(declares)
    if (
        usual == now
        or not comparable(pair)
        or pair.baseline.body_kind is not pair.candidate.body_kind
    ):
        return
    # A stream that is declared as something else breaks clients: the family stream says so.
    if pair.candidate.body_kind is not BodyKind.SSE:
        yield Difference(
            location_of("content-type"), "The body is declared as another media type.", usual, now
        )


def _media_type(value: str) -> str:
    return value.split(";", 1)[0].strip().lower()

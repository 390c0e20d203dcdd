"""The rule event-kinds-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule
from migrate_check.rules.shape.changes import changes


@pair_rule(Severity.NOTE, When.BOTH_OK)
def event_kinds_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """Streams have other kinds of events than the baseline sends.

    ## Why it matters
    Events that carry the answer have rules of their own; this tells of the rest, such as
    `ping`, which some clients take as a sign of life.

    ## Who breaks
    Clients with a short read timeout that count on pings.

    ## Example
    The baseline sends `event: ping`, the candidate never does.

    ## When to accept it
    Usually.

    ## Source
    https://docs.anthropic.com/en/api/messages-streaming
    """
    found = changes(pair, reference)
    for event in found.events_missing:
        yield Difference(event, f"Events `{event}` are never sent.", "sent", None)
    for event in found.events_extra:
        yield Difference(event, f"Events `{event}` are sent, unlike on the baseline.", None, "sent")

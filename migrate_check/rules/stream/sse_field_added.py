"""The rule sse-field-added."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import BodyKind, ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule

_HABITS = ("event-field", "id-field", "retry-field")


@pair_rule(Severity.NOTE, When.BOTH_OK)
def sse_field_added(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The events carry an SSE field that the baseline never sends.

    ## Why it matters
    `event:`, `id:` and `retry:` are legal; only browsers' EventSource acts on them, by
    reconnecting.

    ## Who breaks
    Line-oriented readers that expect nothing but `data:` lines.

    ## Example
    `id: 7` before each `data:` line.

    ## When to accept it
    All callers use the official SDKs or a real SSE parser.

    ## Source
    https://html.spec.whatwg.org/multipage/server-sent-events.html
    """
    if pair.baseline.body_kind is not BodyKind.SSE:
        return
    for habit in _HABITS:
        if habit in pair.candidate.framing and habit not in reference.framings:
            yield Difference(
                "sse field",
                "The events carry an SSE field that the baseline does not send.",
                None,
                habit,
                subject=habit,
            )

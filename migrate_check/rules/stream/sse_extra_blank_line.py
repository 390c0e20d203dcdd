"""The rule sse-extra-blank-line."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import BodyKind, ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.NOTE, When.BOTH_OK)
def sse_extra_blank_line(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """There are extra blank lines between the events.

    ## Why it matters
    A blank line ends an event; a second one ends an empty event, which a parser has to ignore.

    ## Who breaks
    Hand-written readers that split at two line feeds parse an empty string. openai-python does so
    too once an event had an `id:`.

    ## Example
    Three line feeds after a `data:` line.

    ## When to accept it
    All callers use the official SDKs or a real SSE parser.

    ## Source
    https://github.com/QuantumNous/new-api/issues/5402
    """
    if pair.baseline.body_kind is not BodyKind.SSE:
        return
    if (
        "extra-blank-line" in pair.candidate.framing
        and "extra-blank-line" not in reference.framings
    ):
        yield Difference(
            "sse blank line", "There are extra blank lines between the events.", None, None
        )

"""The rule sse-line-endings-changed."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import BodyKind, ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule

_HABITS = ("crlf", "cr")


@pair_rule(Severity.WARNING, When.BOTH_OK)
def sse_line_endings_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    r"""The lines of a stream end with CRLF or CR where the baseline's end with LF.

    ## Why it matters
    All three are legal, but splitting at two line feeds is the commonest hand-written SSE parser.

    ## Who breaks
    Such parsers find no event until the body ends, or none at all. The official SDKs accept all
    three.

    ## Example
    `data: {…}\r\n\r\n` instead of `data: {…}\n\n`.

    ## When to accept it
    All callers use the official SDKs or a real SSE parser.

    ## Source
    https://github.com/hey-api/hey-api/issues/3054
    """
    if pair.baseline.body_kind is not BodyKind.SSE:
        return
    for habit in _HABITS:
        if habit in pair.candidate.framing and habit not in reference.framings:
            yield Difference(
                "sse line ending",
                "The lines of the stream end in another way.",
                None,
                habit,
                subject=habit,
            )
